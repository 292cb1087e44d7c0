import { readSearchValue, searchRegardsCase } from "../../languages/elastic-search-value.ts";
import { wholeValueRegex } from "../../languages/elastic-whole-value-regex.ts";
import { reduceWildcards } from "../../languages/elastic-wildcards.ts";
import type { Condition, Operator } from "../../model/condition.ts";
import { allOf, anyOf, fieldPassesAny, not } from "../../syntax/conditions.ts";
import { limits } from "../../syntax/limits.ts";
import { anyRun, type OperatorAndValue, reducePattern } from "../../syntax/pattern.ts";
import { opaque } from "../../syntax/recovery.ts";
import type { RuleSource } from "./source.ts";
import { asList, asTable, asTables, asText, asValue, type Table } from "./table.ts";

/** Filters of a rule: queries of Elasticsearch's query DSL beside the rule's own; all have to hold. */
export function readFilters(source: RuleSource): readonly Condition[] {
  return asTables(source.rule.filters).flatMap((filter) => {
    const meta = asTable(filter.meta) ?? {};
    if (meta.disabled === true) return [];
    const condition = new FilterReader(source).read(asTable(filter.query) ?? withoutSettings(filter));
    return [meta.negate === true ? not(condition) : condition];
  });
}

/** Older filters have their query beside their settings. */
function withoutSettings(filter: Table): Table {
  return Object.fromEntries(Object.entries(filter).filter(([key]) => key !== "meta" && key !== "$state"));
}

/** Reads queries of the DSL; what is not read, and anything too deep, is opaque. */
class FilterReader {
  readonly #source: RuleSource;
  #depth = 0;

  constructor(source: RuleSource) {
    this.#source = source;
  }

  read(query: Table): Condition {
    const [entry, ...others] = Object.entries(query);
    if (entry === undefined || others.length > 0) return this.#unsupported(query);
    if (this.#depth >= limits.nesting) return opaque("limit-exceeded", "", this.#source.places.lineOfKey("filters"));
    this.#depth++;
    try {
      return this.#readClause(entry[0], entry[1]) ?? this.#unsupported(query);
    } finally {
      this.#depth--;
    }
  }

  #readClause(name: string, body: unknown): Condition | undefined {
    const table = asTable(body);
    if (table === undefined) return undefined;
    switch (name) {
      case "bool":
        return this.#readBool(table);
      case "nested":
      case "constant_score": {
        const inner = asTable(table.query ?? table.filter);
        return inner && this.read(inner);
      }
      case "match_all":
        return allOf([]);
      case "exists":
        return this.#readExists(table);
      default:
        return this.#readFieldQuery(name, table);
    }
  }

  #readBool(bool: Table): Condition | undefined {
    const clauses = (key: string) => asTables(bool[key]).map((clause) => this.read(clause));
    const should = clauses("should");
    const must = [...clauses("must"), ...clauses("filter")];
    const forbidden = clauses("must_not").map(not);
    const least = asValue(bool.minimum_should_match) ?? (must.length > 0 ? "0" : "1");
    if (should.length === 0) return allOf([...must, ...forbidden]);
    if (least !== "0" && least !== "1") return undefined;
    const optional: Condition = least === "0" ? { kind: "any", of: [...should, allOf([])] } : anyOf(should);
    return allOf([...must, optional, ...forbidden]);
  }

  #readExists({ field }: Table): Condition | undefined {
    const name = asText(field);
    return name === undefined ? undefined : this.#test(name, true, [{ operator: "exists", value: "*" }], name);
  }

  /** `{name: {field: value}}` or `{name: {field: {value: value, …}}}` */
  #readFieldQuery(name: string, table: Table): Condition | undefined {
    const [field, ...others] = Object.keys(table).filter((key) => key !== "boost" && key !== "_name");
    if (field === undefined || others.length > 0) return undefined;
    const options = asTable(table[field]) ?? {};
    if (name === "range") return this.#readRange(field, options);
    const texts = readTexts(name, table[field], options);
    const [first] = texts;
    if (first === undefined) return undefined;
    if (name === "match" || name === "match_phrase") return this.#readMatch(field, name, texts);
    const reduce = reductions.get(name);
    return reduce && this.#test(field, options.case_insensitive !== true, texts.map(reduce), first);
  }

  #readMatch(field: string, name: "match" | "match_phrase", texts: readonly string[]): Condition {
    const values = texts.flatMap((text) =>
      readSearchValue(field, {
        pattern: [text],
        isPhrase: name === "match_phrase",
        line: this.#source.places.lineOfText("filters", text),
      }),
    );
    return fieldPassesAny({ field, caseSensitive: searchRegardsCase(field), values });
  }

  #readRange(field: string, bounds: Table): Condition | undefined {
    const parts = ranges.flatMap((operator) => {
      const value = asValue(bounds[operator]);
      return value === undefined ? [] : [this.#test(field, true, [{ operator, value }], value)];
    });
    return parts.length > 0 ? allOf(parts) : undefined;
  }

  #test(field: string, caseSensitive: boolean, values: readonly OperatorAndValue[], text: string): Condition {
    const line = this.#source.places.lineOfText("filters", text);
    return fieldPassesAny({ field, caseSensitive, values: values.map((value) => ({ ...value, line })) });
  }

  #unsupported(query: Table): Condition {
    return opaque("unsupported", JSON.stringify(query), this.#source.places.lineOfKey("filters"));
  }
}

/** The values of a field query; none where one of them is no single value. */
function readTexts(name: string, body: unknown, options: Table): readonly string[] {
  const values = name === "terms" ? asList(body) : [options.value ?? options[name] ?? options.query ?? body];
  const texts = values.flatMap((value) => asValue(value) ?? []);
  return texts.length === values.length ? texts : [];
}

const ranges = ["gt", "gte", "lt", "lte"] as const satisfies readonly Operator[];

/** Queries that test one field with values, and what a value comes to. */
const reductions: ReadonlyMap<string, (value: string) => OperatorAndValue> = new Map([
  ["term", equal],
  ["terms", equal],
  ["prefix", (value: string) => reducePattern([value, anyRun])],
  ["regexp", wholeValueRegex],
  ["wildcard", (value: string) => reduceWildcards(value, "backslash")],
]);

function equal(value: string): OperatorAndValue {
  return { operator: "equals", value };
}
