import { compare } from "../analysis/compare.ts";
import type { Catalogue } from "../attack/catalogue.ts";
import type { Config } from "../config/config.ts";
import { type DatedCommit, firstParentCommits } from "../io/git/file-history.ts";
import { findCommit, isShallow } from "../io/git/history.ts";
import { lastChanges } from "../io/git/last-changes.ts";
import type { Repository } from "../io/git/repository.ts";
import { compareText } from "../model/order.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { before, isoDate, type TimeSpan } from "../model/time-span.ts";
import type { PresentHistory, StaleRule } from "../report/report-view.ts";
import { ownRules } from "./own-rules.ts";
import type { MeasuredSnapshot } from "./snapshots.ts";

/** How far a report looks back, from the newest commit's date. */
export interface LookBack {
  /** What changed in this time. */
  readonly since: TimeSpan;
  /** A rule that was not touched for so long is stale. */
  readonly stale: TimeSpan;
}

/** What somebody said of it; the configuration says the rest. */
export interface LookBackChoice {
  readonly since: TimeSpan | undefined;
  readonly stale: TimeSpan | undefined;
}

/** What a report compares with, and how far it looks; or why it can't look back. */
export type HistoryPlan =
  | { readonly kind: "absent"; readonly reason: string }
  | {
      readonly kind: "plan";
      readonly repository: Repository;
      readonly history: readonly DatedCommit[];
      readonly base: DatedCommit;
      readonly isWhole: boolean;
      /** In seconds since 1970. */
      readonly staleBefore: number;
    };

/** Looks back from a commit or, where it is undefined, from what is checked out. */
export async function planHistory(
  repository: Repository | undefined,
  ref: string | undefined,
  { since, stale }: LookBack,
): Promise<HistoryPlan> {
  if (repository === undefined) return absent("The folder is in no git repository, so it has no history to look at.");
  const commit = await findCommit(repository, ref ?? "HEAD");
  if (commit === undefined) return absent("There is no commit yet, so there is no history to look at.");
  const history = await firstParentCommits(repository, commit);
  const [head, oldest] = [history[0], history.at(-1)];
  if (head === undefined || oldest === undefined) throw new Error(`${commit} has no history, not even itself.`);
  const [moment, staleBefore] = [before(head.seconds, since), before(head.seconds, stale)];
  if (oldest.seconds > Math.min(moment, staleBefore) && (await isShallow(repository))) {
    return absent(
      `The clone is shallow and its history begins on ${isoDate(oldest.seconds)}, so it does not show what changed. ` +
        'Check out with "fetch-depth: 0".',
    );
  }
  const base = history.find(({ seconds }) => seconds <= moment);
  return { kind: "plan", repository, history, base: base ?? oldest, isWhole: base !== undefined, staleBefore };
}

function absent(reason: string): HistoryPlan {
  return { kind: "absent", reason };
}

interface Sides {
  readonly measured: MeasuredSnapshot;
  readonly base: Snapshot;
  readonly config: Config;
  readonly catalogue: Catalogue;
}

/** What became of the team's own rules, and which of them nobody has touched for long. */
export async function readHistoryOf(
  plan: Extract<HistoryPlan, { readonly kind: "plan" }>,
  { measured, base, config, catalogue }: Sides,
): Promise<PresentHistory> {
  const head = ownRules(measured.snapshot, config.sources);
  const { delta } = compare(ownRules(base, config.sources), head, catalogue, measured.reach);
  const counted = head.rules.filter((rule) => rule.counted);
  const dates = await lastChanges(plan.repository, plan.history, [...new Set(counted.map(({ rule }) => rule.path))]);
  const dated = counted.flatMap((rule) => {
    const seconds = dates.get(rule.rule.path);
    return seconds === undefined || seconds >= plan.staleBefore ? [] : [{ rule, seconds }];
  });
  return {
    kind: "present",
    since: isoDate(plan.base.seconds),
    isWhole: plan.isWhole,
    delta,
    stale: {
      before: isoDate(plan.staleBefore),
      rules: dated
        .sort((a, b) => a.seconds - b.seconds || compareText(a.rule.rule.key, b.rule.rule.key))
        .map(({ rule, seconds }): StaleRule => ({ rule, date: isoDate(seconds) })),
    },
  };
}
