import type { Condition, Operator } from "../../model/condition.ts";
import { allOf, anyOf, fieldPassesAny, not, type TestValue } from "../../syntax/conditions.ts";
import { constraint } from "../../syntax/constraint.ts";
import type { Cursor } from "../../syntax/cursor.ts";
import type { Excerpt } from "../../syntax/excerpt.ts";
import { allThatNarrow } from "../../syntax/operand.ts";
import { anyRun, printPattern } from "../../syntax/pattern.ts";
import { type Operators, parseOperators } from "../../syntax/precedence.ts";
import { readQuery, recovering } from "../../syntax/recovery.ts";
import { readSearchValue, type SearchValue, searchRegardsCase } from "../elastic-search-value.ts";
import type { ParsedQuery } from "../language.ts";
import { type KueryToken, kueryLexicon, readText, readWords } from "./lexicon.ts";

/** Reads a query in the Kibana Query Language. Never throws. An empty query matches everything. */
export function parseKuery(query: Excerpt): ParsedQuery {
  return readQuery(query, kueryLexicon, (cursor) =>
    cursor.token.kind === "end" ? { kind: "all", of: [] } : parseCondition(cursor, ""),
  );
}

type KueryCursor = Cursor<KueryToken>;

/** condition := disjunction; `not` binds tighter than `and`, and `and` tighter than `or`. `within` ends with a dot or is empty. */
function parseCondition(cursor: KueryCursor, within: string): Condition {
  return cursor.nested(() => parseOperators(cursor, logic, (inner) => parseTerm(inner, within)));
}

const logic: Operators<KueryToken, Condition> = {
  strengthAt: logicAt,
  take: (cursor) => cursor.take(),
  join: (strength, operands) => (strength === 1 ? allThatNarrow(operands) : anyOf(operands)),
};

function logicAt(cursor: KueryCursor): number | undefined {
  return cursor.at("and") ? 1 : cursor.at("or") ? 0 : undefined;
}

/** term := "not"* (group | nested | range | match | search); what can't be read up to the next operator is opaque */
function parseTerm(cursor: KueryCursor, within: string): Condition {
  return recovering(cursor, isBoundary, () => {
    const isNegated = takesNegations(cursor);
    const condition = parseMatch(cursor, within);
    if (!isBoundary(cursor) && !isClosing(cursor)) cursor.fail("`and`, `or` or the end of the query");
    return isNegated ? not(condition) : condition;
  });
}

function parseMatch(cursor: KueryCursor, within: string): Condition {
  if (cursor.takeIf("(")) {
    const condition = parseCondition(cursor, within);
    cursor.expect(")");
    return condition;
  }
  const start = parseLiteral(cursor);
  const range = ranges.get(cursor.token.text);
  if (range === undefined && !cursor.at(":")) return searchEverywhere(start);
  cursor.take();
  const field = within + nameOf(start);
  if (range !== undefined) return compare(field, range, parseLiteral(cursor));
  if (cursor.takeIf("{")) {
    const condition = parseCondition(cursor, `${field}.`);
    cursor.expect("}");
    return ofOneObject(condition, field, start.line);
  }
  const values = cursor.takeIf("(") ? parseGroup(cursor, field) : parseValue(cursor, field);
  return toCondition(field, values);
}

/** Several tests of a nested group have to hold for one and the same object, which no predicate can say. */
function ofOneObject(condition: Condition, field: string, line: number): Condition {
  return condition.kind === "all" ? allOf([condition, constraint(`${field}:{…}`, line)]) : condition;
}

const ranges: ReadonlyMap<string, Operator> = new Map([
  ["<", "lt"],
  ["<=", "lte"],
  [">", "gt"],
  [">=", "gte"],
]);

/** The name of a field, in which `*` may stand for several. */
function nameOf({ pattern }: SearchValue): string {
  const [only] = pattern;
  return pattern.length === 1 && typeof only === "string" ? only : printPattern(pattern);
}

