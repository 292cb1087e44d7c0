import { isAnalysed } from "../../src/languages/elastic-analysed-field.ts";
import { wholeValueExpression } from "../../src/languages/elastic-whole-value-regex.ts";
import type { Condition, Predicate, Sequence } from "../../src/model/condition.ts";
import { anyOne, anyRun, type Pattern, readPattern } from "../../src/syntax/pattern.ts";

/** Writes conditions down in a query language, to be read back. */
export interface Dialect {
  readonly and: string;
  readonly or: string;
  readonly not: string;
  readonly always: string;
  predicate(predicate: Predicate): string;
  /** Undefined where the language has none. */
  readonly sequence?: (sequence: Sequence) => string;
}

function printCondition(condition: Condition, dialect: Dialect): string {
  switch (condition.kind) {
    case "all":
      if (condition.of.length === 0) return dialect.always;
      return `(${condition.of.map((part) => printCondition(part, dialect)).join(` ${dialect.and} `)})`;
    case "any":
      return `(${condition.of.map((part) => printCondition(part, dialect)).join(` ${dialect.or} `)})`;
    case "not":
      return `${dialect.not} ${printCondition(condition.condition, dialect)}`;
    case "predicate":
      return dialect.predicate(condition);
    case "sequence":
      return dialect.sequence?.(condition) ?? "";
    case "constraint":
    case "opaque":
      return condition.text;
  }
}

export function printEql(condition: Condition): string {
  if (condition.kind === "sequence") return printSequence(condition, []);
  const sequence = condition.kind === "all" ? condition.of.find((part) => part.kind === "sequence") : undefined;
  if (sequence !== undefined && condition.kind === "all") {
    return printSequence(
      sequence,
      condition.of.flatMap((part) => (part.kind === "constraint" ? [part.text] : [])),
    );
  }
  return `any where ${printCondition(condition, eql)}`;
}

function printSequence(sequence: Sequence, constraints: readonly string[]): string {
  const by = sequence.by.length > 0 ? ` by ${sequence.by.map(quoteName).join(", ")}` : "";
  const within = sequence.within === undefined ? "" : ` with maxspan=${sequence.within}`;
  const different = constraints.filter((text) => text.startsWith("by ")).map((text) => text.slice(3).split(" = "));
  const rest = constraints.filter((text) => !text.startsWith("by "));
  const steps = sequence.steps.map((step, index) =>
    printStep(
      step,
      different.flatMap((fields) => fields[index] ?? []),
    ),
  );
  const until = rest.filter((text) => text.startsWith("until"));
  const pipes = rest.filter((text) => !text.startsWith("until")).map((text) => `| ${text}`);
  return [`${sequence.ordered ? "sequence" : "sample"}${by}${within}`, ...steps, ...until, ...pipes].join("\n");
}

function printStep(step: Condition, fields: readonly string[]): string {
  const parts = step.kind === "all" ? step.of : [step];
  const runs = parts.filter((part) => part.kind === "constraint" && part.text.startsWith("with runs"));
  const others = parts.filter((part) => !runs.includes(part));
  const [only] = others;
  const isMissing = others.length === 1 && only?.kind === "not" && runs.length === 0;
  const event = isMissing ? only.condition : others.length === 1 && only ? only : { kind: "all" as const, of: others };
  const by = fields.length > 0 ? ` by ${fields.map(quoteName).join(", ")}` : "";
  const [run] = runs;
  return `${isMissing ? "!" : ""}[ any where ${printCondition(event, eql)} ]${by}${run?.kind === "constraint" ? ` ${run.text}` : ""}`;
}

const eql: Dialect = { and: "and", or: "or", not: "not", always: "true", predicate: printEqlPredicate };

