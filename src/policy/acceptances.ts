import type { Catalogue } from "../attack/catalogue.ts";
import type { Acceptance, CalendarDate, Finding, LabelAcceptance } from "../model/policy.ts";
import type { Rule } from "../model/rule.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { CheckResult, WaiverUse } from "./check.ts";
import { isLossLasting } from "./lasting-loss.ts";
import { acceptanceBy, type FindingTarget, idInForce, isAbout, isExpired, mayConcern, type Waiver } from "./waiver.ts";

/** Everything by which a team lets findings pass. */
export interface Acceptances {
  readonly waivers: readonly Waiver[];
  /** Fingerprints of findings that were there when the team began to count. */
  readonly ratchet: ReadonlyMap<string, { readonly isByThisChange: boolean }>;
  /** A label on the pull request; undefined: it has none. */
  readonly label: LabelAcceptance | undefined;
  readonly today: CalendarDate;
}

/** For a run in which everything counts. */
export const noAcceptances: Acceptances = { waivers: [], ratchet: new Map(), label: undefined, today: "" };

/** A finding with what it was made of. */
export interface Judged {
  readonly finding: Finding;
  readonly result: CheckResult;
  readonly isLoss: boolean;
}

/** Says of each finding what accepts it, if anything does: a waiver rather than the ratchet, the label last. */
export function accept(judged: readonly Judged[], acceptances: Acceptances, catalogue: Catalogue): readonly Finding[] {
  const inForce = acceptances.waivers.filter((waiver) => !isExpired(waiver, acceptances.today));
  return judged.map((one): Finding => ({ ...one.finding, acceptance: acceptanceOf(one, inForce) }));

  function acceptanceOf(one: Judged, waivers: readonly Waiver[]): Acceptance | undefined {
    const target = targetOf(one, catalogue);
    const waiver = waivers.find((candidate) => isAbout(candidate, target, catalogue));
    if (waiver !== undefined) return acceptanceBy(waiver);
    const ratcheted = acceptances.ratchet.get(one.finding.fingerprint);
    if (ratcheted !== undefined) return { kind: "ratchet", isByThisChange: ratcheted.isByThisChange };
    return acceptances.label !== undefined && one.isLoss ? { kind: "label", ...acceptances.label } : undefined;
  }
}

export interface WaiverContext {
  readonly judged: readonly Judged[];
  readonly acceptances: Acceptances;
  readonly catalogue: Catalogue;
  /** What there would be if all of the corpus were new, as far as rules are meant. */
  readonly everywhere: (isMeant: (rule: Rule) => boolean) => readonly Judged[];
  readonly head: Snapshot;
}

/** What each waiver is about in this run, expired or not. */
export function waiverUses(context: WaiverContext): readonly WaiverUse[] {
  const { judged, acceptances, catalogue, head } = context;
  const { waivers, today } = acceptances;
  if (waivers.length === 0) return [];
  const targets = judged.map((one) => ({ finding: one.finding, target: targetOf(one, catalogue) }));
  const uses = waivers.map((waiver) => ({
    waiver,
    isExpired: isExpired(waiver, today),
    findings: targets.filter(({ target }) => isAbout(waiver, target, catalogue)).map(({ finding }) => finding),
  }));
  const idle = once(() =>
    uses.filter(({ waiver, findings }) => findings.length === 0 && !isLossLasting(waiver, head, catalogue)),
  );
  const everywhere = once(() => {
    const isMeant = (rule: Rule) => idle().some(({ waiver }) => mayConcern(waiver, rule, catalogue));
    return context.everywhere(isMeant).map((one) => targetOf(one, catalogue));
  });
  return uses.map((use): WaiverUse => {
    const isNeeded = () =>
      !idle().includes(use) || everywhere().some((target) => isAbout(use.waiver, target, catalogue));
    return { ...use, isNeeded };
  });
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function targetOf({ finding, result }: Judged, catalogue: Catalogue): FindingTarget {
  const { check, fingerprint, subject, location } = finding;
  const { causes, detail } = result;
  const ids = detail === undefined ? [subject] : [subject, detail];
  return {
    check,
    fingerprint,
    subject,
    techniques: ids.map((id) => idInForce(id, catalogue)),
    rules: causes === undefined ? [subject] : causes.map(({ key }) => key),
    paths: causes === undefined ? (location === undefined ? [] : [location.path]) : causes.map(({ path }) => path),
  };
}
