import { strengthOf } from "../../model/cover.ts";
import { plainText } from "../../model/prose.ts";
import type { AnalysedRule } from "../../model/snapshot.ts";
import { stateOfTarget } from "../../model/targets.ts";
import type { PresentHistory, ReportView } from "../report-view.ts";
import { gapFinder } from "../target-sections.ts";
import {
  attackPart,
  corpusPart,
  eventPart,
  indicatorPart,
  printJson,
  strengthPart,
  techniqueChangePart,
  toolPart,
} from "./parts.ts";

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
    techniques: view.techniques.map(({ technique, rules, rulesBelow, cover, events }) => ({
      id: technique.id,
      name: technique.name,
      tactics: technique.tactics,
      rules: rules.length,
      rulesBelow: rulesBelow.length,
      ...(view.corpus.weights === undefined ? {} : { strength: strengthOf(cover) }),
      byFormat: countFormats(rules),
      ruleKeys: rules.map(({ rule }) => rule.key),
      events: events.map(eventPart),
    })),
    unmapped: view.unmapped,
    events: view.events.map(({ event, rules }) => ({ ...eventPart(event), rules })),
    noise: {
      threshold: view.noiseThreshold,
      rules: view.noisyRules,
      widest: view.widest.map(({ rule, reach, path, isNoisy }) => ({
        ...rulePart(rule),
        reach,
        weakestPath: path.map(indicatorPart),
        noisy: isNoisy,
      })),
    },
    claims: view.claims.map(({ rule: { key, path }, claim, state, replacement }) => ({
      key,
      path,
      line: claim.line,
      declared: claim.declared,
      state,
      replacement: replacement?.id ?? null,
    })),
    targets: targetsPart(view),
    history: view.history.kind === "present" ? historyPart(view.history) : null,
    historyMissing: view.history.kind === "absent" ? view.history.reason : null,
  });
}

function targetsPart(view: ReportView) {
  const gapsOf = gapFinder(view);
  return {
    required: view.targets.required.map((technique) => ({
      id: technique.id,
      name: technique.name,
      state: stateOfTarget(technique),
      rules: technique.after.rules,
      ...strengthPart(technique.after),
      rulesBefore: technique.before?.rules ?? null,
      uncoveredBelow: gapsOf(technique.id).uncovered.map(({ id }) => id),
      askedForBy: technique.origins.map(plainText),
    })),
    minimums: view.targets.minimums.map(({ subject, percent, before, after }) => ({
      subject,
      percent,
      covered: after.covered,
      total: after.total,
      coveredBefore: before?.covered ?? null,
    })),
  };
}

function rulePart({ rule: { key, path, line } }: AnalysedRule) {
  return { key, path, line };
}

function historyPart({ since, isWhole, delta, stale }: PresentHistory) {
  const keysOf = (rules: readonly AnalysedRule[]) => rules.map(({ rule }) => rule.key);
  const { added, removed, moved, edited } = delta.rules;
  return {
    since,
    whole: isWhole,
    revision: delta.base,
    coverage: { before: delta.coverage.before, after: delta.coverage.after },
    rules: {
      added: keysOf(added),
      removed: keysOf(removed),
      moved: keysOf(moved.map(({ after }) => after)),
      edited: keysOf(edited.map(({ after }) => after)),
    },
    techniques: delta.techniques.map(techniqueChangePart),
    stale: {
      before: stale.before,
      rules: stale.rules.map(({ rule, date }) => ({ ...rulePart(rule), changed: date })),
    },
  };
}

function countFormats(rules: readonly AnalysedRule[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const format of rules.map(({ rule }) => rule.format).sort()) counts[format] = (counts[format] ?? 0) + 1;
  return counts;
}
