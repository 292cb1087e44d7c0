import { describe, expect, test } from "vitest";
import { plainText, quote } from "../../src/model/prose.ts";
import { joinProse, listProse } from "../../src/model/prose-list.ts";

describe("joinProse", () => {
  test("puts a separator between any two parts, a comma if none is named", () => {
    expect(plainText(joinProse([["a"], ["b"], ["c"]]))).toBe("a, b, c");
    expect(plainText(joinProse([["a"], ["b"], ["c"]], "; "))).toBe("a; b; c");
  });

  test("keeps what a part is made of", () => {
    expect(joinProse([[quote("a"), " x"], [quote("b")]])).toEqual([quote("a"), " x", ", ", quote("b")]);
  });

  test("is the part alone where there is one, and empty where there is none", () => {
    expect(joinProse([["a"]])).toEqual(["a"]);
    expect(joinProse([])).toEqual([]);
  });
});

describe("listProse", () => {
  test.each([
    [[], ""],
    [["a"], "a"],
    [["a", "b"], "a and b"],
    [["a", "b", "c"], "a, b and c"],
    [["a", "b", "c", "d"], "a, b and 2 more"],
    [["a", "b", "c", "d", "e"], "a, b and 3 more"],
  ])("%j reads %j", (items, text) => {
    expect(plainText(listProse(items, (item) => [item]))).toBe(text);
  });

  test("shows as many as asked", () => {
    expect(plainText(listProse(["a", "b", "c", "d", "e"], (item) => [item], 5))).toBe("a, b, c, d and e");
    expect(plainText(listProse(["a", "b", "c"], (item) => [item], 1))).toBe("3 more");
  });

  test("describes only what it shows", () => {
    const described: string[] = [];

    listProse(["a", "b", "c", "d"], (item) => {
      described.push(item);
      return [quote(item)];
    });

    expect(described).toEqual(["a", "b"]);
  });
});
