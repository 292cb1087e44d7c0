import type { Assessment } from "../../model/assessment.ts";
import type { LogicChange, RuleEdit } from "../../model/delta.ts";
import { eventProse, logicProse } from "../../model/edit-prose.ts";
import { type Prose, say } from "../../model/prose.ts";
import { joinProse } from "../../model/prose-list.ts";
import type { CheckResult } from "../check.ts";

interface Words {
  /** `It matches more than before`. */
  readonly lead: string;
  readonly advice: string;
}

/** What is said of each counted rule whose edit had one provable effect. */
export function* editsOf(
  assessment: Assessment,
  effect: LogicChange["effect"],
  { lead, advice }: Words,
): Iterable<CheckResult> {
  for (const edit of assessment.delta?.rules.edited ?? []) {
    const { after, logic } = edit;
    if (logic?.effect !== effect || !after.counted) continue;
    const parts = joinProse([...logicProse(logic), ...eventProse(edit), ...widthProse(edit, assessment)], "; ");
    const { key, path } = after.rule;
    yield {
      subject: key,
      message: say`${[lead]}: ${parts}. ${[advice]}`,
      location: { path, line: lineOf(edit), column: 1 },
    };
  }
}

function widthProse({ after: { rule } }: RuleEdit, { widths, formerReach }: Assessment): readonly Prose[] {
  const before = formerReach.get(rule.key);
  const after = widths.get(rule.key)?.reach;
  return before === undefined || after === undefined || before === after ? [] : [[`width ${before} → ${after}`]];
}

/** The first test that came, else the rule: what went has no line any more. */
function lineOf({ after, logic }: RuleEdit): number {
  const lines = (logic?.added ?? []).flatMap(({ line }) => line ?? []);
  return lines.length === 0 ? after.rule.line : Math.min(...lines);
}
