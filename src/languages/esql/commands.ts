import type { Condition } from "../../model/condition.ts";
import { type Definition, nothingCompared } from "../../syntax/column-definition.ts";
import { isUnderstood } from "../../syntax/compare.ts";
import { constraint } from "../../syntax/constraint.ts";
import type { ExpressionCursor } from "../../syntax/expression.ts";
import type { Operand } from "../../syntax/operand.ts";
import { opaque, strictly } from "../../syntax/recovery.ts";
import type { Words } from "../../syntax/tokens.ts";
import { readName } from "../elastic-token.ts";
import { Branches } from "./branches.ts";
import type { EsqlContext } from "./context.ts";
import { EsqlExpressions } from "./expression.ts";

/** Reads the commands of a pipeline; each says what it adds to the condition and does to the columns. */
export class EsqlCommands {
  readonly #context: EsqlContext;
  readonly #expressions: EsqlExpressions;

  constructor(context: EsqlContext) {
    this.#context = context;
    this.#expressions = new EsqlExpressions(context);
  }

  /** Reads one command, behind its `|` or at the beginning. */
  parse(cursor: ExpressionCursor): Condition {
    const start = cursor.position;
    const name = cursor.expectKind("name", "a command").text.toLowerCase();
    switch (name) {
      case "from":
      case "ts":
        return this.#parseSource(cursor);
      case "fork":
        return this.#parseFork(cursor, start);
      case "where":
        return this.#expressions.parseCondition(cursor);
      case "row":
      case "eval":
        return this.#parseColumns(cursor);
      case "stats":
        return this.#parseStats(cursor, "all");
      case "inline":
        cursor.expect("stats");
        return this.#parseStats(cursor, "added");
      case "inlinestats":
        return this.#parseStats(cursor, "added");
      case "rename":
        return this.#parseRename(cursor);
      case "dissect":
      case "grok":
        return this.#parseExtraction(cursor, start, name);
      case "completion":
        return this.#parseCompletion(cursor, start);
      default:
        return this.#parseOther(cursor, start, name);
    }
  }

  /** source := (pattern | "(" pipeline ")") ("," …)* ("metadata" name ("," name)*)? */
  #parseSource(cursor: ExpressionCursor): Condition {
    const { sources } = this.#context;
    const branches = new Branches(this.#context);
    const patterns: string[] = [];
    do {
      if (cursor.at("(")) branches.parse(cursor);
      else patterns.push(...takePatterns(cursor));
    } while (cursor.takeIf(","));
    if (cursor.at("metadata")) skipCommand(cursor);
    if (patterns.length > 0) branches.pass();
    sources.push(...patterns);
    return branches.join();
  }

  /** fork := ("(" pipeline ")")+; the column `_fork` says which of them a row came through */
  #parseFork(cursor: ExpressionCursor, start: number): Condition {
    const branches = new Branches(this.#context);
    do branches.parse(cursor);
    while (cursor.at("("));
    const condition = branches.join();
    const words = cursor.wordsFrom(start);
    const operand: Operand = { kind: "computed", words, isUnderstood: true };
    const definition = { words, rest: undefined, ...nothingCompared };
    this.#context.columns.define("_fork", operand, definition);
    return condition;
  }

