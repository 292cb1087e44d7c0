import { describe, expect, test } from "vitest";
import { type Rule, ruleWith } from "../../src/model/rule.ts";
import { aRule, where } from "../support/rule-builder.ts";

/** As readings from the cache are: what is seldom asked for is made when it is. */
class RuleInParts {
  readonly key = "a";
  get title() {
    return "A title";
  }
  get condition() {
    return where("Image", "equals", "a.exe");
  }
}

describe("ruleWith", () => {
  test("changes the condition and nothing else", () => {
    const rule = aRule({ key: "a", condition: where("Image", "equals", "a.exe") });
    const condition = where("Image", "equals", "b.exe");
    expect(ruleWith(rule, { condition })).toEqual({ ...rule, condition });
  });

  test("changes the key and nothing else", () => {
    const rule = aRule({ key: "a" });
    expect(ruleWith(rule, { key: "b" })).toEqual({ ...rule, key: "b" });
  });

  test("keeps what a rule only makes when it is asked for", () => {
    const made = ruleWith(new RuleInParts() as unknown as Rule, { key: "b" });
    expect(made).toMatchObject({ key: "b", title: "A title", condition: where("Image", "equals", "a.exe") });
  });
});
