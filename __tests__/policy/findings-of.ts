import type { Finding } from "../../src/model/policy.ts";
import { plainText } from "../../src/model/prose.ts";
import { noAcceptances } from "../../src/policy/acceptances.ts";
import { checks } from "../../src/policy/checks/index.ts";
import { decide } from "../../src/policy/decide.ts";
import { type AssessmentDraft, anAssessment, aPolicy } from "../support/assessment-builder.ts";
import { aCatalogue } from "../support/rule-builder.ts";

/** What one check finds, at its own level. */
export function findingsOf(check: string, draft: AssessmentDraft): readonly Finding[] {
  const catalogue = draft.catalogue ?? aCatalogue();
  const { findings } = decide(anAssessment(draft), {
    checks,
    policy: aPolicy(),
    catalogue,
    acceptances: noAcceptances,
    everything: undefined,
  });
  return findings.filter((finding) => finding.check === check);
}

/** What one check says. */
export function messagesOf(check: string, draft: AssessmentDraft): readonly string[] {
  return findingsOf(check, draft).map(({ message }) => plainText(message));
}

/** Where one check points at: `rules/a.yml:4`, or nowhere. */
export function placesOf(check: string, draft: AssessmentDraft): readonly (string | undefined)[] {
  return findingsOf(check, draft).map(({ location }) => location && `${location.path}:${location.line}`);
}
