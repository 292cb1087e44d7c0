import type { Condition } from "../../model/condition.ts";
import type { Lifecycle, LogSource, Rule, Severity } from "../../model/rule.ts";
import { severities } from "../../model/rule.ts";
import type { Diagnostic } from "../../model/source.ts";
import { visitLeaves } from "../../model/visit-leaves.ts";
import { readClaims } from "./claims.ts";
import { readCondition } from "./condition.ts";
import type { RuleSource } from "./source.ts";
import { asName, asText, asTexts } from "./table.ts";

/** A rule, and what of it could not be read as meant. */
export interface RuleReading {
  readonly rule: Rule;
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes a rule of a TOML or JSON table with the field names of Kibana's detection engine. */
export function readRule(source: RuleSource): RuleReading {
  const { path, rule, places } = source;
  const { condition, language, sources, diagnostics } = readCondition(source);
  const { techniques, tactics } = readClaims(source);
  return {
    rule: {
      key: asName(rule.rule_id) ?? path,
      name: undefined,
      title: asName(rule.name) ?? path,
      format: "elastic",
      language,
      path,
      line: places.line,
      lifecycle: readLifecycle(source),
      severity: readSeverity(rule.severity),
      logSource: readLogSource(source, [...sources, ...datasetsIn(condition)]),
      techniques,
      tactics,
      condition,
      helpers: [],
      related: [],
    },
    diagnostics,
  };
}

/** An exported rule has no maturity: it is in use unless it is switched off. */
function readLifecycle({ rule, metadata }: RuleSource): Lifecycle {
  const maturity = asText(metadata.maturity)?.toLowerCase();
  if (maturity === "deprecated") return "deprecated";
  if (rule.enabled === false) return "disabled";
  if (maturity === "development" || maturity === "experimental") return "experimental";
  return maturity === "beta" ? "test" : "stable";
}

function readSeverity(value: unknown): Severity | undefined {
  const word = asText(value)?.toLowerCase();
  return severities.find((severity) => severity === word);
}

/** Datasets that the query asks for: an index pattern may hold many. */
function datasetsIn(condition: Condition): readonly string[] {
  const datasets = new Set<string>();
  visitLeaves(condition, (leaf, polarity) => {
    if (leaf.kind !== "predicate" || polarity === "negative" || leaf.operator !== "equals") return;
    if (leaf.field === "event.dataset" || leaf.field === "data_stream.dataset") {
      for (const dataset of leaf.values) datasets.add(dataset);
    }
  });
  return [...datasets];
}

/** `sources`: what the query itself reads. */
export function readLogSource({ rule, metadata }: RuleSource, sources: readonly string[]): LogSource {
  const tables = [...asTexts(rule.index), ...sources];
  return {
    vocabulary: "ecs",
    product: readProduct(tables, asTexts(rule.tags), asTexts(metadata.integration ?? rule.integration)),
    category: undefined,
    service: undefined,
    tables,
  };
}

/** The one operating system that the tags name, else the one product whose data is read, where that is plain to see. */
function readProduct(
  tables: readonly string[],
  tags: readonly string[],
  integrations: readonly string[],
): string | undefined {
  const systems = tags.flatMap((tag) => /^OS: (.+)$/.exec(tag)?.[1]?.toLowerCase() ?? []);
  const packages = tables.map((table) => /^(?:\*:)?(?:logs|metrics|traces)-(\w+)/.exec(table)?.[1]);
  return onlyOne(systems) ?? onlyOne(packages.filter(isProduct)) ?? onlyOne(integrations.filter(isProduct));
}

/** Agents and other collectors of data from anywhere say nothing about what the data is of. */
function isProduct(name: string | undefined): name is string {
  return name !== undefined && !collectors.has(name);
}

const collectors: ReadonlySet<string> = new Set(["apm", "auditd_manager", "elastic_agent", "endpoint", "system"]);

function onlyOne(names: readonly string[]): string | undefined {
  const [first, ...others] = new Set(names);
  return others.length === 0 ? first : undefined;
}
