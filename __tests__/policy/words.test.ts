import { describe, expect, test } from "vitest";
import { plainText, quote } from "../../src/model/prose.ts";
import { count, list, nameIndicator, nameTechnique } from "../../src/policy/words.ts";

describe("list", () => {
  test.each([
    [[], ""],
    [["a"], "a"],
    [["a", "b"], "a and b"],
    [["a", "b", "c"], "a, b and c"],
    [["a", "b", "c", "d"], "a, b and 2 more"],
    [["a", "b", "c", "d", "e"], "a, b and 3 more"],
  ])("%j reads %j", (items, text) => {
    expect(plainText(list(items, (item) => [item]))).toBe(text);
  });

  test("shows as many as asked", () => {
    expect(plainText(list(["a", "b", "c", "d", "e"], (item) => [item], 5))).toBe("a, b, c, d and e");
    expect(plainText(list(["a", "b", "c"], (item) => [item], 1))).toBe("3 more");
  });

  test("describes only what it shows", () => {
    const described: string[] = [];

    list(["a", "b", "c", "d"], (item) => {
      described.push(item);
      return [quote(item)];
    });

    expect(described).toEqual(["a", "b"]);
  });
});

describe("count", () => {
  test("of one is one, and of thousands has commas", () => {
    expect(count(1, "rule")).toBe("1 rule");
    expect(count(0, "rule")).toBe("0 rules");
    expect(count(1204, "rule")).toBe("1,204 rules");
  });
});

describe("names", () => {
  test("an indicator is quoted as one, for its value is the author's", () => {
    const indicator = { field: "CommandLine", operator: "contains", value: " -enc ", key: "" } as const;

    expect(nameIndicator(indicator)).toEqual([{ kind: "quote", text: 'CommandLine contains " -enc "' }]);
  });

  test("a technique is named by id and name", () => {
    expect(plainText([nameTechnique({ id: "T1490", name: "Inhibit System Recovery" })])).toBe(
      "T1490 Inhibit System Recovery",
    );
  });
});
