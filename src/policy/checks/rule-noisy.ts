import { changedRules, type RuleWidth } from "../../model/assessment.ts";
import type { Condition } from "../../model/condition.ts";
import { type Prose, say } from "../../model/prose.ts";
import type { AnalysedRule, Indicator } from "../../model/snapshot.ts";
import { visitLeaves } from "../../model/visit-leaves.ts";
import type { Check, CheckResult } from "../check.ts";
import { count, list, nameIndicator } from "../words.ts";

/** A rule that can match on what many rules test. */
export const ruleNoisy: Check = {
  id: "rule-noisy",
  title: "One way to match a rule needs only what many rules test",
  defaultLevel: "warning",
  documentation: {
    what: "The weakest path of a changed rule (the way to match it that needs least) tests only indicators that, together, at least as many rules of the corpus test as the noise threshold says: `max(10, 99.5th percentile of reach)` unless `noise` is set.",
    why: "What many rules test is common on real systems. A common tool beside a rare argument is specific; alone it alerts all day.",
    mend: "Add a condition to the branch that the message names, or split it off; the message lists what other rules with the same combination test besides. If the rule is meant to be wide, say so with `level: informational` and a waiver, or set `checks: { rule-noisy: note }`.",
  },
  *run(assessment) {
    for (const rule of changedRules(assessment)) {
      const width = assessment.widths.get(rule.rule.key);
      if (rule.counted && width?.reach !== undefined && width.reach >= assessment.noiseThreshold) {
        yield resultOf(rule, width, width.reach);
      }
    }
  },
};

function resultOf(rule: AnalysedRule, width: RuleWidth, reach: number): CheckResult {
  const constrained = width.isConstrained
    ? say` A threshold or comparison narrows it further, which reach can't see.`
    : [];
  const message =
    width.path.length === 0
      ? say`One way to match tests no value at all, so the rule matches whatever its log source sends.${constrained}`
      : say`One way to match needs only ${list(width.path.map(nameIndicator), 4)}, which ${rulesOf(reach, width)}.${constrained}${advice(width)}`;
  const { path, line } = rule.rule;
  return {
    subject: rule.rule.key,
    message,
    location: { path, line: lineOfPath(rule, width) ?? line, column: 1 },
  };
}

function rulesOf(reach: number, { path }: RuleWidth): Prose {
  return path.length === 1 ? [`${count(reach, "rule")} test`] : [`${count(reach, "rule")} test together`];
}

function advice({ companions }: RuleWidth): Prose {
  if (companions.length === 0) return say` Add a condition that few rules share.`;
  const named = companions.map(({ indicator, rules }) => say`${nameIndicator(indicator)} (${rules})`);
  return say` Rules that test it also test ${list(named)}: add a condition, or split the branch.`;
}

/** The line of the path's commonest test, which is the one to add to. */
function lineOfPath({ rule }: AnalysedRule, { path }: RuleWidth): number | undefined {
  const last = path.at(-1);
  return last === undefined ? undefined : lineOfIndicator(rule.condition, last);
}

function lineOfIndicator(condition: Condition, indicator: Indicator): number | undefined {
  let line: number | undefined;
  visitLeaves(condition, (leaf) => {
    if (leaf.kind !== "predicate" || leaf.field !== indicator.field || leaf.operator !== indicator.operator) return;
    const index = leaf.values.indexOf(indicator.value);
    if (index >= 0) line ??= leaf.lines?.[index] ?? leaf.line;
  });
  return line;
}
