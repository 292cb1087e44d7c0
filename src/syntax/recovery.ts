import type { Condition, Opaque, OpaqueReason } from "../model/condition.ts";
import type { Diagnostic } from "../model/source.ts";
import { allOf, oneLine } from "./conditions.ts";
import { Cursor } from "./cursor.ts";
import type { Excerpt } from "./excerpt.ts";
import { LimitFault, SyntaxFault } from "./fault.ts";
import { limits } from "./limits.ts";
import { type Lexicon, tokenise } from "./tokens.ts";

/** A query's condition, and a diagnostic for each place that does not follow the grammar; the path is the caller's to fill in. */
export interface QueryReading {
  readonly condition: Condition;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a whole query and never throws: the wall around a language's parser.
 *
 * What the parser leaves over is an opaque part, and so is the whole query where the parser can't go on.
 */
export function readQuery<Kind extends string>(
  query: Excerpt,
  lexicon: Lexicon<Kind>,
  parse: (cursor: Cursor<Kind>) => Condition,
): QueryReading {
  try {
    if (query.text.length > limits.queryLength) throw new LimitFault(`more than ${limits.queryLength} characters`);
    const cursor = new Cursor(query, tokenise(query, lexicon));
    const condition = recovering(cursor, neverEnds, parse);
    return {
      condition: withRest(cursor, condition),
      diagnostics: cursor.faults.map((fault) => diagnostic(query, fault)),
    };
  } catch (fault) {
    if (!(fault instanceof LimitFault)) throw fault;
    return {
      condition: opaque("limit-exceeded", query.text, query.lineAt(0)),
      diagnostics: [
        {
          code: "limit-exceeded",
          message: `The query has ${fault.limit} and was not read. Split it into several rules.`,
          location: { path: "", line: query.lineAt(0), column: 1 },
        },
      ],
    };
  }
}

/**
 * Runs a parser; where it fails, what stands there up to the next boundary becomes an opaque part,
 * and the parser around it goes on from there.
 */
export function recovering<Kind extends string, Node>(
  cursor: Cursor<Kind>,
  isBoundary: (cursor: Cursor<Kind>) => boolean,
  parse: (cursor: Cursor<Kind>) => Node,
): Node | Opaque {
  const start = cursor.position;
  const faults = cursor.faults.length;
  try {
    return parse(cursor);
  } catch (fault) {
    if (!(fault instanceof SyntaxFault)) throw fault;
    // What went wrong first, further in, explains more than what followed from it.
    const [first] = cursor.faults.splice(faults);
    if (faults < maxDiagnostics) cursor.faults.push(first ?? fault);
    cursor.rewind(start);
    cursor.skipTo(isBoundary);
    // Where nothing stands, what stands before it shows the place.
    const { text, line } = cursor.wordsFrom(cursor.position > start ? start : Math.max(0, start - 1));
    return opaque("syntax-error", text, line);
  }
}

/** Runs a parser that may not step over anything: what it makes is not sure to be seen, and so might its opaque parts. */
export function strictly<Kind extends string, Node>(cursor: Cursor<Kind>, parse: () => Node): Node {
  const faults = cursor.faults.length;
  const node = parse();
  const fault = cursor.faults[faults];
  if (fault !== undefined) throw fault;
  return node;
}

/** A part that was not understood, with its words cut to a line. */
export function opaque(reason: OpaqueReason, text: string, line: number): Opaque {
  return { kind: "opaque", reason, text: oneLine(text), line };
}

/** One query that is all wrong needs no thousand complaints. */
const maxDiagnostics = 20;

function neverEnds(): boolean {
  return false;
}

function withRest<Kind extends string>(cursor: Cursor<Kind>, condition: Condition): Condition {
  const rest = cursor.position;
  if (cursor.token.kind === "end") return condition;
  const { text, start, line } = cursor.token;
  if (cursor.faults.length < maxDiagnostics) cursor.faults.push(new SyntaxFault("the end of the query", text, start));
  while (cursor.token.kind !== "end") cursor.take();
  return allOf([condition, opaque("syntax-error", cursor.wordsFrom(rest).text, line)]);
}

function diagnostic(query: Excerpt, { expected, found, offset }: SyntaxFault): Diagnostic {
  // Blanks behind the last word may well be on the lines that follow.
  const at = found === undefined ? query.text.trimEnd().length : offset;
  return {
    code: "syntax-error",
    message: `The query ${found === undefined ? "ends" : `has ${quoted(found)}`} where ${expected} is expected; this part of it was not read.`,
    location: { path: "", line: query.lineAt(at), column: columnAt(query, at) },
  };
}

/** The author's words in quotes, if they don't bring their own. */
function quoted(words: string): string {
  return words.startsWith('"') ? oneLine(words) : `"${oneLine(words)}"`;
}

/** Right for every line of a query but its first, which may begin anywhere in the file's line. */
function columnAt(query: Excerpt, offset: number): number {
  const lineStart = query.text.slice(0, offset).lastIndexOf("\n") + 1;
  return lineStart === 0 ? 1 : offset - lineStart + 1;
}
