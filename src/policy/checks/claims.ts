import type { Catalogue } from "../../attack/catalogue.ts";
import { type Assessment, changedRules } from "../../model/assessment.ts";
import type { Resolution } from "../../model/attack.ts";
import type { Claim } from "../../model/rule.ts";
import type { AnalysedRule } from "../../model/snapshot.ts";
import type { Location } from "../../model/source.ts";

export interface ResolvedClaim {
  readonly rule: AnalysedRule;
  readonly claim: Claim;
  readonly resolution: Resolution;
  /** Tells two claims of one rule apart. */
  readonly detail: string;
  readonly location: Location;
}

/** Every technique that a changed rule names, with what it stands for; one that it names twice stands here once. */
export function* changedClaims(assessment: Assessment, catalogue: Catalogue): Iterable<ResolvedClaim> {
  for (const rule of changedRules(assessment)) {
    const claims = new Map<string, Claim>();
    for (const claim of rule.rule.techniques) if (!claims.has(claim.id)) claims.set(claim.id, claim);
    for (const claim of claims.values()) {
      const location = { path: rule.rule.path, line: claim.line, column: 1 };
      yield { rule, claim, resolution: catalogue.resolve(claim.id), detail: claim.id, location };
    }
  }
}
