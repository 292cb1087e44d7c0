import type { Condition, Predicate } from "../../model/condition.ts";
import type { AnalysedRule } from "../../model/snapshot.ts";
import { visitLeaves } from "../../model/visit-leaves.ts";
import { compareReach } from "../compare-reach.ts";
import type { ReachedIndicator, RuleView } from "../rule-view.ts";
import { eventPart, indicatorPart, printJson } from "./parts.ts";

/** DESIGN 5.2, `rule`; `schema/rule.schema.json`. */
export function ruleJson(views: readonly RuleView[]): string {
  return printJson({ schemaVersion: 1, rules: views.map(rulePart) });
}

function rulePart({ analysed, condition, indicators, width, neighbours }: RuleView) {
  const { rule, counted, reading, events, exclusions } = analysed;
  const leaves = leavesOf(condition);
  return {
    key: rule.key,
    id: authorsId(analysed),
    title: rule.title,
    format: rule.format,
    language: rule.language,
    path: rule.path,
    line: rule.line,
    lifecycle: rule.lifecycle,
    counted,
    severity: rule.severity ?? null,
    logSource: {
      product: rule.logSource.product ?? null,
      category: rule.logSource.category ?? null,
      service: rule.logSource.service ?? null,
      tables: rule.logSource.tables,
    },
    techniques: rule.techniques.map(({ id, declared, line }) => ({ id, declared, line })),
    covers: analysed.techniques,
    events: events.map(eventPart),
    reading: { level: reading, opaque: leaves.opaque },
    condition: conditionPart(condition),
    predicates: leaves.predicates,
    indicators: indicators.toSorted(compareReach).map(reachedPart),
    exclusions: exclusions.map(indicatorPart),
    constraints: leaves.constraints,
    width: { reach: width.reach ?? null, path: width.path.map(indicatorPart) },
    noise: {
      noisy: width.isNoisy,
      constrained: width.isConstrained,
      companions: width.companions.map(({ indicator, rules }) => ({ ...indicatorPart(indicator), rules })),
    },
    neighbours: {
      duplicates: neighbours.duplicates.map(({ key }) => key),
      subsumedBy: neighbours.subsumedBy.map(({ key }) => key),
      subsumes: neighbours.subsumes.map(({ key }) => key),
      sharing: neighbours.sharing.map(({ key, indicators: count }) => ({ key, indicators: count })),
    },
  };
}

/** A key that is no id begins with the path. */
function authorsId({ rule, sharedKey }: AnalysedRule): string | null {
  const id = sharedKey ?? rule.key;
  return id === rule.path || id.startsWith(`${rule.path}#`) ? null : id;
}

/** The rule itself is in the reach of each of its indicators, and is none of the others. */
function reachedPart({ indicator, reach, byFormat }: ReachedIndicator) {
  return { ...indicatorPart(indicator), reach, others: reach - 1, byFormat: Object.fromEntries(byFormat) };
}

function leavesOf(condition: Condition) {
  const predicates: object[] = [];
  const constraints: object[] = [];
  const opaque: object[] = [];
  visitLeaves(condition, (leaf, polarity) => {
    if (leaf.kind === "constraint") constraints.push({ text: leaf.text, line: leaf.line });
    else if (leaf.kind === "opaque") opaque.push({ reason: leaf.reason, line: leaf.line, text: leaf.text });
    else {
      const { kind: _kind, ...predicate } = predicatePart(leaf);
      predicates.push({ ...predicate, negated: polarity === "negative" });
    }
  });
  return { predicates, constraints, opaque };
}

function predicatePart(predicate: Predicate) {
  const { kind, field, nativeField, operator, values, caseSensitive, line, lines } = predicate;
  return {
    kind,
    field: field ?? null,
    nativeField: nativeField ?? null,
    operator,
    values,
    caseSensitive,
    line,
    lines: lines ?? values.map(() => line),
  };
}

/** DESIGN 5.2, `condition`. */
export function conditionPart(condition: Condition): object {
  switch (condition.kind) {
    case "all":
    case "any":
      return { kind: condition.kind, of: condition.of.map(conditionPart) };
    case "not":
      return { kind: "not", condition: conditionPart(condition.condition) };
    case "sequence": {
      const { kind, ordered, steps, by, within } = condition;
      return { kind, ordered, steps: steps.map(conditionPart), by, within: within ?? null };
    }
    case "predicate":
      return predicatePart(condition);
    case "constraint":
      return { kind: "constraint", text: condition.text, line: condition.line };
    case "opaque":
      return { kind: "opaque", reason: condition.reason, text: condition.text, line: condition.line };
  }
}
