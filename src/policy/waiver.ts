import type { Catalogue } from "../attack/catalogue.ts";
import type { Acceptance, CalendarDate } from "../model/policy.ts";
import type { Rule, RuleKey } from "../model/rule.ts";
import type { RepositoryPath } from "../model/source.ts";

/** What a team has decided about findings beforehand: reason and extent. All that is defined of a target has to match. */
export interface Waiver {
  /** Findings of this check only; undefined: of any. */
  readonly check: string | undefined;
  readonly target: WaiverTarget;
  readonly reason: string;
  readonly owner: string | undefined;
  /** The last day on which it holds; undefined: it does not end. */
  readonly expires: CalendarDate | undefined;
  /** The change that is judged brought it along. */
  readonly isByThisChange: boolean;
}

/** At least one is defined. */
export interface WaiverTarget {
  /** As the team wrote it, which may be an id that was revoked since. */
  readonly technique: string | undefined;
  /** `Sysmon 1` */
  readonly event: string | undefined;
  /** A rule's key. */
  readonly rule: string | undefined;
  readonly fingerprint: string | undefined;
  readonly path: PathPattern | undefined;
}

export interface PathPattern {
  /** As the team wrote it. */
  readonly pattern: string;
  readonly matches: (path: RepositoryPath) => boolean;
}

/** What a finding is about, for waivers to be held against. */
export interface FindingTarget {
  readonly check: string;
  readonly fingerprint: string;
  readonly subject: string;
  /** Ids that are in force. */
  readonly techniques: readonly string[];
  /** Keys; where there are several, a waiver has to mean them all. So with files. */
  readonly rules: readonly RuleKey[];
  readonly paths: readonly RepositoryPath[];
}

/** Whether a waiver is about a finding, whatever the day. */
export function isAbout({ check, target }: Waiver, finding: FindingTarget, catalogue: Catalogue): boolean {
  if (check !== undefined && check !== finding.check) return false;
  const { technique, event, rule, fingerprint, path } = target;
  return (
    (technique === undefined || finding.techniques.includes(idInForce(technique, catalogue))) &&
    (event === undefined || event === finding.subject) &&
    (rule === undefined || (finding.rules.length > 0 && finding.rules.every((key) => key === rule))) &&
    (fingerprint === undefined || fingerprint === finding.fingerprint) &&
    (path === undefined || (finding.paths.length > 0 && finding.paths.every(path.matches)))
  );
}

/** Whether a finding about a rule may be what a waiver is about; what is about no rule is not asked. */
export function mayConcern({ target }: Waiver, rule: Rule, catalogue: Catalogue): boolean {
  const { technique, event, rule: key, fingerprint, path } = target;
  const id = technique === undefined ? undefined : idInForce(technique, catalogue);
  return (
    event === undefined &&
    (id === undefined || rule.techniques.some((claim) => idInForce(claim.id, catalogue) === id)) &&
    (key === undefined || rule.key.startsWith(key)) &&
    (fingerprint === undefined || fingerprint.includes(rule.key) || fingerprint.includes(rule.path)) &&
    (path === undefined || path.matches(rule.path))
  );
}

/** An id that ATT&CK revoked stands for what replaced it. */
export function idInForce(id: string, catalogue: Catalogue): string {
  const resolution = catalogue.resolve(id);
  switch (resolution.kind) {
    case "active":
    case "deprecated":
      return resolution.technique.id;
    case "revoked":
      return resolution.replacement?.id ?? resolution.technique.id;
    case "unknown":
      return resolution.id;
  }
}

export function isExpired({ expires }: Waiver, today: CalendarDate): boolean {
  return expires !== undefined && expires < today;
}

export function acceptanceBy({ reason, owner, expires, isByThisChange }: Waiver): Acceptance {
  return { kind: "waiver", reason, owner, expires, isByThisChange };
}
