import type { Condition } from "../../model/condition.ts";
import { constraint } from "../../syntax/constraint.ts";
import type { RuleSource } from "./source.ts";
import { asTable, asTables, asText, asTexts, asValue, type Table } from "./table.ts";

/** Everything besides query and filters that lets fewer alerts through, each as a constraint in the rule's own words. */
export function readNarrowings(source: RuleSource): readonly Condition[] {
  return [
    ...readThreshold(source),
    ...readNewTerms(source),
    ...readThreatMatch(source),
    ...readExceptions(source),
    ...readSuppression(source),
  ];
}

function readThreshold({ rule, places }: RuleSource): readonly Condition[] {
  const threshold = asTable(rule.threshold);
  if (threshold === undefined) return [];
  const line = places.lineOfKey("threshold");
  const fields = asTexts(threshold.field).filter((field) => field !== "");
  const by = fields.length > 0 ? ` by ${fields.join(", ")}` : "";
  const cardinalities = asTables(threshold.cardinality).map(({ field, value }) =>
    constraint(`threshold.cardinality of ${asText(field) ?? ""} >= ${asValue(value) ?? ""}`, line),
  );
  return [constraint(`threshold >= ${asValue(threshold.value) ?? ""}${by}`, line), ...cardinalities];
}

/** Rule files write `{field = "new_terms_fields", value = […]}`, exports have the fields themselves. */
function readNewTerms({ rule, places }: RuleSource): readonly Condition[] {
  const table = asTable(rule.new_terms);
  const fields = asTexts(table?.value ?? rule.new_terms_fields);
  if (fields.length === 0) return [];
  const start = asText(asTables(table?.history_window_start)[0]?.value) ?? asText(rule.history_window_start);
  const line = places.lineOfKey(table === undefined ? "new_terms_fields" : "new_terms");
  return [constraint(`new_terms ${fields.join(", ")}${start === undefined ? "" : ` since ${start}`}`, line)];
}

/** Events are compared with indicators of another index, field with field. */
function readThreatMatch({ rule, places }: RuleSource): readonly Condition[] {
  const mapping = asTables(rule.threat_mapping);
  if (mapping.length === 0) return [];
  const alternatives = mapping.map(({ entries }) => asTables(entries).map(readEntry).join(" and "));
  const query = asText(rule.threat_query);
  const parts = [
    constraint(`threat_mapping ${alternatives.join(" or ")}`, places.lineOfKey("threat_mapping")),
    constraint(`threat_index ${asTexts(rule.threat_index).join(", ")}`, places.lineOfKey("threat_index")),
  ];
  if (query !== undefined) parts.push(constraint(`threat_query ${query}`, places.lineOfKey("threat_query")));
  const filters = asTables(rule.threat_filters).map(({ meta, query: filter }) => {
    const isNegated = asTable(meta)?.negate === true;
    const text = `threat_filters ${isNegated ? "not " : ""}${JSON.stringify(filter) ?? ""}`;
    return constraint(text, places.lineOfKey("threat_filters"));
  });
  return [...parts, ...filters];
}

function readEntry({ field, value, negate }: Table): string {
  return `${asText(field) ?? ""} ${negate === true ? "!=" : "="} ${asText(value) ?? ""}`;
}

/** What is in the lists is kept in Kibana. */
function readExceptions({ rule, places }: RuleSource): readonly Condition[] {
  const lists = asTables(rule.exceptions_list).map(({ list_id, id }) => asText(list_id) ?? asText(id) ?? "");
  return lists.length === 0
    ? []
    : [constraint(`exceptions_list ${lists.join(", ")}`, places.lineOfKey("exceptions_list"))];
}

function readSuppression({ rule, places }: RuleSource): readonly Condition[] {
  const suppression = asTable(rule.alert_suppression);
  if (suppression === undefined) return [];
  const fields = asTexts(suppression.group_by);
  const duration = asTable(suppression.duration);
  const by = fields.length > 0 ? ` by ${fields.join(", ")}` : "";
  const span = duration === undefined ? "" : ` for ${asValue(duration.value) ?? ""}${asText(duration.unit) ?? ""}`;
  return [constraint(`alert_suppression${by}${span}`, places.lineOfKey("alert_suppression"))];
}
