import {
  acrossEvents,
  type Grouping,
  type Problem,
  readExpression,
  type ValueBudget,
} from "../../languages/sigma/index.ts";
import type { Condition, Constraint } from "../../model/condition.ts";
import { visitLeaves } from "../../model/visit-leaves.ts";
import { allOf, anyOf, oneLine } from "../../syntax/conditions.ts";
import { isMapping, type YamlMapping } from "../../syntax/yaml.ts";
import { textOf, textsOf } from "../../syntax/yaml-texts.ts";
import { lineOfKey, type SigmaDocument } from "./document.ts";

export interface Correlation {
  /** The rules it is made of are opaque parts (`unresolved-reference`) until the corpus is linked. */
  readonly condition: Condition;
  /** Rules that do not stand alone because of it: all it names, unless it says `generate: true`. */
  readonly helpers: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Correlation rules specification: types that count (`event_count` and those of a field's values) are any of their
 * rules under a constraint; `temporal` and `temporal_ordered` are sequences of their rules.
 */
export function readCorrelation(document: SigmaDocument, section: YamlMapping, budget: ValueBudget): Correlation {
  const reader = new CorrelationReader(document, section, budget);
  const condition = reader.read();
  return { condition, helpers: section.generate === true ? [] : reader.names(), problems: reader.problems };
}

const temporalTypes: readonly string[] = ["temporal", "temporal_ordered"];
/** Each counts or computes over the values of a field, but the first. */
const countingTypes: readonly string[] = [
  "event_count",
  "value_count",
  "value_sum",
  "value_avg",
  "value_percentile",
  "value_median",
];

class CorrelationReader {
  readonly problems: Problem[] = [];
  readonly #document: SigmaDocument;
  readonly #section: YamlMapping;
  readonly #budget: ValueBudget;
  readonly #line: number;
  #references: readonly Reference[] = [];

  constructor(document: SigmaDocument, section: YamlMapping, budget: ValueBudget) {
    this.#document = document;
    this.#section = section;
    this.#budget = budget;
    this.#line = lineOfKey(document, "correlation");
  }

  names(): readonly string[] {
    return [...new Set(this.#references.map(({ text }) => text))];
  }

  read(): Condition {
    const { condition } = this.#section;
    const type = textOf(this.#section.type)?.trim().toLowerCase() ?? "";
    this.#references = this.#readReferences(type);
    if (!this.#budget.spend(this.#references.length, this.#line)) {
      this.#references = [];
      return { kind: "opaque", reason: "limit-exceeded", text: "too many rules", line: this.#line };
    }
    if (this.#references.length === 0) return this.#noRules();
    if (!temporalTypes.includes(type) && !countingTypes.includes(type)) return this.#unknownType(type);
    if (this.#within() === undefined) this.#missing("The correlation has no `timespan`; add one, such as 5m.");
    if (countingTypes.includes(type)) return this.#count(type);
    return typeof condition === "string" ? this.#extended(condition, type) : this.#together(type);
  }

  /** Of `rules`, or of the condition of a temporal correlation that has none. */
  #readReferences(type: string): readonly Reference[] {
    const { rules, condition } = this.#section;
    const line = this.#lineOf("rules");
    const references = textsOf(rules, this.#document.lines, line)
      .map(({ text, line }) => ({ text: oneLine(text), line }))
      .filter(({ text }) => text !== "");
    const expected = Array.isArray(rules) ? rules.length : 1;
    if (rules !== undefined && rules !== null && references.length < expected) {
      this.#report("invalid-value", "`rules` of the correlation has an item that is no id or name of a rule.", line);
    }
    if (references.length === 0 && temporalTypes.includes(type) && typeof condition === "string") {
      return namesIn(condition).map((text) => ({ text, line: this.#lineOf("condition") }));
    }
    return references;
  }

  #noRules(): Condition {
    this.#missing("The correlation names no `rules`; name those it counts or orders.");
    return { kind: "opaque", reason: "syntax-error", text: "rules", line: this.#line };
  }

  #unknownType(type: string): Condition {
    const known = [...temporalTypes, ...countingTypes].join(", ");
    const message = `"${oneLine(type)}" is not a correlation type; use one of ${known}.`;
    this.#report("invalid-value", message, this.#lineOf("type"));
    const text = oneLine(`correlation type ${type}`);
    const unread: Condition = { kind: "opaque", reason: "unsupported", text, line: this.#line };
    return allOf([...this.#references.map(opaqueReference), unread]);
  }

  #count(type: string): Condition {
    const { condition } = this.#section;
    if (!isMapping(condition)) this.#missing("The correlation has no `condition` such as `gte: 10`; add one.");
    else if (type !== "event_count" && fieldsOf(condition.field).length === 0) {
      this.#missing(`A ${type} correlation needs a \`field\` in its condition; name the field.`);
    }
    return allOf([this.#anyEvent(), this.#constraint(type), ...this.#aliases()]);
  }

  /** Every rule has to match, unless a number of them is enough. */
  #together(type: string): Condition {
    const { condition } = this.#section;
    if (isMapping(condition) && !meansAll(condition, this.#references.length)) {
      return allOf([this.#anyEvent(), this.#constraint(type), ...this.#aliases()]);
    }
    const steps = this.#references.map(opaqueReference);
    return allOf([{ kind: "sequence", ...this.#grouping(type === "temporal_ordered"), steps }, ...this.#aliases()]);
  }

  /** A temporal correlation may say in words which of its rules have to occur: `a and (b or c)`. */
  #extended(text: string, type: string): Condition {
    const line = this.#lineOf("condition");
    const selections = new Map(
      this.#references.map((reference) => [reference.text, { condition: opaqueReference(reference), size: 1 }]),
    );
    const { condition, problems } = readExpression(text, { selections, named: new Set(), line, budget: this.#budget });
    for (const problem of problems) {
      this.#report("invalid-value", `The condition "${oneLine(text)}" can't be read. ${problem}`, line);
    }
    const names = this.names();
    const used = namesUsed(condition);
    const unused = names.filter((name) => !used.has(name)).map((name) => `"${name}"`);
    if (problems.length === 0 && unused.length > 0) {
      const message = `The condition does not name ${oneLine(unused.join(", "))} of \`rules\`; name all of them or take them out.`;
      this.#report("invalid-value", message, line);
    }
    if (type === "temporal") return allOf([acrossEvents(condition, this.#grouping(false)), ...this.#aliases()]);
    // The order is that of `rules`, whatever the condition's.
    const isInOrder = [...used].join() === names.filter((name) => used.has(name)).join();
    const order: Constraint = { kind: "constraint", text: oneLine(`in the order of ${names.join(", ")}`), line };
    const together = acrossEvents(condition, this.#grouping(isInOrder));
    return allOf([together, ...(isInOrder ? [] : [order]), ...this.#aliases()]);
  }

  #anyEvent(): Condition {
    return anyOf(this.#references.map(opaqueReference));
  }

  /** `event_count gte 10 by User within 5m`. */
  #constraint(type: string): Constraint {
    const { by, within } = this.#grouping(false);
    const grouped = by.length === 0 ? "" : ` by ${by.join(", ")}`;
    const window = within === undefined ? "" : ` within ${within}`;
    const text = oneLine(`${type}${criterion(this.#section.condition)}${grouped}${window}`);
    return { kind: "constraint", text, line: this.#lineOf("condition") };
  }

  #grouping(ordered: boolean): Grouping {
    return { ordered, by: fieldsOf(this.#section["group-by"]), within: this.#within() };
  }

  #within(): string | undefined {
    return textOf(this.#section.timespan)?.trim();
  }

  /** Field name aliases: one name in `group-by` for fields of different names. */
  #aliases(): readonly Constraint[] {
    const { aliases } = this.#section;
    if (!isMapping(aliases)) return [];
    const line = this.#lineOf("aliases");
    return Object.entries(aliases).flatMap(([alias, fields]): readonly Constraint[] => {
      if (!isMapping(fields)) return [];
      const meanings = Object.entries(fields).map(([rule, field]) => `${textOf(field) ?? "?"} of ${rule}`);
      return [{ kind: "constraint", text: oneLine(`${alias} is ${meanings.join(", ")}`), line }];
    });
  }

  #lineOf(key: string): number {
    return this.#document.lines.of(this.#section, key, this.#line);
  }

  #missing(message: string): void {
    this.#report("missing-part", message, this.#line);
  }

  #report(code: Problem["code"], message: string, line: number): void {
    this.problems.push({ code, message, line });
  }
}

interface Reference {
  readonly text: string;
  readonly line: number;
}

function opaqueReference({ text, line }: Reference): Condition {
  return { kind: "opaque", reason: "unresolved-reference", text, line };
}

/** The names in an expression, each once. */
function namesIn(expression: string): readonly string[] {
  const words = expression.match(/[^\s()]+/g) ?? [];
  return [...new Set(words.filter((word) => !/^(?:and|or|not)$/i.test(word)))];
}

/** In the order they are first named. */
function namesUsed(condition: Condition): ReadonlySet<string> {
  const names = new Set<string>();
  visitLeaves(condition, (leaf) => {
    if (leaf.kind === "opaque" && leaf.reason === "unresolved-reference") names.add(leaf.text);
  });
  return names;
}

/** Whether so many different rules have to match that it is all of them. */
function meansAll(condition: YamlMapping, rules: number): boolean {
  const [criterion, ...more] = Object.entries(condition);
  if (criterion === undefined || more.length > 0) return false;
  const [operator, count] = criterion;
  if (typeof count !== "number") return false;
  return operator === "gt" ? count === rules - 1 : (operator === "gte" || operator === "eq") && count === rules;
}

function fieldsOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => textOf(item) ?? []);
}

/** `{field: User, gte: 100}` → ` of User gte 100`. */
function criterion(condition: unknown): string {
  if (!isMapping(condition)) return "";
  const { field, ...comparisons } = condition;
  const counted = field === undefined ? "" : ` of ${fieldsOf(field).join(", ")}`;
  const criteria = Object.entries(comparisons).map(([operator, value]) => ` ${operator} ${textOf(value) ?? "?"}`);
  return counted + criteria.join(" and");
}