function compare(field: string, operator: Operator, { pattern, line }: SearchValue): Condition {
  return fieldPassesAny({ field, caseSensitive: true, values: [{ operator, value: printPattern(pattern), line }] });
}

function searchEverywhere(value: SearchValue): Condition {
  if (value.pattern.length === 1 && value.pattern[0] === anyRun) return { kind: "all", of: [] };
  return fieldPassesAny({ field: undefined, caseSensitive: false, values: readSearchValue(undefined, value) });
}

/** Values of one field: several of which one is enough, or something more involved. */
type Values =
  | { readonly kind: "any"; readonly values: readonly TestValue[] }
  | { readonly kind: "condition"; readonly condition: Condition };

function toCondition(field: string, values: Values): Condition {
  if (values.kind === "condition") return values.condition;
  const target = field === "*" ? undefined : field;
  if (target === undefined && values.values.every(({ operator }) => operator === "exists"))
    return { kind: "all", of: [] };
  return fieldPassesAny({ field: target, caseSensitive: searchRegardsCase(target), values: values.values });
}

/** The rest of a group behind its bracket: values := "not"* (value | group) with `and` and `or` between. */
function parseGroup(cursor: KueryCursor, field: string): Values {
  const operators: Operators<KueryToken, Values> = {
    strengthAt: logicAt,
    take: (inner) => inner.take(),
    join: (strength, operands) => (strength === 1 ? joinAll(operands, field) : joinAny(operands, field)),
  };
  const values = cursor.nested(() => parseOperators(cursor, operators, (inner) => parseGroupTerm(inner, field)));
  cursor.expect(")");
  return values;
}

function parseGroupTerm(cursor: KueryCursor, field: string): Values {
  const isNegated = takesNegations(cursor);
  const values = cursor.takeIf("(") ? parseGroup(cursor, field) : parseValue(cursor, field);
  return isNegated ? { kind: "condition", condition: not(toCondition(field, values)) } : values;
}

function joinAll(operands: readonly Values[], field: string): Values {
  return { kind: "condition", condition: allOf(operands.map((values) => toCondition(field, values))) };
}

/** Plain values stay one list; the others follow it. */
function joinAny(operands: readonly Values[], field: string): Values {
  const lists = operands.filter((values) => values.kind === "any");
  const list: Values = { kind: "any", values: lists.flatMap(({ values }) => values) };
  if (lists.length === operands.length) return list;
  const others = operands.filter((values) => values.kind === "condition").map(({ condition }) => condition);
  return { kind: "condition", condition: anyOf(lists.length > 0 ? [toCondition(field, list), ...others] : others) };
}

function parseValue(cursor: KueryCursor, field: string): Values {
  return { kind: "any", values: readSearchValue(field === "*" ? undefined : field, parseLiteral(cursor)) };
}

/** literal := text | word+, where the blanks between the words belong to it */
function parseLiteral(cursor: KueryCursor): SearchValue {
  const { token } = cursor;
  const { line } = token;
  if (token.kind === "text") {
    cursor.take();
    return { pattern: [readText(token.text)], isPhrase: true, line };
  }
  if (token.kind !== "word" || isOperator(cursor)) cursor.fail("a field or a value");
  let last = token;
  while (cursor.token.kind === "word" && !isOperator(cursor)) last = cursor.take();
  return { pattern: readWords(cursor.query.text.slice(token.start, last.end)), isPhrase: false, line };
}

function takesNegations(cursor: KueryCursor): boolean {
  let isNegated = false;
  while (cursor.takeIf("not")) isNegated = !isNegated;
  return isNegated;
}

function isOperator(cursor: KueryCursor): boolean {
  return cursor.token.text.length <= "and".length && (isBoundary(cursor) || cursor.at("not"));
}

function isBoundary(cursor: KueryCursor): boolean {
  return cursor.at("and") || cursor.at("or");
}

function isClosing(cursor: KueryCursor): boolean {
  const { kind, text } = cursor.token;
  return kind === "end" || text === ")" || text === "}";
}
