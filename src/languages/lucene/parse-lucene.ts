import type { Condition, Operator } from "../../model/condition.ts";
import { allOf, anyOf, fieldPassesAny, not, type TestValue } from "../../syntax/conditions.ts";
import { constraint } from "../../syntax/constraint.ts";
import type { Cursor } from "../../syntax/cursor.ts";
import type { Excerpt } from "../../syntax/excerpt.ts";
import type { Pattern } from "../../syntax/pattern.ts";
import { readQuery, recovering } from "../../syntax/recovery.ts";
import { readSearchValue, searchRegardsCase } from "../elastic-search-value.ts";
import { wholeValueRegex } from "../elastic-whole-value-regex.ts";
import { wildcardPattern } from "../elastic-wildcards.ts";
import type { ParsedQuery } from "../language.ts";
import { type LuceneToken, luceneLexicon, withoutEscapes } from "./lexicon.ts";

/** Reads a Lucene query string as Elasticsearch does, with `OR` between parts that have nothing between them. Never throws. */
export function parseLucene(query: Excerpt): ParsedQuery {
  return readQuery(query, luceneLexicon, (cursor) => parseClauses(cursor, undefined));
}

type LuceneCursor = Cursor<LuceneToken>;

/** A part of a query, and whether it has to hold, must not hold, or is one of several of which one has to. */
interface Clause {
  readonly occurs: "must" | "must-not" | "should";
  readonly condition: Condition;
}

/**
 * clauses := (("AND" | "OR")? ("+" | "-" | "!" | "NOT")? clause)*
 *
 * There is no precedence: `AND` makes the clauses to its left and right necessary, and what is not necessary counts
 * only where nothing is (query string reference, "Boolean operators").
 */
function parseClauses(cursor: LuceneCursor, field: string | undefined): Condition {
  const clauses: Clause[] = [];
  while (cursor.token.kind !== "end" && !isClosing(cursor)) {
    const isAnd = takesAny(cursor, ["AND", "&&"]);
    if (!isAnd) takesAny(cursor, ["OR", "||"]);
    const last = clauses.at(-1);
    if (isAnd && last?.occurs === "should") clauses[clauses.length - 1] = { ...last, occurs: "must" };
    clauses.push(parseClause(cursor, field, isAnd));
  }
  return combine(clauses);
}

function parseClause(cursor: LuceneCursor, field: string | undefined, isNecessary: boolean): Clause {
  const isForbidden = takesAny(cursor, ["-", "!", "NOT"]);
  const isRequired = !isForbidden && takesAny(cursor, ["+"]);
  const condition = recovering(cursor, isConjunction, () => cursor.nested(() => parseMatch(cursor, field)));
  return { occurs: isForbidden ? "must-not" : isRequired || isNecessary ? "must" : "should", condition };
}

function combine(clauses: readonly Clause[]): Condition {
  const conditions = (occurs: Clause["occurs"]) =>
    clauses.filter((clause) => clause.occurs === occurs).map(({ condition }) => condition);
  const [must, should] = [conditions("must"), conditions("should")];
  const forbidden = conditions("must-not").map(not);
  if (should.length === 0) return allOf([...must, ...forbidden]);
  // Beside necessary clauses the others only weigh hits: they are kept, as what may or may not hold.
  const optional: Condition = must.length > 0 ? { kind: "any", of: [...should, allOf([])] } : anyOf(should);
  return allOf([...must, optional, ...forbidden]);
}

/** match := (word ":")? (group | range | comparison | value) */
function parseMatch(cursor: LuceneCursor, outer: string | undefined): Condition {
  const own = takeField(cursor);
  const field = own ?? outer;
  if (cursor.takeIf("(")) {
    const condition = parseClauses(cursor, field);
    cursor.expect(")");
    takeBoost(cursor);
    return condition;
  }
  if (cursor.at("[") || cursor.at("{")) return parseRange(cursor, field);
  const order = orders.get(cursor.token.text);
  if (order === undefined) return parseValue(cursor, field, own === undefined ? "words" : "word");
  const { line } = cursor.token;
  cursor.take();
  return test(field, [{ operator: order, value: parseBound(cursor), line }]);
}

const orders: ReadonlyMap<string, Operator> = new Map([
  ["<", "lt"],
  ["<=", "lte"],
  [">", "gt"],
  [">=", "gte"],
]);

function takeField(cursor: LuceneCursor): string | undefined {
  if (cursor.token.kind !== "word" || cursor.ahead(1).text !== ":") return undefined;
  const field = withoutEscapes(cursor.take().text);
  cursor.take();
  return field;
}

