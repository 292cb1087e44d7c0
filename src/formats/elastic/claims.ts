import type { Claim } from "../../model/rule.ts";
import type { RuleSource } from "./source.ts";
import { asTable, asTables, asText, type Table } from "./table.ts";

/** What a rule says it detects. */
export interface Claims {
  readonly techniques: readonly Claim[];
  readonly tactics: readonly Claim[];
}

/**
 * Techniques, sub-techniques and tactics of ATT&CK that a rule names; a technique with sub-techniques claims both.
 *
 * A rule may be mapped to several versions of ATT&CK at once: `threat` is the oldest of them and `threat_mappings` hold
 * the others. They say the same in other ids, so only the newest counts. Other frameworks, such as ATLAS, are no claims.
 */
export function readClaims({ rule, places }: RuleSource): Claims {
  const mapping = newestMapping(asTables(rule.threat_mappings));
  const section = mapping === undefined ? "threat" : "threat_mappings";
  const techniques: Claim[] = [];
  const tactics: Claim[] = [];
  const claim = (claims: Claim[], { id }: Table) => {
    const declared = asText(id);
    if (declared === undefined) return;
    claims.push({ id: declared.trim().toUpperCase(), declared, line: places.lineOfText(section, declared) });
  };
  for (const threat of asTables(mapping?.threat ?? rule.threat).filter(isAttack)) {
    for (const technique of asTables(threat.technique)) {
      claim(techniques, technique);
      for (const subtechnique of asTables(technique.subtechnique)) claim(techniques, subtechnique);
    }
    claim(tactics, asTable(threat.tactic) ?? {});
  }
  return { techniques, tactics };
}

function newestMapping(mappings: readonly Table[]): Table | undefined {
  return mappings
    .filter((mapping) => isAttack(mapping) && asTables(mapping.threat).length > 0)
    .reduce<Table | undefined>(
      (newest, mapping) => (newest === undefined || versionOf(mapping) > versionOf(newest) ? mapping : newest),
      undefined,
    );
}

/** `v19`, `19`, `18.1` */
function versionOf({ version }: Table): number {
  return Number.parseFloat(String(version).replace(/^\D+/, "")) || 0;
}

/** An entry without a framework is of the time when there was only one. */
function isAttack({ framework }: Table): boolean {
  return framework === undefined || (typeof framework === "string" && /att&ck/i.test(framework));
}
