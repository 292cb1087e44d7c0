import { createReachIndex } from "../../src/analysis/reach.ts";
import { TechniquePages } from "../../src/app/technique-page.ts";
import { createValidationFacts, type ValidationData } from "../../src/attack/validation.ts";
import { parseConfig } from "../../src/config/load.ts";
import type { Technique } from "../../src/model/attack.ts";
import type { AnalysedRule } from "../../src/model/snapshot.ts";
import type { TechniquePage } from "../../src/report/technique-page.ts";
import { aCatalogue } from "../support/rule-builder.ts";
import { headRevision, rules, tool } from "./small-corpus.ts";

const catalogue = aCatalogue();

/** Invented, but for ids: a test listed under a revoked id, one for a technique without a rule, an analytic. */
export const validation: ValidationData = {
  countermeasures: [
    {
      id: "D3-PSA",
      name: "Process Spawn Analysis",
      tactic: "Detect",
      slug: "ProcessSpawnAnalysis",
      relations: { analyzes: ["T1059.001", "T1086"] },
    },
  ],
  tests: [
    { technique: "T1059.001", number: 1, name: "Download and run", guid: "a1", executor: "powershell" },
    { technique: "T1059.003", number: 1, name: 'Run "dir" | more', guid: "a2", executor: "command_prompt" },
    { technique: "T1086", number: 4, name: "Run encoded code", guid: "a3", executor: "manual" },
    { technique: "T9999", number: 1, name: "Of another version", guid: "a4", executor: "sh" },
  ],
  analytics: [
    {
      technique: "T1059.001",
      strategy: "DET0455",
      logSources: [
        { name: "WinEventLog:PowerShell", component: "Script Execution", events: [["PowerShell", "4104"]] },
        {
          name: "WinEventLog:Sysmon",
          component: "Process Creation",
          events: [
            ["Sysmon", "1"],
            ["Sysmon", "10"],
          ],
        },
        { name: "macos:unifiedlog", component: "Process Creation", events: [] },
      ],
    },
  ],
};

export const validationFacts = createValidationFacts(validation, catalogue, (_, id) =>
  id === "4104" ? "Script block text" : "",
);

/** The page of a technique over the small corpus, in which `vendor/` is a reference; `asked` is a revoked id. */
export function techniquePage(id: string, asked?: string, members: readonly AnalysedRule[] = rules): TechniquePage {
  const pages = new TechniquePages({
    measured: {
      snapshot: { revision: headRevision, files: members.length, rules: members, diagnostics: [] },
      reach: createReachIndex(members),
      noiseThreshold: 3,
    },
    catalogue,
    config: parseConfig(
      "sources:\n  - {name: vendor, include: [vendor/**], role: reference}\n  - {name: own, include: ['**']}\n",
      "detcov.yml",
      { checks: [], formats: [] },
    ),
    facts: validationFacts,
    tool,
  });
  return pages.page(known(id), asked === undefined ? undefined : known(asked));
}

function known(id: string): Technique {
  const technique = catalogue.technique(id);
  if (technique === undefined) throw new Error(`${id} is not in the small catalogue.`);
  return technique;
}
