import type { Assessment } from "../../model/assessment.ts";
import { type Prose, quote, say } from "../../model/prose.ts";
import type { RuleKey } from "../../model/rule.ts";
import type { Location } from "../../model/source.ts";

/** Why a rule that covered a technique or event in the base does not any more: `a.yml`, which this change deletes. */
export function describeRemoval(key: RuleKey, subject: string, { delta }: Assessment): Prose {
  const removed = delta?.rules.removed.find(({ rule }) => rule.key === key);
  if (removed !== undefined) return say`${quote(removed.rule.path)}, which this change deletes`;
  const edit = delta?.rules.edited.find(({ before }) => before.rule.key === key);
  if (edit === undefined) return say`${quote(key)}, which no longer counts`;
  const { before, after } = edit;
  if (before.rule.lifecycle !== after.rule.lifecycle) {
    return say`${quote(after.rule.path)}, which this change sets to ${[after.rule.lifecycle]}`;
  }
  if (!after.counted) return say`${quote(after.rule.path)}, which no longer stands alone`;
  return say`${quote(after.rule.path)}, which no longer names ${[subject]}`;
}

/** A place in the head to point at: the first rule that is still there. */
export function locationOfRemoval(keys: readonly RuleKey[], { delta }: Assessment): Location | undefined {
  const edit = delta?.rules.edited.find(({ before }) => keys.includes(before.rule.key));
  return edit === undefined ? undefined : { path: edit.after.rule.path, line: edit.after.rule.line, column: 1 };
}
