import type { Aspect, LogicChange, RuleEdit, RulePair } from "../model/delta.ts";
import { compareText } from "../model/order.ts";
import type { Claim } from "../model/rule.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import { compareLogic } from "./logic-change.ts";
import { isKeyedByPath } from "./pair-rules.ts";
import { looksAtAll } from "./peers.ts";

const aspects = ["id", "title", "lifecycle", "severity", "log-source", "techniques", "logic"] as const;

/** What an author changed in a rule; undefined where it was only moved, or nothing changed that a reader would see. */
export function editOf({ before, after }: RulePair): RuleEdit | undefined {
  if (before.rule === after.rule) return undefined;
  const change = compareLogic(before.rule.condition, after.rule.condition);
  const hasNewSource = JSON.stringify(before.rule.logSource) !== JSON.stringify(after.rule.logSource);
  const logic = change !== undefined && hasNewSource ? withNewSource(change, { before, after }) : change;
  const isChanged: Readonly<Record<Aspect, boolean>> = {
    id: authorId(before) !== authorId(after),
    title: before.rule.title !== after.rule.title,
    lifecycle: before.rule.lifecycle !== after.rule.lifecycle,
    severity: before.rule.severity !== after.rule.severity,
    "log-source": hasNewSource,
    techniques: claimsOf(before) !== claimsOf(after),
    logic: logic !== undefined,
  };
  const changed = aspects.filter((aspect) => isChanged[aspect]);
  return changed.length === 0 ? undefined : { before, after, aspects: changed, logic };
}

/** A rule that now looks elsewhere too is not narrower, whatever its tests; and the reverse. */
function withNewSource(logic: LogicChange, { before, after }: RulePair): LogicChange {
  const holds = { narrower: looksAtAll(before, after), wider: looksAtAll(after, before), other: true }[logic.effect];
  return holds ? logic : { ...logic, effect: "other" };
}

/** Undefined for a rule that is named by its path: moving it changes its key and nothing else. */
function authorId(rule: AnalysedRule): string | undefined {
  return isKeyedByPath(rule) ? undefined : (rule.sharedKey ?? rule.rule.key);
}

/** Techniques and tactics as declared, in any order: both are how a rule is mapped to ATT&CK. */
function claimsOf({ rule: { techniques, tactics } }: AnalysedRule): string {
  const ids = (claims: readonly Claim[]) => claims.map(({ id }) => id).sort(compareText);
  return JSON.stringify([ids(techniques), ids(tactics)]);
}
