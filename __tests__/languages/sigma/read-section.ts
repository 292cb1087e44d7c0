import { type Problem, readDetection, ValueBudget } from "../../../src/languages/sigma/index.ts";
import type { Condition, Opaque } from "../../../src/model/condition.ts";
import { visitLeaves } from "../../../src/model/visit-leaves.ts";
import { isMapping, readYaml } from "../../../src/syntax/yaml.ts";
import { evaluate, type LogEvent } from "../../support/evaluate.ts";

interface SectionReading {
  readonly condition: Condition;
  readonly problems: readonly Problem[];
}

/** Reads the YAML below `detection:` (or `filter:`). */
export function readSection(text: string, kind: "detection" | "filter" = "detection"): SectionReading {
  const { documents, faults } = readYaml(text);
  const [document] = documents;
  if (document === undefined || !isMapping(document.value)) throw new Error(`No mapping: ${JSON.stringify(faults)}`);
  const problems: Problem[] = [];
  const condition = readDetection(
    document.value,
    { kind, line: 1 },
    { lines: document.lines, budget: new ValueBudget(), report: (problem) => problems.push(problem) },
  );
  return { condition, problems };
}

/** What the fields of one selection mean: `CommandLine|contains: ' -enc '`. */
export function readSelection(text: string): Condition {
  const { condition, problems } = readSection(`selection:\n${indent(text)}\ncondition: selection\n`);
  if (problems.length > 0) throw new Error(`Not without problems: ${JSON.stringify(problems)}`);
  return condition;
}

export function selectionMatches(text: string, event: LogEvent): boolean {
  return evaluate(readSelection(text), event);
}

export function opaquePartsOf(condition: Condition): readonly Opaque[] {
  const parts: Opaque[] = [];
  visitLeaves(condition, (leaf) => {
    if (leaf.kind === "opaque") parts.push(leaf);
  });
  return parts;
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}
