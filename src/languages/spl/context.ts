import type { Condition, Opaque } from "../../model/condition.ts";
import type { Diagnostic } from "../../model/source.ts";
import type { Columns } from "../../syntax/columns.ts";
import type { ExpressionCursor, ExpressionToken } from "../../syntax/expression.ts";
import { LimitFault } from "../../syntax/fault.ts";
import { limits } from "../../syntax/limits.ts";
import { opaque } from "../../syntax/recovery.ts";
import type { Token, Words } from "../../syntax/tokens.ts";
import type { ExpandedCall } from "./expand-macros.ts";
import { findMacro, type MacroLookup, readMacroCall } from "./macro.ts";

/** What the parser of one query knows and gathers on its way. */
export interface SplContext {
  readonly macros: MacroLookup;
  /** Calls of macros that were expanded. */
  readonly calls: readonly ExpandedCall[];
  /** Whether calls were left for a limit. */
  readonly isCutShort: boolean;
  /** What is read, with where in the expanded query it is named. */
  readonly sources: Source[];
  /** Data models that are read, with the data sets that the query names: `["Endpoint", "Processes"]`. */
  readonly dataModels: (readonly string[])[];
  /** How many searches within texts within texts this is. */
  readonly depth: number;
  readonly work: Work;
  readonly memories: Memories;
  /** Of searches within texts. */
  readonly diagnostics: Diagnostic[];
  /** How many negations stand around what is being read. */
  negations: number;
}

/**
 * Lookups, as they stand in the query, by which a search knows when it saw something first: it compares what they add
 * with its own time. A test of what they add is then a window of time, whatever the table holds.
 */
export interface Memories {
  /** From an earlier reading of the query. */
  readonly known: ReadonlySet<string>;
  /** From this one. */
  readonly found: Set<string>;
}

/** What the whole query has cost so far, with all searches within texts. */
export interface Work {
  /** Characters of searches within texts. */
  characters: number;
  /** Conditions that have become a part of another search's. */
  joined: number;
}

export interface Source {
  readonly name: string;
  readonly offset: number;
}

/** One pipeline: the query's own, or that of a sub-search. */
export interface Pipeline {
  readonly context: SplContext;
  readonly columns: Columns;
  /** What has to hold so far. */
  readonly parts: Condition[];
  /** Fields that a command hands on alone, as the last that does so says. */
  handedOver: readonly string[];
  /** Whether its rows are those of a table that is not in the rule. */
  isTable: boolean;
  /** Reads the pipeline of a sub-search, from its `[` to its `]`; it begins with a search or goes on with a command. */
  readonly parseSubsearch: (cursor: ExpressionCursor, begins?: "search" | "command") => Subsearch;
  /** Reads a search that stands in the query as a text. */
  readonly parseText: (search: Words, offset: number) => Condition;
}

/** What a sub-search says. */
export interface Subsearch {
  readonly condition: Condition;
  /** Fields that it hands to the search around it, as far as it says so. */
  readonly fields: readonly string[];
  readonly columns: Columns;
  readonly isTable: boolean;
}

/** Notes that a condition becomes a part of one that another search adds to, since every time makes it deeper. */
export function countJoined({ work }: SplContext): void {
  work.joined++;
  if (work.joined > limits.nesting) throw new LimitFault(`more than ${limits.nesting} searches put together`);
}

/** Whether a token is a call of a macro. */
export function isMacroCall({ text }: Token<ExpressionToken>): boolean {
  return text.length > 1 && text.startsWith("`") && text.endsWith("`");
}

/** A call that is still there when the query is read. */
export function unresolved({ text, line }: Token<ExpressionToken>, { macros, isCutShort }: SplContext): Opaque {
  const macro = findMacro(readMacroCall(text.slice(1, -1)), macros);
  if (macro === undefined) return opaque("unresolved-macro", text, line);
  return opaque(isCutShort ? "limit-exceeded" : "unsupported", text, line);
}
