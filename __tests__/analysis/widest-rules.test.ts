import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isNoisy } from "../../src/analysis/noise.ts";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { widestOfMeasured, widestRules } from "../../src/analysis/widest-rules.ts";
import { widthOf } from "../../src/analysis/width.ts";
import { anyCondition } from "../support/any-condition.ts";
import { analysedWith, aSnapshot, where } from "../support/rule-builder.ts";

describe("the widest rules", () => {
  test("are those that measuring every rule would find, and so are the noisy ones", () => {
    const corpora = fc.array(anyCondition, { maxLength: 12 });
    const limits = fc.record({ threshold: fc.integer({ min: 1, max: 6 }), most: fc.integer({ min: 1, max: 4 }) });
    fc.assert(
      fc.property(corpora, limits, (conditions, { threshold, most }) => {
        const { rules } = aSnapshot(conditions.map((condition, index) => ({ key: `${index}`, condition })));
        const index = createReachIndex(rules);

        const { noisy, widest } = widestRules(rules, index, { threshold, most });

        const everyWidth = rules.map((rule) => {
          const width = widthOf(rule.rule.condition, index);
          return { ...width, isNoisy: isNoisy(rule, width, { rules, threshold }), companions: [] };
        });
        const expected = widestOfMeasured(
          rules,
          (rule) =>
            everyWidth[rules.indexOf(rule)] ?? {
              reach: 0,
              path: [],
              isConstrained: false,
              isNoisy: false,
              companions: [],
            },
          most,
        );
        expect(noisy).toBe(expected.noisy);
        expect(widest.map(({ rule, width }) => [rule.rule.key, width.reach])).toEqual(
          expected.widest.map(({ rule, width }) => [rule.rule.key, width.reach]),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test("are found without looking at the logic of those that cannot be among them", () => {
    const common = Array.from({ length: 5 }, (_, index) => ({
      key: `wide ${index}`,
      condition: where("Image", "basename", "a.exe"),
    }));
    const { rules } = aSnapshot([...common, { key: "narrow", condition: where("Image", "basename", "b.exe") }]);
    const unread = rules.map((analysed) => {
      if (analysed.rule.key !== "narrow") return analysed;
      const rule = {
        ...analysed.rule,
        get condition(): never {
          throw new Error("It was looked at.");
        },
      };
      return analysedWith(analysed, { rule });
    });

    const { widest } = widestRules(unread, createReachIndex(rules), { threshold: 3, most: 5 });

    expect(widest).toHaveLength(5);
  });
});
