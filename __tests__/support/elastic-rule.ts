import { ruleId } from "./sigma-rule.ts";

/** What tests care about of an Elastic rule; the rest is filled in. */
export interface ElasticRuleParts {
  /** Two digits; the rest of the id is always the same. */
  readonly id: string;
  readonly title: string;
  /** `T1003.001`; undefined: the rule names none. */
  readonly technique?: string;
  /** Lines of the query. */
  readonly query: readonly string[];
  readonly type?: string;
  readonly language?: string;
  readonly index?: string;
  readonly maturity?: string;
  /** More keys of the rule. */
  readonly keys?: readonly string[];
  /** What follows the query, such as tables. */
  readonly tables?: readonly string[];
}

/** A rule file like those of detection-rules; the query begins on line 16. */
export function elasticRule(parts: ElasticRuleParts): string {
  const { id, title, technique, query, type = "eql", language = type, maturity = "production" } = parts;
  const { index = "logs-endpoint.events.process-*", keys = [], tables = [] } = parts;
  const lines = [
    "[metadata]",
    'creation_date = "2026/01/05"',
    `maturity = "${maturity}"`,
    "",
    "[rule]",
    'author = ["Ada"]',
    'description = "Detects a program."',
    `index = ["${index}"]`,
    `language = "${language}"`,
    `name = "${title}"`,
    "risk_score = 73",
    `rule_id = "${ruleId(id)}"`,
    'severity = "high"',
    `type = "${type}"`,
    "query = '''",
    ...query,
    "'''",
    ...keys,
    "",
    ...(technique === undefined ? [] : threat(technique)),
    ...tables,
  ];
  return `${lines.join("\n")}\n`;
}

/** A table that names a technique, and its parent where it has one. */
export function threat(technique: string, key = "rule.threat"): readonly string[] {
  const [parent = technique, child] = technique.split(".");
  return [
    `[[${key}]]`,
    'framework = "MITRE ATT&CK"',
    "",
    `[[${key}.technique]]`,
    `id = "${parent}"`,
    ...(child === undefined ? [] : ["", `[[${key}.technique.subtechnique]]`, `id = "${technique}"`]),
    "",
  ];
}
