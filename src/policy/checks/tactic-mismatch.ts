import type { Catalogue } from "../../attack/catalogue.ts";
import { changedRules } from "../../model/assessment.ts";
import { quote, say } from "../../model/prose.ts";
import type { AnalysedRule } from "../../model/snapshot.ts";
import type { Check } from "../check.ts";
import { list } from "../words.ts";

/** A tactic that none of the rule's techniques belongs to. */
export const tacticMismatch: Check = {
  id: "tactic-mismatch",
  title: "A tactic does not fit the rule's techniques",
  defaultLevel: "note",
  documentation: {
    what: "A changed rule names a tactic that none of its techniques belongs to in the ATT&CK version in use.",
    why: "Either the tactic is left over from a copy, or a technique is missing.",
    mend: "Remove the tactic, or name the technique that belongs to it.",
  },
  *run(assessment, catalogue) {
    for (const analysed of changedRules(assessment)) {
      const known = tacticsOfTechniques(analysed, catalogue);
      if (known.size === 0) continue;
      for (const claim of analysed.rule.tactics) {
        const meant = catalogue.resolveTactics(claim.id);
        if (meant.length === 0 || meant.some(({ id }) => known.has(id))) continue;
        const names = catalogue.tactics.filter(({ id }) => known.has(id)).map(({ name }) => [name]);
        yield {
          subject: analysed.rule.key,
          detail: claim.id,
          message: say`${quote(claim.declared)} is not a tactic of the rule's techniques, which belong to ${list(names, 5)}.`,
          location: { path: analysed.rule.path, line: claim.line, column: 1 },
        };
      }
    }
  },
};

/** After revocations: an old id brings the tactics of what replaced it. */
function tacticsOfTechniques({ techniques }: AnalysedRule, catalogue: Catalogue): ReadonlySet<string> {
  return new Set(techniques.flatMap((id) => catalogue.technique(id)?.tactics ?? []));
}