function printEqlPredicate({ nativeField, operator, values, caseSensitive }: Predicate): string {
  const field = quoteName(nativeField ?? "");
  const tilde = caseSensitive ? "" : "~";
  const list = `(${values.map(quote).join(", ")})`;
  const call = (name: string) => `${name}${tilde}(${field}, ${values.map(quote).join(", ")})`;
  switch (operator) {
    case "equals":
      return `${field} in${tilde} ${list}`;
    case "contains":
      return call("stringContains");
    case "starts_with":
      return call("startsWith");
    case "ends_with":
      return call("endsWith");
    case "wildcard":
      return `${field} like${tilde} (${values.map((value) => quote(stars(readPattern(value)))).join(", ")})`;
    case "regex":
      return `${field} regex${tilde} (${values.map((value) => quote(wholeValueExpression(value))).join(", ")})`;
    case "cidr":
      return `cidrMatch(${field}, ${values.map(quote).join(", ")})`;
    case "exists":
      return `${field} != null`;
    default:
      return `${field} ${orders[operator] ?? ""} ${quote(values[0] ?? "")}`;
  }
}

export function printKuery(condition: Condition): string {
  return printCondition(condition, kuery);
}

const kuery: Dialect = { and: "and", or: "or", not: "not", always: "*:*", predicate: printKueryPredicate };

function printKueryPredicate(predicate: Predicate): string {
  const { nativeField, operator, values } = predicate;
  const field = nativeField === undefined ? undefined : escapeWords(readPattern(nativeField));
  const printed = values.map((value) => printKueryValue(predicate, value));
  if (field === undefined) return `(${printed.join(" or ")})`;
  return orders[operator] === undefined
    ? `${field} : (${printed.join(" or ")})`
    : `${field} ${orders[operator]} ${quote(values[0] ?? "")}`;
}

/** In a text field a phrase is found wherever it stands; in any other `*` says so. */
function printKueryValue({ operator, nativeField }: Predicate, value: string): string {
  const pattern: Partial<Record<Predicate["operator"], Pattern>> = {
    starts_with: [value, anyRun],
    ends_with: [anyRun, value],
    exists: [anyRun],
    wildcard: readPattern(value),
  };
  if (operator === "contains" && !isAnalysed(nativeField ?? "")) return escapeWords([anyRun, value, anyRun]);
  return pattern[operator] === undefined ? quote(value) : escapeWords(pattern[operator]);
}

