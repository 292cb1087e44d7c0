import type { Condition } from "../../model/condition.ts";
import { allOf, anyOf, not, oneLine } from "../../syntax/conditions.ts";
import type { ValueBudget } from "./value-budget.ts";

/** The search identifiers of a detection, in the author's order. */
export type Selections = ReadonlyMap<string, Selection>;

export interface Selection {
  readonly condition: Condition;
  /** How many values it holds. */
  readonly size: number;
}

export interface ExpressionContext {
  readonly selections: Selections;
  /** Selections that were named already: naming one again makes its values once more, and costs as much. */
  readonly named: Set<Selection>;
  /** Where the text stands. */
  readonly line: number;
  readonly budget: ValueBudget;
}

export interface Expression {
  readonly condition: Condition;
  /** What is wrong with it, in words for the author; each part is opaque in `condition`. */
  readonly problems: readonly string[];
}

/**
 * Reads a condition (rules specification, "Condition"). Words are taken in any case, names as they are written.
 *
 * ```
 * expression := or
 * or         := and ("or" and)*
 * and        := unary ("and" unary)*
 * unary      := "not" unary | primary
 * primary    := "(" or ")" | quantifier "of" ("them" | pattern) | identifier
 * quantifier := "1" | "any" | "all"
 * ```
 */
export function readExpression(text: string, context: ExpressionContext): Expression {
  return new ExpressionParser(text, context).read();
}

/** More is no condition a person wrote; it would only cost time. */
const maximalLength = 100_000;
const maximalTokens = 2_000;
const maximalDepth = 100;

class ExpressionParser {
  readonly #text: string;
  readonly #context: ExpressionContext;
  readonly #tokens: readonly string[];
  readonly #problems: string[] = [];
  #next = 0;
  #depth = 0;
  #isStopped = false;

  constructor(text: string, context: ExpressionContext) {
    this.#text = text;
    this.#context = context;
    this.#tokens = text.length > maximalLength ? [] : (text.match(/[()]|[^\s()]+/g) ?? []);
  }

  read(): Expression {
    if (this.#text.length > maximalLength || this.#tokens.length > maximalTokens) {
      const problem = `It has more than ${maximalTokens} words and brackets; split the rule.`;
      return { condition: this.#opaque("limit-exceeded"), problems: [problem] };
    }
    const condition = this.#or();
    const rest = this.#tokens[this.#next];
    if (rest === undefined) return { condition, problems: this.#problems };
    // After a name that is none, it is likely the same mistake.
    if (this.#problems.length === 0) this.#problems.push(`"${oneLine(rest)}" is not expected there.`);
    return { condition: this.#opaque("syntax-error"), problems: this.#problems };
  }

  #or(): Condition {
    const parts = [this.#and()];
    while (this.#takeWord("or")) parts.push(this.#and());
    return anyOf(parts);
  }

  #and(): Condition {
    const parts = [this.#unary()];
    while (this.#takeWord("and")) parts.push(this.#unary());
    return allOf(parts);
  }

  #unary(): Condition {
    if (this.#takeWord("not")) return this.#nested(() => not(this.#unary()));
    return this.#primary();
  }

  #primary(): Condition {
    const token = this.#tokens[this.#next++];
    if (token === undefined) return this.#stop("It ends where the name of a selection is expected.");
    if (token === ")") return this.#stop(`")" is not expected there.`);
    if (token === "(") return this.#nested(() => this.#group());
    if (/^(?:1|any|all)$/i.test(token) && this.#takeWord("of")) return this.#quantified(token.toLowerCase());
    const selection = this.#context.selections.get(token);
    if (selection !== undefined) return takeSelection(selection, this.#context, this.#text);
    this.#problems.push(`It names "${oneLine(token)}", which the rule does not define.`);
    return this.#opaque("syntax-error");
  }

  #group(): Condition {
    const inner = this.#or();
    if (this.#tokens[this.#next] !== ")") return this.#stop("A bracket is not closed.");
    this.#next++;
    return inner;
  }

  /** Depth counts brackets and negations: both recurse. */
  #nested(read: () => Condition): Condition {
    if (this.#depth >= maximalDepth) {
      return this.#stop(`It nests deeper than ${maximalDepth} levels.`, "limit-exceeded");
    }
    this.#depth++;
    const condition = read();
    this.#depth--;
    return condition;
  }

  #quantified(quantifier: string): Condition {
    const pattern = this.#tokens[this.#next++];
    if (pattern === undefined) return this.#stop("It ends where `them` or a pattern of names is expected.");
    if (this.#context.budget.exceededAt !== undefined) return this.#opaque("limit-exceeded");
    const selections = selectionsMatching(pattern, this.#context.selections);
    if (selections.length === 0) {
      this.#problems.push(`No selection of the rule matches "${oneLine(pattern)}".`);
      return this.#opaque("syntax-error");
    }
    if (!payFor(selections, this.#context)) return this.#opaque("limit-exceeded");
    const parts = selections.map(({ condition }) => condition);
    return quantifier === "all" ? allOf(parts) : anyOf(parts);
  }

  #takeWord(word: string): boolean {
    if (this.#tokens[this.#next]?.toLowerCase() !== word) return false;
    this.#next++;
    return true;
  }

  /** Nothing more is read: what follows can't be told, and one problem would make others. */
  #stop(problem: string, reason: "syntax-error" | "limit-exceeded" = "syntax-error"): Condition {
    if (!this.#isStopped) this.#problems.push(problem);
    this.#isStopped = true;
    this.#next = this.#tokens.length;
    return this.#opaque(reason);
  }

  #opaque(reason: "syntax-error" | "limit-exceeded"): Condition {
    return { kind: "opaque", reason, text: oneLine(this.#text), line: this.#context.line };
  }
}

/** The condition of a selection that an expression names; opaque where the file's values are used up. */
export function takeSelection(selection: Selection, context: ExpressionContext, text: string): Condition {
  if (payFor([selection], context)) return selection.condition;
  return { kind: "opaque", reason: "limit-exceeded", text: oneLine(text), line: context.line };
}

function payFor(selections: readonly Selection[], { named, budget, line }: ExpressionContext): boolean {
  let cost = 0;
  for (const selection of selections) {
    if (named.has(selection)) cost += selection.size;
    else named.add(selection);
  }
  return budget.spend(cost, line);
}

/**
 * Names that begin with an underscore are left out, as the specification has it. A pattern is for whole names; only
 * where it is for none it is for their beginnings, since that is how pySigma takes `1 of filter`.
 */
function selectionsMatching(pattern: string, selections: Selections): readonly Selection[] {
  const candidates = Array.from(selections).filter(([name]) => !name.startsWith("_"));
  if (pattern.toLowerCase() === "them") return candidates.map(([, selection]) => selection);
  for (const matches of [matcherOf(pattern), matcherOf(`${pattern}*`)]) {
    const matching = candidates.filter(([name]) => matches(name));
    if (matching.length > 0) return matching.map(([, selection]) => selection);
  }
  return [];
}

/** `*` is any run of characters; everything else is itself. No expression is built from the author's text. */
function matcherOf(pattern: string): (name: string) => boolean {
  const pieces = pattern.split("*");
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (pieces.length === 1) return (name) => name === pattern;
  return (name) => {
    if (!name.startsWith(first)) return false;
    let position = first.length;
    for (const piece of pieces.slice(1, -1)) {
      const found = name.indexOf(piece, position);
      if (found < 0) return false;
      position = found + piece.length;
    }
    return name.length - last.length >= position && name.endsWith(last);
  };
}
