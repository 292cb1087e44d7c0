import type { AnalysedRule } from "../model/snapshot.ts";
import { visitLeaves } from "../model/visit-leaves.ts";

/** A table for a warehouse: rows of plain values under named columns. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Column {
  readonly name: string;
  readonly type: "text" | "number" | "boolean";
}

/** Undefined: not known, or not there. */
export type Cell = string | number | boolean | undefined;

/** What tables are made of. */
export interface ExportView {
  readonly rules: readonly AnalysedRule[];
  readonly repositoryOf: (rule: AnalysedRule["rule"]) => string;
  /** How many rules of the corpus use an indicator. */
  readonly reachOf: (key: string) => number;
  readonly keyOf: (field: string | undefined, operator: Operator, value: string) => string;
  /** The name of a technique by its id. */
  readonly nameOf: (technique: string) => string | undefined;
}

type Operator = AnalysedRule["indicators"][number]["operator"];

/** `docs/warehouse.md` describes them. Rows are in the order of the rules; `repository` and `rule` join them. */
export function exportTables(view: ExportView): readonly Table[] {
  return [rulesTable(view), predicatesTable(view), techniquesTable(view), eventsTable(view)];
}

const ruleColumns = [
  { name: "repository", type: "text" },
  { name: "rule", type: "text" },
] as const;

function table(name: string, columns: readonly Column[], rows: Table["rows"]): Table {
  return { name, columns: [...ruleColumns, ...columns], rows };
}

function text(name: string): Column {
  return { name, type: "text" };
}

function number(name: string): Column {
  return { name, type: "number" };
}

function boolean(name: string): Column {
  return { name, type: "boolean" };
}

function rulesTable({ rules, repositoryOf }: ExportView): Table {
  const columns = [
    ...["title", "format", "language", "path"].map(text),
    number("line"),
    ...["lifecycle", "severity"].map(text),
    ...["counted", "helper"].map(boolean),
    ...["reading", "product", "category", "service", "sources"].map(text),
  ];
  const rows = rules.map(({ rule, counted, isHelper, reading }) => {
    const { title, format, language, path, line, lifecycle, severity, logSource } = rule;
    const { product, category, service, tables } = logSource;
    const author = [title, format, language, path, line, lifecycle, severity];
    const sources = tables.length === 0 ? undefined : tables.join("\n");
    return [repositoryOf(rule), rule.key, ...author, counted, isHelper, reading, product, category, service, sources];
  });
  return table("rules", columns, rows);
}

function predicatesTable({ rules, repositoryOf, reachOf, keyOf }: ExportView): Table {
  const columns = [
    ...["field", "native_field", "operator", "value"].map(text),
    ...["negated", "case_sensitive"].map(boolean),
    ...["line", "reach"].map(number),
  ];
  const rows: Cell[][] = [];
  for (const { rule } of rules) {
    const repository = repositoryOf(rule);
    visitLeaves(rule.condition, (leaf, polarity) => {
      if (leaf.kind !== "predicate") return;
      const { field, nativeField, operator, values, caseSensitive, line, lines } = leaf;
      for (const [index, value] of values.entries()) {
        const test = [field, nativeField, operator, value, polarity === "negative", caseSensitive];
        rows.push([repository, rule.key, ...test, lines?.[index] ?? line, reachOf(keyOf(field, operator, value))]);
      }
    });
  }
  return table("predicates", columns, rows);
}

function techniquesTable({ rules, repositoryOf, nameOf }: ExportView): Table {
  const rows = rules.flatMap(({ rule, techniques, counted }) =>
    techniques.map((id) => [repositoryOf(rule), rule.key, id, nameOf(id), counted]),
  );
  return table("techniques", [text("technique"), text("name"), boolean("counted")], rows);
}

function eventsTable({ rules, repositoryOf }: ExportView): Table {
  const rows = rules.flatMap(({ rule, events, counted }) =>
    events.map(({ provider, id, title }) => [
      ...[repositoryOf(rule), rule.key, provider, id],
      ...[title === "" ? undefined : title, counted],
    ]),
  );
  return table("events", [text("provider"), text("event"), text("title"), boolean("counted")], rows);
}

/** Newline-delimited JSON: a line for each row, with every column. */
export function printNdjson({ columns, rows }: Table): string {
  const lines = rows.map((row) =>
    JSON.stringify(Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null]))),
  );
  return lines.map((line) => `${line}\n`).join("");
}
