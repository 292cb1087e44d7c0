import type { Catalogue } from "../attack/catalogue.ts";
import type { Assessment } from "../model/assessment.ts";
import { compareText } from "../model/order.ts";
import {
  type FailOn,
  type Finding,
  type Level,
  levels,
  type Policy,
  type SuiteVerdict,
  standing,
  type Verdict,
} from "../model/policy.ts";
import type { Rule } from "../model/rule.ts";
import { type Acceptances, accept, type Judged, waiverUses } from "./acceptances.ts";
import type { Check, CheckResult } from "./check.ts";

export interface Judging {
  readonly checks: readonly Check[];
  readonly policy: Policy;
  readonly catalogue: Catalogue;
  readonly acceptances: Acceptances;
  /** The head as if those of its rules were new, for waivers that this change has nothing for; undefined: nobody asks. */
  readonly everything: ((isMeant: (rule: Rule) => boolean) => Assessment) | undefined;
  /** Suites, each of which is judged by itself in place of the whole; left out where there are none. */
  readonly parts?: readonly JudgedPart[];
}

/** The rules of one team, and that team's policy. */
export interface JudgedPart {
  /** Undefined for what is in no suite. */
  readonly suite: string | undefined;
  readonly assessment: Assessment;
  readonly policy: Policy;
}

/** Runs the checks that are on and decides: the only place that says pass or fail. What was accepted stays a finding. */
export function decide(assessment: Assessment, judging: Judging): Verdict {
  const { checks, policy, catalogue, acceptances, parts = [{ suite: undefined, assessment, policy }] } = judging;
  const judged = judge(parts, judging);
  const accepted = accept(judged, acceptances, catalogue);
  const onWaivers = judgeWaivers(assessment, judged, judging);
  const findings = sorted([...accepted, ...onWaivers.map(({ finding }) => finding)], checks);
  const suites = verdictsOf(parts, findings);
  // What is about no suite counts, whether or not there are rules in none.
  const outcomes = [...suites.map(({ outcome }) => outcome), outcomeOf(ofSuite(undefined, findings), policy.failOn)];
  const outcome = outcomes.includes("fail") ? "fail" : "pass";
  return { outcome, failOn: policy.failOn, findings, ...(judging.parts === undefined ? {} : { suites }) };
}

function verdictsOf(parts: readonly JudgedPart[], findings: readonly Finding[]): readonly SuiteVerdict[] {
  const failOns = new Map(parts.map(({ suite, policy }) => [suite, policy.failOn]));
  return Array.from(failOns, ([suite, failOn]) => ({
    suite,
    outcome: outcomeOf(ofSuite(suite, findings), failOn),
    failOn,
  }));
}

function ofSuite(suite: string | undefined, findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => finding.suite === suite);
}

/** What the checks say of the corpus and the change, sorted, each with a fingerprint of its own. */
function judge(parts: readonly JudgedPart[], judging: Judging): readonly Judged[] {
  const judged = parts.flatMap((part) => judgePart(part, judging));
  return withDistinctFingerprints(sortedBy(judged, ({ finding }) => finding, judging.checks));
}

function judgePart({ suite, assessment, policy }: JudgedPart, { checks, catalogue }: Judging): readonly Judged[] {
  const judged: Judged[] = [];
  for (const check of checks) {
    const level = levelOf(check, policy);
    if (!("run" in check) || level === "off") continue;
    const isLoss = check.isLoss === true;
    for (const result of check.run(assessment, catalogue)) {
      judged.push({ finding: inSuite(toFinding(check.id, level, result), suite), result, isLoss });
    }
  }
  return withoutSuperseded(judged, checks);
}

/** Two teams may lose the same technique. */
function inSuite(finding: Finding, suite: string | undefined): Finding {
  return suite === undefined ? finding : { ...finding, suite, fingerprint: `${finding.fingerprint}@${suite}` };
}