function escapeWords(pattern: Pattern): string {
  const plain = (text: string) =>
    text
      .replace(/[\\():<>"*{}]/g, "\\$&")
      .replace(/(?<![^\s])(and|or|not)(?![^\s])/gi, "\\$1")
      .replace(/\n/g, "\\n");
  return pattern.map((part) => (typeof part === "string" ? plain(part) : part === anyRun ? "*" : "?")).join("");
}

export function printLucene(condition: Condition): string {
  return printCondition(condition, lucene);
}

const lucene: Dialect = { and: "AND", or: "OR", not: "NOT", always: "*:*", predicate: printLucenePredicate };

function printLucenePredicate(predicate: Predicate): string {
  const { nativeField, operator, values } = predicate;
  const printed = values.map((value) => {
    if (operator === "regex") return `/${wholeValueExpression(value).replaceAll("/", "\\/")}/`;
    return printKueryValue(predicate, value);
  });
  return nativeField === undefined ? `(${printed.join(" OR ")})` : `${nativeField}:(${printed.join(" OR ")})`;
}

export function printEsql(condition: Condition): string {
  return `from logs-*\n| where ${printCondition(condition, esql)}`;
}

const esql: Dialect = { and: "and", or: "or", not: "not", always: "true", predicate: printEsqlPredicate };

function printEsqlPredicate({ nativeField, operator, values, caseSensitive }: Predicate): string {
  const name = quoteName(nativeField ?? "");
  const field = caseSensitive ? name : `to_lower(${name})`;
  const like = (make: (value: string) => Pattern) =>
    `${field} like (${values.map((value) => quote(escapeLike(make(value)))).join(", ")})`;
  switch (operator) {
    case "equals":
      return `${field} in (${values.map(quote).join(", ")})`;
    case "contains":
      return like((value) => [anyRun, value, anyRun]);
    case "starts_with":
      return like((value) => [value, anyRun]);
    case "ends_with":
      return like((value) => [anyRun, value]);
    case "wildcard":
      return like(readPattern);
    case "regex":
      return `${field} rlike (${values.map((value) => quote(wholeValueExpression(value))).join(", ")})`;
    case "cidr":
      return `cidr_match(${name}, ${values.map(quote).join(", ")})`;
    case "exists":
      return `${field} is not null`;
    default:
      return `${field} ${orders[operator] ?? ""} ${quote(values[0] ?? "")}`;
  }
}

export function printSpl(condition: Condition): string {
  return `* | where ${printCondition(condition, spl)}`;
}

const spl: Dialect = { and: "AND", or: "OR", not: "NOT", always: "1=1", predicate: printSplPredicate };

/** What regards no case is a search, what does is an expression. */
function printSplPredicate(predicate: Predicate): string {
  const { nativeField, operator, values, caseSensitive } = predicate;
  const name = `'${nativeField ?? ""}'`;
  const field = caseSensitive ? name : `lower(${name})`;
  if (operator === "regex") return anyOfThese(values.map((value) => `match(${field}, ${quoteSpl(value)})`));
  const hasSearch = !caseSensitive || nativeField === undefined;
  if (hasSearch) return `searchmatch(${quoteSpl(printSplSearch(predicate))})`;
  const like = (make: (value: string) => Pattern) =>
    anyOfThese(values.map((value) => `like(${name}, ${quoteSpl(make(value).map(printLikePart).join(""))})`));
  switch (operator) {
    case "contains":
      return like((value) => [anyRun, value, anyRun]);
    case "starts_with":
      return like((value) => [value, anyRun]);
    case "ends_with":
      return like((value) => [anyRun, value]);
    case "wildcard":
      return like(readPattern);
    case "exists":
      return `isnotnull(${name})`;
    default:
      return orders[operator] === undefined
        ? `${name} IN (${values.map(quoteSpl).join(", ")})`
        : `${name} ${orders[operator]} ${quoteSpl(values[0] ?? "")}`;
  }
}

function printSplSearch({ nativeField, operator, values, caseSensitive }: Predicate): string {
  const before = operator === "contains" || operator === "ends_with" ? "*" : "";
  const after = operator === "contains" || operator === "starts_with" ? "*" : "";
  const texts = values.map((value) => {
    const text = operator === "wildcard" ? readPattern(value).map(printStar).join("") : value;
    const quoted = quoteSpl(`${before}${text}${after}`);
    return caseSensitive ? `CASE(${quoted})` : quoted;
  });
  const field = quoteSpl(nativeField ?? "");
  if (nativeField === undefined) return texts.join(" OR ");
  return orders[operator] === undefined
    ? `${field} IN (${texts.join(", ")})`
    : `${field} ${orders[operator]} ${texts[0] ?? ""}`;
}

function anyOfThese(tests: readonly string[]): string {
  return tests.length === 1 ? (tests[0] ?? "") : `(${tests.join(" OR ")})`;
}

function printLikePart(part: Pattern[number]): string {
  return part === anyRun ? "%" : part === anyOne ? "_" : part;
}

function printStar(part: Pattern[number]): string {
  return part === anyRun ? "*" : part === anyOne ? "?" : part;
}

function quoteSpl(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

const orders: Partial<Record<Predicate["operator"], string>> = { lt: "<", lte: "<=", gt: ">", gte: ">=" };

function escapeLike(pattern: Pattern): string {
  return pattern.map((part) => (typeof part === "string" ? part.replace(/[\\*?]/g, "\\$&") : stars([part]))).join("");
}

function stars(pattern: Pattern): string {
  return pattern.map((part) => (part === anyRun ? "*" : part === anyOne ? "?" : part)).join("");
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t")}"`;
}

/** Names with anything but word characters and dots, or with a part that is no name by itself, go in backticks. */
function quoteName(name: string): string {
  return /^[A-Za-z_@][\w@]*(?:\.[A-Za-z_@][\w@]*)*$/.test(name) &&
    !/(?:^|\.)(?:as|by|in|like|not|and|or)(?:\.|$)/.test(name)
    ? name
    : `\`${name.replaceAll("`", "``")}\``;
}
