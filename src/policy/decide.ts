import type { Catalogue } from "../attack/catalogue.ts";
import type { Assessment } from "../model/assessment.ts";
import { compareText } from "../model/order.ts";
import { type FailOn, type Finding, type Level, levels, type Policy, type Verdict } from "../model/policy.ts";
import type { Check, CheckResult } from "./check.ts";

/** Runs the checks that are on and decides: the only place that says pass or fail. */
export function decide(
  assessment: Assessment,
  {
    checks,
    policy,
    catalogue,
  }: { readonly checks: readonly Check[]; readonly policy: Policy; readonly catalogue: Catalogue },
): Verdict {
  const order = new Map(checks.map(({ id }, index) => [id, index]));
  const found = checks
    .flatMap((check) => findingsOf(check, assessment, policy, catalogue))
    .sort((a, b) => compareFindings(a, b, order));
  const findings = withDistinctFingerprints(found);
  return { outcome: outcomeOf(findings, policy.failOn), failOn: policy.failOn, findings };
}

function findingsOf(check: Check, assessment: Assessment, policy: Policy, catalogue: Catalogue): readonly Finding[] {
  const level = policy.levels.get(check.id) ?? check.defaultLevel;
  return level === "off"
    ? []
    : Array.from(check.run(assessment, catalogue), (result) => toFinding(check.id, level, result));
}

function toFinding(check: string, level: Level, { subject, detail, message, location }: CheckResult): Finding {
  const fingerprint = detail === undefined ? `${check}:${subject}` : `${check}:${subject}:${detail}`;
  return { check, level, message, location, subject, fingerprint };
}

/** The same said twice of one subject, such as a mistake that a file repeats, is counted from the top. */
function withDistinctFingerprints(findings: readonly Finding[]): readonly Finding[] {
  const counts = new Map<string, number>();
  return findings.map((finding) => {
    const count = (counts.get(finding.fingerprint) ?? 0) + 1;
    counts.set(finding.fingerprint, count);
    return count === 1 ? finding : { ...finding, fingerprint: `${finding.fingerprint}#${count}` };
  });
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
  return findings.some(({ level }) => failing.includes(level)) ? "fail" : "pass";
}
