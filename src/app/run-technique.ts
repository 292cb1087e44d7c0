import type { Catalogue } from "../attack/catalogue.ts";
import { didYouMean } from "../config/nearest.ts";
import type { Resolution, Technique } from "../model/attack.ts";
import { ConfigError } from "../model/config-error.ts";
import type { TechniquePage } from "../report/technique-page.ts";
import { type ReportInputs, readOneCorpus } from "./run-report.ts";
import { TechniquePages } from "./technique-page.ts";
import { loadValidationFacts } from "./validation-facts.ts";
import type { Surroundings } from "./workspace.ts";

export interface TechniqueInputs extends ReportInputs {
  /** An id in any spelling, or a name. */
  readonly technique: string;
}

/** The page of one technique over one corpus. A ConfigError for what is no technique. */
export async function runTechnique(inputs: TechniqueInputs, surroundings: Surroundings): Promise<TechniquePage> {
  const { measured, knowledge, config } = await readOneCorpus(inputs, surroundings);
  const { catalogue } = knowledge;
  const { technique, revoked } = findTechnique(inputs.technique, catalogue);
  const facts = await loadValidationFacts(surroundings.data, catalogue);
  const { tool } = surroundings;
  return new TechniquePages({ measured, catalogue, config, facts, tool }).page(technique, revoked);
}

interface Found {
  readonly technique: Technique;
  readonly revoked: Technique | undefined;
}

function findTechnique(text: string, catalogue: Catalogue): Found {
  const byId = catalogue.resolve(text);
  const resolution = byId.kind === "unknown" ? catalogue.resolveTechniqueName(text) : byId;
  return shown(resolution) ?? unknown(text, catalogue);
}

/** A technique that nothing replaces is shown as it is. */
function shown(resolution: Resolution): Found | undefined {
  switch (resolution.kind) {
    case "active":
    case "deprecated":
      return { technique: resolution.technique, revoked: undefined };
    case "revoked":
      return resolution.replacement === undefined
        ? { technique: resolution.technique, revoked: undefined }
        : { technique: resolution.replacement, revoked: resolution.technique };
    case "unknown":
      return undefined;
  }
}

function unknown(text: string, { activeTechniques, version }: Catalogue): never {
  const ids = activeTechniques.map(({ id }) => id);
  const names = activeTechniques.map(({ name }) => name);
  const advice = didYouMean(text, /\d/.test(text) ? ids : names);
  throw new ConfigError(
    `"${text}" is no technique of ATT&CK ${version}.${advice} Name one by its id, such as T1059.001, or its name.`,
  );
}
