import type { Condition } from "../../model/condition.ts";
import { compare } from "../../syntax/compare.ts";
import { anyOf, fieldPassesAny, not } from "../../syntax/conditions.ts";
import { constraint, isConstraint } from "../../syntax/constraint.ts";
import type { ExpressionCursor, ExpressionToken } from "../../syntax/expression.ts";
import { always, isAlways } from "../../syntax/operand.ts";
import { type Operators, parseOperators } from "../../syntax/precedence.ts";
import { recovering } from "../../syntax/recovery.ts";
import type { Token } from "../../syntax/tokens.ts";
import { isMacroCall, type Pipeline, unresolved } from "./context.ts";
import { decode, readText } from "./lexicon.ts";
import { conjunction } from "./other-events.ts";
import {
  isCaseCall,
  isComparison,
  isOperator,
  isToken,
  type KnownValue,
  parseCaseCall,
  parseWords,
  readLiteral,
  reduceStars,
  type SearchValue,
  testFor,
} from "./search-values.ts";

/**
 * Reads the expression of a `search`, or of the `where` of `tstats`, which may be followed by one of `followers`.
 *
 * `NOT` binds tightest, then `OR`, then `AND`, which may be left out (Search Manual, "Boolean expressions").
 */
export class SplSearch {
  readonly #pipeline: Pipeline;
  readonly #followers: ReadonlySet<string>;
  readonly #logic: Operators<ExpressionToken, Condition>;

  constructor(pipeline: Pipeline, followers: ReadonlySet<string>) {
    this.#pipeline = pipeline;
    this.#followers = followers;
    this.#logic = {
      strengthAt: (cursor) => (cursor.token.text === "OR" ? 1 : this.#endsAt(cursor) ? undefined : 0),
      take: (cursor) => {
        if (isOperator(cursor.token)) cursor.take();
      },
      join: (strength, operands) => (strength === 1 ? disjunction(operands) : conjunction(operands, pipeline.context)),
    };
  }

  /** expression := or ("AND"? or)*; or := term ("OR" term)* */
  parse(cursor: ExpressionCursor): Condition {
    if (this.#endsAt(cursor)) return always;
    return cursor.nested(() => parseOperators(cursor, this.#logic, (inner) => this.#parseTerm(inner)));
  }

  /** group := "(" expression ")" */
  parseGroup(cursor: ExpressionCursor): Condition {
    cursor.expect("(");
    const inner = this.#inGroup().parse(cursor);
    cursor.expect(")");
    return inner;
  }

  /** Within brackets nothing may follow but their end. */
  #inGroup(): SplSearch {
    return this.#followers.size === 0 ? this : new SplSearch(this.#pipeline, none);
  }

  #endsAt(cursor: ExpressionCursor): boolean {
    const { kind, text } = cursor.token;
    if (kind === "end" || text === "|" || text === ")" || text === "]") return true;
    return this.#followers.size > 0 && this.#followers.has(text.toLowerCase());
  }

  #parseTerm(cursor: ExpressionCursor): Condition {
    return recovering(
      cursor,
      (inner) => isOperator(inner.token) || this.#endsAt(inner),
      () => this.#parseNegation(cursor),
    );
  }

  /** term := "NOT"* operand */
  #parseNegation(cursor: ExpressionCursor): Condition {
    const { context } = this.#pipeline;
    let isNegated = false;
    while (cursor.token.text === "NOT") {
      cursor.take();
      isNegated = !isNegated;
    }
    if (!isNegated) return this.#parseOperand(cursor);
    context.negations++;
    try {
      return not(this.#parseOperand(cursor));
    } finally {
      context.negations--;
    }
  }

  /** operand := "(" expression ")" | "[" pipeline "]" | macro | comparison | text */
  #parseOperand(cursor: ExpressionCursor): Condition {
    if (this.#passCommas(cursor)) return always;
    if (cursor.at("(")) return this.parseGroup(cursor);
    if (cursor.at("[")) return this.#parseSubsearch(cursor);
    if (isMacroCall(cursor.token) && !isComparison(cursor.ahead(1).text)) {
      return unresolved(cursor.take(), this.#pipeline.context);
    }
    return this.#parseComparison(cursor);
  }

  /** Commas part terms like blanks; whether nothing follows them. */
  #passCommas(cursor: ExpressionCursor): boolean {
    if (!cursor.at(",")) return false;
    while (cursor.takeIf(",")) {
      // They say nothing themselves.
    }
    return this.#endsAt(cursor);
  }

