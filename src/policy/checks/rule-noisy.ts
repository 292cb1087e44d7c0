import { changedRules, type RuleWidth } from "../../model/assessment.ts";
import type { Condition } from "../../model/condition.ts";
import { type Prose, say } from "../../model/prose.ts";
import { listProse } from "../../model/prose-list.ts";
import type { Indicator } from "../../model/snapshot.ts";
import { visitLeaves } from "../../model/visit-leaves.ts";
import type { Check } from "../check.ts";
import { count, nameIndicator } from "../words.ts";

/** A rule that can match on what many rules test. */
export const ruleNoisy: Check = {
  id: "rule-noisy",
  title: "One way to match a rule needs only what many rules test",
  defaultLevel: "warning",
  documentation: {
    what: "Of all ways to match the changed rule, the one that needs least (its weakest path) needs only indicators that many rules of the corpus test together. *Many* is the noise threshold: what the 99.5th percentile of indicators is tested by, and at least 10 rules; `noise.reach` or `noise.percentile` set another. A way to match that tests no value at all is as wide as the corpus. Two things speak against noise: the path excludes values of what it tests (a masquerade, such as `svchost.exe` outside of its own folder), or fewer than a third of those rules look at an event of the judged one (`regsvr32.exe` is common, and rare where it asks a name server).",
    why: "What many rules test is common on real systems, which is why so many authors met it. A common program beside a rare argument is specific; alone it alerts all day.",
    mend: "Add a condition to the branch that the message names, or make that branch a rule of its own. The message lists what other rules with the same combination test besides. If the rule is meant to be wide, because a threshold or another tool narrows it, set `checks: { rule-noisy: note }`.",
  },
  *run(assessment) {
    for (const rule of changedRules(assessment)) {
      const width = assessment.widths.get(rule.rule.key);
      if (!rule.counted || width?.reach === undefined || !width.isNoisy) continue;
      const { key, path, line, condition } = rule.rule;
      const [weakest] = width.path;
      yield {
        subject: key,
        message: weakest === undefined ? describeNothing(width) : describePath(width, width.reach),
        location: { path, line: lineOfTest(condition, weakest) ?? line, column: 1 },
      };
    }
  },
};

function describeNothing(width: RuleWidth): Prose {
  return say`One way to match tests no value at all, so the rule matches whatever its log source sends.${constraint(width)} Name what has to be there.`;
}

function describePath(width: RuleWidth, reach: number): Prose {
  const together = width.path.length === 1 ? "" : " together";
  return say`One way to match needs only ${listProse(width.path, nameIndicator, 4)}, which ${[count(reach, "rule")]} test${[together]}.${constraint(width)}${advice(width)}`;
}

function constraint({ isConstrained }: RuleWidth): Prose {
  return isConstrained ? [" A threshold or comparison narrows it in a way that reach can't see."] : [];
}

function advice({ companions, path }: RuleWidth): Prose {
  if (companions.length === 0) return [" Add a condition that few rules share."];
  const it = path.length === 1 ? "it" : "them";
  const named = listProse(companions, ({ indicator, rules }) => say`${nameIndicator(indicator)} (${rules})`, 5);
  return say` Rules that test ${[it]} also test ${named}: add a condition, or split the branch off.`;
}

/** Where the rule tests the most selective part of the path, which tells its branch from the others. */
function lineOfTest(condition: Condition, indicator: Indicator | undefined): number | undefined {
  if (indicator === undefined) return undefined;
  let line: number | undefined;
  visitLeaves(condition, (leaf, polarity) => {
    if (leaf.kind !== "predicate" || polarity === "negative" || line !== undefined) return;
    if (leaf.field !== indicator.field || leaf.operator !== indicator.operator) return;
    const position = leaf.values.indexOf(indicator.value);
    if (position >= 0) line = leaf.lines?.[position] ?? leaf.line;
  });
  return line;
}
