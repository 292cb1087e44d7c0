import { guidesFor, rulesWritten } from "../analysis/technique-guide.ts";
import type { Catalogue } from "../attack/catalogue.ts";
import type { Config } from "../config/config.ts";
import type { DataFolder } from "../io/data-folder.ts";
import type { Delta } from "../model/delta.ts";
import type { TechniqueGuide } from "../model/guide.ts";
import { createRoles } from "./rule-role.ts";
import type { MeasuredSnapshot } from "./snapshots.ts";
import { loadValidationFacts } from "./validation-facts.ts";

export interface GuideSources {
  readonly measured: MeasuredSnapshot;
  readonly config: Config;
  readonly catalogue: Catalogue;
  readonly data: DataFolder;
}

/** The guides to the techniques of a change; the facts for them are read only if it is about one. */
export async function writeGuides(
  delta: Delta | undefined,
  { measured, config, catalogue, data }: GuideSources,
): Promise<readonly TechniqueGuide[]> {
  if (delta === undefined || rulesWritten(delta).every(({ techniques }) => techniques.length === 0)) return [];
  const roleOf = createRoles(config);
  return guidesFor(delta, {
    rules: measured.snapshot.rules.filter((rule) => roleOf(rule) !== undefined),
    reach: measured.reach,
    catalogue,
    facts: await loadValidationFacts(data, catalogue),
  });
}
