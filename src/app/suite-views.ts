import type { Verdict } from "../model/policy.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { RepositoryPath } from "../model/source.ts";
import type { JudgedPart } from "../policy/decide.ts";
import type { SuiteView } from "../report/diff-view.ts";
import type { WholeChange } from "./suites.ts";

/** What reports show of each suite. Rules in none are shown where there are any. */
export function suiteViews(
  parts: readonly JudgedPart[],
  { findings, suites = [] }: Verdict,
  { own }: Pick<WholeChange, "own">,
): readonly SuiteView[] {
  return parts.flatMap(({ suite, assessment, policy }): readonly SuiteView[] => {
    const { delta, widths, targets, noiseThreshold, isJudged } = assessment;
    // That of the targets of the whole, which the whole shows.
    if (isJudged === undefined) return [];
    const counted = { before: countedIn(own.base, isJudged), after: countedIn(own.head, isJudged) };
    const ofSuite = findings.filter((finding) => finding.suite === suite);
    const isEmpty = counted.before + counted.after === 0 && (delta?.rules.added.length ?? 0) === 0;
    if (suite === undefined && isEmpty) return [];
    const outcome = suites.find((verdict) => verdict.suite === suite)?.outcome ?? "pass";
    const verdict = { outcome, failOn: policy.failOn, findings: ofSuite };
    return [{ name: suite, delta, verdict, widths, targets, noiseThreshold, counted }];
  });
}

function countedIn(snapshot: Snapshot | undefined, isJudged: (path: RepositoryPath) => boolean): number {
  return snapshot?.rules.filter(({ counted, rule }) => counted && isJudged(rule.path)).length ?? 0;
}
