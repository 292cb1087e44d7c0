import type { Catalogue } from "../attack/catalogue.ts";
import type { TechniqueId } from "../model/attack.ts";

/** Whether a rule that names a technique covers another: the same one, or its parent. */
export function isCovering(named: TechniqueId, covered: TechniqueId, catalogue: Catalogue): boolean {
  return named === covered || catalogue.technique(named)?.parent === covered;
}
