import type { Excerpt } from "../../syntax/excerpt.ts";
import { lastAtOrBefore } from "../../syntax/excerpt.ts";
import { limits } from "../../syntax/limits.ts";
import { findMacro, isFilterMacro, type MacroLookup, readMacroCall, type SplMacro } from "./macro.ts";

/** A query with its macros in place of their calls. */
export interface ExpandedQuery {
  /** Its lines are those of the rule; all of a macro is on the line of its call. */
  readonly query: Excerpt;
  /** Calls that the author wrote and that were expanded, in order. */
  readonly calls: readonly ExpandedCall[];
  /** Whether a call was left as it is because of a limit. */
  readonly isCutShort: boolean;
}

export interface ExpandedCall {
  readonly name: string;
  /** Where its text begins in the expanded query. */
  readonly offset: number;
}

/**
 * Puts macros in place of their calls, as Splunk does before it reads a search, and takes comments out.
 *
 * Calls of macros that are not known, that are evaluated, or that contain themselves stay, for the parser to say so.
 */
export function expandMacros(query: Excerpt, macros: MacroLookup): ExpandedQuery {
  if (!query.text.includes("`")) return { query, calls: [], isCutShort: false };
  const expansion = new Expansion(macros);
  expansion.write(query.text, undefined);
  const { text, starts, sources, isCutShort } = expansion;
  const lineAt = (offset: number): number => {
    const piece = lastAtOrBefore(starts, offset);
    const { source, isCall } = sources[piece] ?? { source: 0, isCall: false };
    return query.lineAt(isCall ? source : source + offset - (starts[piece] ?? 0));
  };
  return { query: { text, lineAt }, calls: expansion.calls, isCutShort };
}

/** Where a piece of the expanded text comes from. */
interface Source {
  /** Offset into the query as it was written. */
  readonly source: number;
  /** Whether all of the piece stands for the call there. */
  readonly isCall: boolean;
}

class Expansion {
  text = "";
  readonly starts: number[] = [];
  readonly sources: Source[] = [];
  readonly calls: ExpandedCall[] = [];
  isCutShort = false;
  /** Names of the macros that are being expanded, outermost first. */
  readonly #open: string[] = [];
  readonly #macros: MacroLookup;
  #calls = 0;
  #work = 0;

  constructor(macros: MacroLookup) {
    this.#macros = macros;
  }

  /** Appends a text with its macros expanded; `call` is where the outermost call stands that it comes from. */
  write(text: string, call: number | undefined): void {
    let start = 0;
    for (let index = nextMark(text, 0); index < text.length; index = nextMark(text, index)) {
      if (text.charAt(index) !== "`") {
        index = endOfQuote(text, index);
        continue;
      }
      this.#append(text.slice(start, index), call, start);
      index = this.#writeMarked(text, index, call);
      start = index;
    }
    this.#append(text.slice(start), call, start);
  }

  /** Appends what stands in backticks or is a comment, and returns where it ends. */
  #writeMarked(text: string, start: number, call: number | undefined): number {
    if (text.startsWith("```", start)) {
      const close = text.indexOf("```", start + 3);
      this.#append(" ", call ?? start, 0);
      return close < 0 ? text.length : close + 3;
    }
    const close = endOfCall(text, start + 1);
    if (close < 0) {
      this.#append(text.slice(start), call, start);
      return text.length;
    }
    this.#writeCall(text.slice(start, close + 1), call, start);
    return close + 1;
  }

  #writeCall(marked: string, outer: number | undefined, start: number): void {
    const macroCall = readMacroCall(marked.slice(1, -1));
    const { name } = macroCall;
    const macro = this.#open.includes(name) ? undefined : findMacro(macroCall, this.#macros);
    if (macro === undefined && isFilterMacro(name)) return;
    if (outer === undefined && !isFilterMacro(name)) this.calls.push({ name, offset: this.text.length });
    const definition = macro === undefined || macro.isEval ? undefined : this.#fill(macro, macroCall.arguments);
    if (definition === undefined) {
      this.#append(marked, outer ?? start, 0, "call");
      return;
    }
    this.#open.push(name);
    this.write(definition, outer ?? start);
    this.#open.pop();
  }

  /** A macro's definition with its arguments; undefined where it would go beyond a limit. */
  #fill({ parameters, definition }: SplMacro, given: readonly string[]): string | undefined {
    this.#calls++;
    this.#work += definition.length;
    const values = new Map(parameters.map((parameter, index) => [parameter, given[index] ?? ""]));
    const pieces = parameters.length === 0 ? [definition] : definition.split("$");
    let room = limits.queryLength - this.text.length;
    const filled = pieces.map((piece, index) => {
      const value = isPlaceholder(pieces, index) ? values.get(piece) : undefined;
      room -= (value ?? piece).length;
      return room < 0 ? "" : value;
    });
    const isTooMuch = room < 0 || this.#calls > limits.macroCalls || this.#work > limits.queryLength;
    if (isTooMuch || this.#open.length >= limits.nesting) {
      this.isCutShort = true;
      return undefined;
    }
    return join(pieces, filled);
  }

  #append(text: string, call: number | undefined, start: number, kind: "text" | "call" = "text"): void {
    if (text === "") return;
    this.starts.push(this.text.length);
    this.sources.push({ source: call ?? start, isCall: call !== undefined || kind === "call" });
    this.text += text;
  }
}

/** The pieces between dollars are placeholders by turns; a dollar that closes none opens the next. */
function isPlaceholder(pieces: readonly string[], index: number): boolean {
  return index > 0 && index < pieces.length - 1;
}

function join(pieces: readonly string[], filled: readonly (string | undefined)[]): string {
  let text = pieces[0] ?? "";
  let isOpen = true;
  for (let index = 1; index < pieces.length; index++) {
    const value = isOpen ? filled[index] : undefined;
    if (value !== undefined) {
      text += value;
      isOpen = false;
    } else {
      text += `${isOpen ? "$" : ""}${pieces[index] ?? ""}`;
      isOpen = true;
    }
  }
  return text;
}

/** Where the next quote or backtick is that no backslash makes plain. */
function nextMark(text: string, from: number): number {
  beforeMark.lastIndex = from;
  return beforeMark.test(text) ? Math.min(beforeMark.lastIndex, text.length) : text.length;
}

const beforeMark = /[^"`\\]*(?:\\[\s\S]?[^"`\\]*)*/y;

/** Behind the quote that closes the one at `start`. */
function endOfQuote(text: string, start: number): number {
  quoted.lastIndex = start;
  return quoted.test(text) ? quoted.lastIndex : text.length;
}

const quoted = /"[^"\\]*(?:\\[\s\S]?[^"\\]*)*"?/y;

/** The backtick that closes a call, which is in none of its quotes; -1 where none does. */
function endOfCall(text: string, from: number): number {
  for (let index = from; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === backtick) return index;
    if (character === quote) index = endOfQuote(text, index) - 1;
  }
  return -1;
}

const quote = 0x22;
const backtick = 0x60;