function judgeWaivers(assessment: Assessment, judged: readonly Judged[], judging: Judging): readonly Judged[] {
  const { checks, policy, catalogue, acceptances, everything } = judging;
  const everywhere = (isMeant: (rule: Rule) => boolean) =>
    everything === undefined ? [] : judge([{ suite: undefined, assessment: everything(isMeant), policy }], judging);
  const uses = waiverUses({ judged, acceptances, catalogue, everywhere, head: assessment.head });
  const found = checks.flatMap((check): readonly Judged[] => {
    const level = levelOf(check, policy);
    if (!("runOnWaivers" in check) || level === "off") return [];
    const toJudged = (result: CheckResult) => ({
      finding: toFinding(check.id, level, result),
      result,
      isLoss: false,
    });
    return Array.from(check.runOnWaivers(uses), toJudged);
  });
  return withDistinctFingerprints(sortedBy(found, ({ finding }) => finding, checks));
}

function levelOf({ id, defaultLevel }: Check, { levels: chosen }: Policy): Level | "off" {
  return chosen.get(id) ?? defaultLevel;
}

function toFinding(
  check: string,
  level: Level,
  { subject, detail, message, location, atMost = level }: CheckResult,
): Finding {
  const fingerprint = detail === undefined ? `${check}:${subject}` : `${check}:${subject}:${detail}`;
  const milder = levels.indexOf(atMost) > levels.indexOf(level) ? atMost : level;
  return { check, level: milder, message, location, subject, fingerprint, acceptance: undefined };
}

/** What a check tells in the place of another is told once. */
function withoutSuperseded(judged: readonly Judged[], checks: readonly Check[]): readonly Judged[] {
  const superseders = checks.flatMap((check) =>
    "run" in check && check.supersedes !== undefined ? [[check.id, check.supersedes] as const] : [],
  );
  const told = new Set(
    superseders.flatMap(([id, superseded]) =>
      judged.filter(({ finding }) => finding.check === id).map(({ finding }) => `${superseded}:${finding.subject}`),
    ),
  );
  return told.size === 0 ? judged : judged.filter(({ finding }) => !told.has(`${finding.check}:${finding.subject}`));
}

/** The same said twice of one subject, such as a mistake that a file repeats, is counted from the top. */
function withDistinctFingerprints(judged: readonly Judged[]): readonly Judged[] {
  const counts = new Map<string, number>();
  return judged.map((one) => {
    const { fingerprint } = one.finding;
    const count = (counts.get(fingerprint) ?? 0) + 1;
    counts.set(fingerprint, count);
    return count === 1 ? one : { ...one, finding: { ...one.finding, fingerprint: `${fingerprint}#${count}` } };
  });
}

function sorted(findings: readonly Finding[], checks: readonly Check[]): readonly Finding[] {
  return sortedBy(findings, (finding) => finding, checks);
}

function sortedBy<Item>(
  items: readonly Item[],
  findingOf: (item: Item) => Finding,
  checks: readonly Check[],
): readonly Item[] {
  const order = new Map(checks.map(({ id }, index) => [id, index]));
  return [...items].sort((a, b) => compareFindings(findingOf(a), findingOf(b), order));
}

function compareFindings(a: Finding, b: Finding, order: ReadonlyMap<string, number>): number {
  return (
    levels.indexOf(a.level) - levels.indexOf(b.level) ||
    (order.get(a.check) ?? 0) - (order.get(b.check) ?? 0) ||
    compareText(a.location?.path ?? "", b.location?.path ?? "") ||
    (a.location?.line ?? 0) - (b.location?.line ?? 0) ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

function outcomeOf(findings: readonly Finding[], failOn: FailOn): "pass" | "fail" {
  if (failOn === "never") return "pass";
  const failing: readonly Level[] = failOn === "error" ? ["error"] : ["error", "warning"];
  return standing(findings).some(({ level }) => failing.includes(level)) ? "fail" : "pass";
}
