import { describe, expect, test } from "vitest";
import { plainText } from "../../src/model/prose.ts";
import { count, nameIndicator, nameTechnique } from "../../src/policy/words.ts";

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