  #parseSubsearch(cursor: ExpressionCursor): Condition {
    const { condition, fields } = this.#pipeline.parseSubsearch(cursor);
    if (condition.kind === "opaque" || isAlways(condition)) return condition;
    return { kind: "sequence", ordered: false, steps: [condition], by: fields, within: undefined };
  }

  /** comparison := field operator value | field "NOT"? "IN" "(" value* ")" | value */
  #parseComparison(cursor: ExpressionCursor): Condition {
    const start = cursor.position;
    const first = cursor.token;
    if (first.kind !== "name" && first.kind !== "text") cursor.fail("a field, a value or `(`");
    const symbol = cursor.ahead(1).text;
    const isList = symbol.toLowerCase() === "in" && cursor.ahead(2).text === "(";
    const isNotList = symbol === "NOT" && cursor.ahead(2).text === "IN" && cursor.ahead(3).text === "(";
    if (!isComparison(symbol) && !isList && !isNotList) return this.parseKeyword(cursor);
    const field = readField(cursor.take());
    cursor.take();
    if (isNotList) cursor.take();
    const isPlain = !isList && !isNotList;
    const values = isPlain ? [this.#parseValue(cursor)] : this.#parseList(cursor);
    const isNegated = isNotList || symbol === "!=";
    return this.#compare(field, { cursor, start, symbol: isPlain ? symbol : "in", isNegated, values });
  }

  #parseList(cursor: ExpressionCursor): readonly SearchValue[] {
    cursor.expect("(");
    const values: SearchValue[] = [];
    while (!cursor.takeIf(")")) {
      if (!cursor.takeIf(",")) values.push(this.#parseValue(cursor));
    }
    if (values.length === 0) cursor.fail("a value before `)`");
    return values;
  }

  /** value := text | words and texts that no blank parts | macro | call | "[" pipeline "]" */
  #parseValue(cursor: ExpressionCursor): SearchValue {
    const { kind, text, start: offset } = cursor.token;
    if (text === "[") return { kind: "unknown", condition: this.#parseSubsearch(cursor) };
    if (kind === "text") {
      const words = cursor.take();
      return { kind: "known", text: readText(text), words, offset, caseSensitive: false };
    }
    if (kind !== "name" && text !== "<") cursor.fail("a value");
    if (isMacroCall(cursor.token))
      return { kind: "unknown", condition: unresolved(cursor.take(), this.#pipeline.context) };
    return isCaseCall(cursor) ? parseCaseCall(cursor) : parseWords(cursor);
  }

  /** A word or a phrase anywhere in the event. */
  parseKeyword(cursor: ExpressionCursor): Condition {
    const value = this.#parseValue(cursor);
    if (value.kind === "unknown") return value.condition;
    const { text, words, caseSensitive } = value;
    if (/^\*+$/.test(text)) return always;
    const reduced = reduceStars(text);
    return fieldPassesAny({ field: undefined, caseSensitive, values: [{ ...reduced, line: words.line }] });
  }

  #compare(field: string, { cursor, start, symbol, isNegated, values }: SearchComparison): Condition {
    const words = cursor.wordsFrom(start);
    if (isTime(field) || values.some(isToken)) return constraint(words.text, words.line);
    const unknown = values.flatMap((value) => (value.kind === "unknown" ? value.condition : []));
    const known = values.filter((value) => value.kind === "known");
    if (known.length === 0) return negatedIf(isNegated, anyOf(unknown));
    this.#noteSources(field, { isNegated, values: known, symbol });
    const columns = this.#pipeline.columns;
    const left = columns.resolve(field, cursor.tokenAt(start));
    const test = testFor(symbol, known);
    const rights = known.map(readLiteral);
    const condition = compare({ test, left, rights, symbol, isNegated: isNegated && unknown.length === 0, words });
    if (isConstraint(condition)) columns.need(field);
    return unknown.length === 0 ? condition : negatedIf(isNegated, anyOf([condition, ...unknown]));
  }

  #noteSources(field: string, { isNegated, values, symbol }: NotedValues): void {
    const { context } = this.#pipeline;
    if (isNegated || context.negations % 2 === 1 || symbol.includes("<") || symbol.includes(">")) return;
    if (field === "nodename") {
      for (const { text } of values) context.dataModels.push(text.split("."));
    }
    if (!sourceFields.has(field)) return;
    for (const { text, offset } of values) context.sources.push({ name: text, offset });
  }
}

interface SearchComparison {
  readonly cursor: ExpressionCursor;
  readonly start: number;
  readonly symbol: string;
  readonly isNegated: boolean;
  readonly values: readonly SearchValue[];
}

interface NotedValues {
  readonly isNegated: boolean;
  readonly symbol: string;
  readonly values: readonly KnownValue[];
}

const none: ReadonlySet<string> = new Set();

/** Fields that say where events come from. */
const sourceFields: ReadonlySet<string> = new Set(["eventtype", "index", "nodename", "source", "sourcetype"]);

/** Whether a field says when an event was, or which time a search is about. */
function isTime(field: string): boolean {
  return timeFields.has(field);
}

const timeFields: ReadonlySet<string> = new Set([
  "_indextime",
  "_index_earliest",
  "_index_latest",
  "_time",
  "earliest",
  "endtime",
  "latest",
  "starttime",
]);

function readField({ kind, text }: Token<ExpressionToken>): string {
  return kind === "text" ? readText(text) : decode(text);
}

function negatedIf(isNegated: boolean, condition: Condition): Condition {
  return isNegated ? not(condition) : condition;
}

function disjunction(operands: readonly Condition[]): Condition {
  return operands.some(isAlways) && !operands.some(isBroken) ? always : anyOf(operands);
}

function isBroken(condition: Condition): boolean {
  return condition.kind === "opaque" && condition.reason === "syntax-error";
}
