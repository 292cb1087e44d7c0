import type { Delta } from "../../model/delta.ts";
import type { Finding } from "../../model/policy.ts";
import type { RuleKey } from "../../model/rule.ts";
import type { RepositoryPath } from "../../model/source.ts";
import type { DiffView } from "../diff-view.ts";

/** Where a finding is shown, in a file of the head or where one was. */
export interface Anchor {
  readonly path: RepositoryPath;
  readonly line: number;
  /** Whether the head has the file. */
  readonly isThere: boolean;
}

/** Where a team settles what is about no file, whether or not it has written one yet. */
const usualConfig = ".github/detcov.yml";

/**
 * Code scanning shows nothing that has no place. What a deleted rule has taken along is shown where the rule was, and
 * what is about the whole corpus at the configuration.
 */
export function anchorOf({ location, check, subject }: Finding, { delta, configPath }: DiffView): Anchor {
  if (location !== undefined) return { path: location.path, line: location.line, isThere: true };
  const removed = delta === undefined ? undefined : removedBehind(check, subject, delta);
  if (removed !== undefined) return removed;
  return { path: configPath ?? usualConfig, line: 1, isThere: configPath !== undefined };
}

/** The first deleted rule that a technique or an event was covered by. */
function removedBehind(check: string, subject: string, delta: Delta): Anchor | undefined {
  const keys = new Set(keysBehind(check, subject, delta));
  const rule = delta.rules.removed.find((removed) => keys.has(removed.rule.key))?.rule;
  return rule === undefined ? undefined : { path: rule.path, line: 1, isThere: false };
}

function keysBehind(check: string, subject: string, { techniques, events }: Delta): readonly RuleKey[] {
  if (check.startsWith("event-")) {
    return events.find(({ event }) => `${event.provider} ${event.id}` === subject)?.rules.removed ?? [];
  }
  return techniques.find(({ id }) => id === subject)?.rules.removed ?? [];
}
