import type { Condition, Opaque } from "../../model/condition.ts";
import type { Diagnostic } from "../../model/source.ts";
import { allOf } from "../../syntax/conditions.ts";
import { allThatNarrow } from "../../syntax/operand.ts";
import { opaque } from "../../syntax/recovery.ts";
import { readFilters } from "./filters.ts";
import { readNarrowings } from "./narrowings.ts";
import { parserFor, type QueryLanguage } from "./query-language.ts";
import { located, type RuleSource } from "./source.ts";
import { asText, asTexts, asValue } from "./table.ts";

/** The logic of a rule and what is known from it. */
export interface ConditionReading {
  readonly condition: Condition;
  readonly language: string;
  /** Index patterns that the query itself names. */
  readonly sources: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a rule of any type looks for: its query, its filters, and what narrows the two. */
export function readCondition(source: RuleSource): ConditionReading {
  const { rule, places } = source;
  const type = asText(rule.type);
  if (type === "machine_learning") return unread("machine-learning", machineLearning(source));
  if (type === "saved_query" && rule.query === undefined) {
    const line = places.lineOfKey("saved_id");
    return unread("kuery", opaque("external-lookup", `saved_id ${asText(rule.saved_id) ?? ""}`, line));
  }
  const language = languageOf(source);
  const query = readQueryOf(source, language);
  const parts = [query.condition, ...readFilters(source), ...readNarrowings(source)];
  return { ...query, condition: allThatNarrow(parts), language };
}

/** Rules of the older types may leave the language out; it is KQL then. */
function languageOf({ rule }: RuleSource): QueryLanguage {
  const [type, language] = [asText(rule.type), asText(rule.language)];
  if (type === "eql" || type === "esql") return type;
  return language === "lucene" || language === "eql" || language === "esql" ? language : "kuery";
}

function readQueryOf(source: RuleSource, language: QueryLanguage): Omit<ConditionReading, "language"> {
  const { path, rule, places } = source;
  const query = asText(rule.query);
  if (query === undefined) {
    if (language === "kuery" && rule.filters !== undefined)
      return { condition: allOf([]), sources: [], diagnostics: [] };
    const message = "The rule has no query. Add one, or make it a rule of a type that needs none.";
    const location = { path, line: places.line, column: 1 };
    return {
      condition: opaque("syntax-error", "", places.line),
      sources: [],
      diagnostics: [{ code: "missing-part", message, location }],
    };
  }
  const parse = parserFor(language, asText(rule.event_category_override));
  const { condition, sources, diagnostics } = parse(places.excerptOf("query", query));
  return {
    condition,
    sources,
    diagnostics: located(diagnostics, source),
  };
}

/** What such a rule looks for is in its job, which is kept in Kibana. */
function machineLearning({ rule, places }: RuleSource): Opaque {
  const jobs = asTexts(rule.machine_learning_job_id).join(", ");
  const text = `machine_learning_job_id ${jobs}, anomaly_threshold ${asValue(rule.anomaly_threshold) ?? ""}`;
  return opaque("not-in-rule", text, places.lineOfKey("machine_learning_job_id"));
}

function unread(language: string, condition: Opaque): ConditionReading {
  return { condition, language, sources: [], diagnostics: [] };
}
