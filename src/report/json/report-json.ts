import type { AnalysedRule } from "../../model/snapshot.ts";
import type { ReportView } from "../report-view.ts";
import { attackPart, corpusPart, eventPart, printJson, toolPart } from "./parts.ts";

/** DESIGN 5.2, `report`; `schema/report.schema.json`. */
export function reportJson(view: ReportView): string {
  return printJson({
    schemaVersion: 1,
    tool: toolPart(view.tool),
    attack: attackPart(view.attack),
    revision: view.revision,
    corpus: corpusPart(view.corpus),
    tactics: view.tactics.map(({ tactic: { id, name, shortName }, covered, total }) => ({
      id,
      name,
      shortName,
      covered,
      total,
    })),
    techniques: view.techniques.map(({ technique, rules, rulesBelow, events }) => ({
      id: technique.id,
      name: technique.name,
      tactics: technique.tactics,
      rules: rules.length,
      rulesBelow: rulesBelow.length,
      byFormat: countFormats(rules),
      ruleKeys: rules.map(({ rule }) => rule.key),
      events: events.map(eventPart),
    })),
    unmapped: view.unmapped,
    events: view.events.map(({ event, rules }) => ({ ...eventPart(event), rules })),
    noise: { threshold: view.noiseThreshold },
  });
}

function countFormats(rules: readonly AnalysedRule[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const format of rules.map(({ rule }) => rule.format).sort()) counts[format] = (counts[format] ?? 0) + 1;
  return counts;
}