  /** columns := (name "=")? expression ("," (name "=")? expression)* */
  #parseColumns(cursor: ExpressionCursor): Condition {
    do this.#parseColumn(cursor);
    while (cursor.takeIf(","));
    return nothing;
  }

  /** A column that is made, or one that groups are made by and that there was before. */
  #parseColumn(cursor: ExpressionCursor): string {
    const start = cursor.position;
    const named = takeName(cursor);
    const { result, making } = this.#context.columns.reading(() => this.#parseDefined(cursor));
    const isOldName = named === undefined && cursor.position === start + 1 && cursor.tokenAt(start).kind === "name";
    const words = cursor.wordsFrom(start);
    const name = named ?? readName(words.text);
    if (!isOldName) this.#context.columns.define(name, result, { words, rest: undefined, ...making });
    return name;
  }

  #parseDefined(cursor: ExpressionCursor): Operand {
    const start = cursor.position;
    return strictly(cursor, () => {
      const operand = this.#expressions.parseExpression(cursor);
      if (!cursor.takeIf("where")) return operand;
      this.#expressions.parseCondition(cursor);
      return { kind: "computed", words: cursor.wordsFrom(start), isUnderstood: isUnderstood(operand) };
    });
  }

  /** stats := aggregations? ("by" columns)?; the groups are read first, since every aggregation depends on them */
  #parseStats(cursor: ExpressionCursor, results: "all" | "added"): Condition {
    const { columns } = this.#context;
    const start = cursor.position;
    cursor.skipTo((inner) => inner.at("|") || inner.at("by"));
    const middle = cursor.position;
    const groups = this.#parseGroups(cursor);
    const end = cursor.position;
    const by = end > middle ? cursor.wordsFrom(middle) : undefined;
    const grouping = { by, uses: columns.definitionsOf(groups) };
    cursor.rewind(start);
    const made: MadeColumn[] = [];
    while (cursor.position < middle) {
      made.push(this.#parseAggregation(cursor, grouping));
      if (!cursor.takeIf(",")) break;
    }
    if (cursor.position !== middle) cursor.fail("`,`, `by` or the end of the command");
    cursor.rewind(end);
    if (results === "all") columns.keepOnly(groups);
    for (const { name, operand, definition } of made) columns.define(name, operand, definition);
    return nothing;
  }

  #parseGroups(cursor: ExpressionCursor): readonly string[] {
    const groups: string[] = [];
    if (!cursor.takeIf("by")) return groups;
    do groups.push(this.#parseColumn(cursor));
    while (cursor.takeIf(","));
    return groups;
  }

  /** aggregation := (name "=")? expression ("where" condition)?; what it makes is computed, whatever it is made of */
  #parseAggregation(cursor: ExpressionCursor, { by, uses: groups }: Grouping): MadeColumn {
    const start = cursor.position;
    const named = takeName(cursor);
    const { result, making } = this.#context.columns.reading(() => this.#parseDefined(cursor));
    const words = cursor.wordsFrom(start);
    const operand: Operand = { kind: "computed", words, isUnderstood: isUnderstood(result) };
    const definition = { words, rest: by, ...making, uses: new Set([...making.uses, ...groups]) };
    return { name: named ?? readName(words.text), operand, definition };
  }

  /** rename := old "as" new ("," old "as" new)*, or new "=" old */
  #parseRename(cursor: ExpressionCursor): Condition {
    do {
      const start = cursor.position;
      const first = readName(cursor.expectKind("name", "a column").text);
      const isReversed = cursor.takeIf("=");
      if (!isReversed) cursor.expect("as");
      const second = readName(cursor.expectKind("name", "a column").text);
      const [from, to] = isReversed ? [second, first] : [first, second];
      this.#context.columns.rename(from, to, cursor.wordsFrom(start));
    } while (cursor.takeIf(","));
    return nothing;
  }

  /** extraction := value text (option)*; the names in the text become columns */
  #parseExtraction(cursor: ExpressionCursor, start: number, name: "dissect" | "grok"): Condition {
    const { result, making } = this.#context.columns.reading(() =>
      strictly(cursor, () => this.#expressions.parseValue(cursor)),
    );
    const { text: pattern } = cursor.expectKind("text", "a pattern");
    skipCommand(cursor);
    const words = cursor.wordsFrom(start);
    const definition = { words, rest: undefined, ...making, hasComparison: false };
    for (const column of extractedNames(pattern, name)) {
      const operand: Operand = { kind: "computed", words, isUnderstood: isUnderstood(result) };
      this.#context.columns.define(column, operand, definition);
    }
    return nothing;
  }

  /** completion := (name "=")? prompt "with" options; what a model answers is a computed column */
  #parseCompletion(cursor: ExpressionCursor, start: number): Condition {
    const name = takeName(cursor) ?? "completion";
    const { making } = this.#context.columns.reading(() => this.#parseDefined(cursor));
    skipCommand(cursor);
    const words = cursor.wordsFrom(start);
    const operand: Operand = { kind: "computed", words, isUnderstood: true };
    this.#context.columns.define(name, operand, { words, rest: undefined, ...making, hasComparison: false });
    return nothing;
  }

  #parseOther(cursor: ExpressionCursor, start: number, name: string): Condition {
    skipCommand(cursor);
    if (shaping.has(name)) return nothing;
    if (name === "enrich" || name === "lookup") {
      const { text, line } = cursor.wordsFrom(start);
      return opaque("external-lookup", text, line);
    }
    if (!narrowing.has(name)) return unsupported(cursor, start);
    const { text, line } = cursor.wordsFrom(start);
    return constraint(text, line);
  }
}

/** What the rows of an aggregation are grouped by. */
interface Grouping {
  readonly by: Words | undefined;
  readonly uses: readonly Definition[];
}

interface MadeColumn {
  readonly name: string;
  readonly operand: Operand;
  readonly definition: Definition;
}

/** What a command adds that only makes or arranges columns. */
const nothing: Condition = { kind: "all", of: [] };

/** Commands that choose columns or arrange rows, and neither narrow nor compute. */
const shaping: ReadonlySet<string> = new Set(["drop", "keep", "mv_expand", "sort"]);

/** Commands that let some of the rows through, whatever is in them. */
const narrowing: ReadonlySet<string> = new Set(["limit", "sample"]);

function unsupported(cursor: ExpressionCursor, start: number): Condition {
  const { text, line } = cursor.wordsFrom(start);
  return opaque("unsupported", text, line);
}

/** Index patterns up to the next comma; one in quotes may hold several. */
function takePatterns(cursor: ExpressionCursor): readonly string[] {
  const start = cursor.position;
  cursor.skipTo((inner) => inner.at("|") || inner.at(",") || inner.at("metadata"));
  const patterns = cursor.wordsFrom(start).text.split(",");
  return patterns.map((pattern) => pattern.trim().replace(/^"+|"+$/g, "")).filter((pattern) => pattern !== "");
}

function skipCommand(cursor: ExpressionCursor): void {
  cursor.skipTo((inner) => inner.at("|"));
}

/** Takes `name =`, if that comes next. */
function takeName(cursor: ExpressionCursor): string | undefined {
  if (cursor.token.kind !== "name" || cursor.ahead(1).text !== "=") return undefined;
  const name = readName(cursor.take().text);
  cursor.take();
  return name;
}

/** Names of the columns that a pattern makes: `%{SYNTAX:name:type}` and `(?<name>…)` of grok, `%{+name->}` of dissect. */
function extractedNames(pattern: string, command: "dissect" | "grok"): readonly string[] {
  const keys = pattern.matchAll(
    command === "grok" ? /%\{\w+:([^:}]+)(?::\w+)?\}|\(\?<([^>]+)>/g : /%\{[+&*]?([^}?/-][^}/]*?)(?:\/\d+)?(?:->)?\}/g,
  );
  return [...keys].map(([, key, group]) => key ?? group ?? "");
}