/** range := ("[" | "{") bound "TO" bound ("]" | "}"), where `*` is no bound */
function parseRange(cursor: LuceneCursor, field: string | undefined): Condition {
  const { line } = cursor.token;
  const low = cursor.take().text === "[" ? "gte" : "gt";
  const from = parseBound(cursor);
  cursor.expect("to");
  const to = parseBound(cursor);
  const end = cursor.take().text;
  if (end !== "]" && end !== "}") cursor.fail("`]` or `}`");
  takeBoost(cursor);
  const bounds: TestValue[] = [];
  if (from !== "*") bounds.push({ operator: low, value: from, line });
  if (to !== "*") bounds.push({ operator: end === "]" ? "lte" : "lt", value: to, line });
  if (bounds.length === 0) bounds.push({ operator: "exists", value: "*", line });
  return allOf(bounds.map((bound) => test(field, [bound])));
}

function parseBound(cursor: LuceneCursor): string {
  const sign = cursor.takeIf("-") ? "-" : "";
  const { kind, text } = cursor.token;
  if (kind !== "word" && kind !== "text") cursor.fail("a value");
  cursor.take();
  return sign + withoutEscapes(kind === "text" ? text.slice(1, -1) : text);
}

/** value := (phrase | regex | word+) ("~" number?)? ("^" number)?, with one word right behind a field */
function parseValue(cursor: LuceneCursor, field: string | undefined, extent: "word" | "words"): Condition {
  const start = cursor.position;
  const { line } = cursor.token;
  const { kind, text } = cursor.token;
  const values = readValues(cursor, field, extent);
  if (cursor.takeIf("~")) {
    takeNumber(cursor);
    takeBoost(cursor);
    return constraint(`${field === undefined ? "" : `${field}:`}${cursor.wordsFrom(start).text}`, line);
  }
  takeBoost(cursor);
  if (field === "_exists_") return test(withoutEscapes(text), [{ operator: "exists", value: "*", line }]);
  if (kind === "word" && text === "*" && (field === undefined || field === "*")) return allOf([]);
  return test(field === "*" ? undefined : field, values);
}

function readValues(cursor: LuceneCursor, field: string | undefined, extent: "word" | "words"): readonly TestValue[] {
  const { line } = cursor.token;
  const { kind, text } = cursor.token;
  if (kind === "word" && !isConjunction(cursor)) {
    const pattern = extent === "word" ? wildcardPattern(cursor.take().text, "backslash") : parseWords(cursor);
    return readSearchValue(field, { pattern, isPhrase: false, line });
  }
  if (kind !== "text" && kind !== "regex") cursor.fail("a value");
  cursor.take();
  const inner = text.slice(1, -1);
  if (kind === "regex") return [{ ...wholeValueRegex(inner.replaceAll("\\/", "/")), line }];
  return readSearchValue(field, { pattern: [withoutEscapes(inner)], isPhrase: true, line });
}

/** Words that have nothing but blanks between them and no wildcard in them are one value. */
function parseWords(cursor: LuceneCursor): Pattern {
  const first = wildcardPattern(cursor.take().text, "backslash");
  if (!isPlain(first)) return first;
  const words = [...first];
  while (cursor.token.kind === "word" && !isConjunction(cursor) && cursor.ahead(1).text !== ":") {
    const next = wildcardPattern(cursor.token.text, "backslash");
    if (!isPlain(next)) break;
    cursor.take();
    words.push(" ", ...next);
  }
  return words;
}

function isPlain(pattern: Pattern): boolean {
  return pattern.every((part) => typeof part === "string");
}

function test(field: string | undefined, values: readonly TestValue[]): Condition {
  const isAnything = field === undefined && values.every(({ operator }) => operator === "exists");
  if (isAnything) return allOf([]);
  return fieldPassesAny({ field, caseSensitive: searchRegardsCase(field), values });
}

function takeBoost(cursor: LuceneCursor): void {
  if (cursor.takeIf("^")) takeNumber(cursor);
}

function takeNumber(cursor: LuceneCursor): void {
  if (cursor.token.kind === "word" && /^[\d.]+$/.test(cursor.token.text)) cursor.take();
}

function takesAny(cursor: LuceneCursor, operators: readonly string[]): boolean {
  const isThere = cursor.token.kind !== "text" && operators.includes(cursor.token.text);
  if (isThere) cursor.take();
  return isThere;
}

/** What nothing in a clause can begin with, nor be stepped over for. */
function isClosing(cursor: LuceneCursor): boolean {
  return cursor.token.kind === "symbol" && ")]}".includes(cursor.token.text);
}

function isConjunction(cursor: LuceneCursor): boolean {
  return conjunctions.has(cursor.token.text);
}

const conjunctions: ReadonlySet<string> = new Set(["AND", "OR", "NOT", "&&", "||"]);
