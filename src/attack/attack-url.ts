import type { TacticId, TechniqueId } from "../model/attack.ts";

/** The page of a technique or tactic on attack.mitre.org. */
export function attackUrl(id: TechniqueId | TacticId): string {
  const folder = id.startsWith("TA") ? "tactics" : "techniques";
  return `https://attack.mitre.org/${folder}/${id.replace(".", "/")}/`;
}
