import type { Catalogue } from "../../attack/catalogue.ts";
import { changedRules } from "../../model/assessment.ts";
import type { TacticId } from "../../model/attack.ts";
import { quote, say } from "../../model/prose.ts";
import { listProse } from "../../model/prose-list.ts";
import type { AnalysedRule } from "../../model/snapshot.ts";
import type { Check } from "../check.ts";
import { escaped } from "../words.ts";

/** A tactic that none of the rule's techniques belongs to. */
export const tacticMismatch: Check = {
  id: "tactic-mismatch",
  title: "A tactic does not fit the rule's techniques",
  defaultLevel: "note",
  documentation: {
    what: "A changed rule names a tactic that none of its techniques belongs to in the ATT&CK version in use. A technique id that was revoked brings the tactics of its replacement and those it had itself, so a rule written for an older version is not blamed for its tactics.",
    why: "The tactic was left over from a copy, or a technique is missing.",
    mend: "Remove the tactic, or name the technique that belongs to it.",
  },
  *run(assessment, catalogue) {
    for (const analysed of changedRules(assessment)) {
      const current = tacticsOfTechniques(analysed, catalogue);
      if (current.size === 0) continue;
      const accepted = new Set([...current, ...formerTactics(analysed, catalogue)]);
      for (const claim of analysed.rule.tactics) {
        const meant = catalogue.resolveTactics(claim.id);
        if (meant.length === 0 || meant.some(({ id }) => accepted.has(id))) continue;
        const fitting = catalogue.tactics.filter(({ id }) => current.has(id));
        yield {
          subject: analysed.rule.key,
          detail: claim.id,
          message: say`${quote(claim.declared)} is not a tactic of the rule's techniques, which belong to ${listProse(fitting, ({ name }) => [escaped(name)], 5)}; remove it, or name a technique of that tactic.`,
          location: { path: analysed.rule.path, line: claim.line, column: 1 },
        };
      }
    }
  },
};

/** After revocations: an old id brings the tactics of what replaced it. */
function tacticsOfTechniques({ techniques }: AnalysedRule, catalogue: Catalogue): ReadonlySet<TacticId> {
  return new Set(techniques.flatMap((id) => catalogue.technique(id)?.tactics ?? []));
}

function formerTactics({ rule }: AnalysedRule, catalogue: Catalogue): readonly TacticId[] {
  const resolutions = rule.techniques.map(({ id }) => catalogue.resolve(id));
  return resolutions.flatMap((resolution) => (resolution.kind === "revoked" ? resolution.technique.tactics : []));
}
