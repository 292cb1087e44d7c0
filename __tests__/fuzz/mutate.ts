import { hostileTexts } from "../support/hostile-texts.ts";
import type { Chance } from "./chance.ts";

/** What a mutation may use beside the text that it changes. */
export interface Material {
  readonly chance: Chance;
  /** Another file of the same format. */
  readonly other: string;
}

type Mutation = (text: string, material: Material) => string;

/**
 * Changes a rule file as carelessness, bad tools and bad intent would: characters, words, lines and blocks.
 *
 * One to four changes, so that most of the file still is what a reader expects and the rest is what it must bear.
 */
export function mutate(text: string, material: Material): string {
  const { chance } = material;
  let mutated = text;
  for (let change = 0; change <= chance.below(4); change++) {
    mutated = chance.of(mutations, deleteSpan)(mutated, material).slice(0, longest);
  }
  return mutated;
}

/** In UTF-16 units: repeated doubling is not what is tested here. */
const longest = 200_000;

const mutations: readonly Mutation[] = [
  deleteSpan,
  deleteCharacter,
  doubleSpan,
  insertPiece,
  insertPiece,
  insertHostile,
  swapWords,
  replaceWord,
  replaceWord,
  repeatWord,
  changeCase,
  changeLine,
  changeIndent,
  moveLine,
  spliceOther,
  graftBlock,
  changeQuote,
  changeLineEnds,
  nest,
];

function deleteSpan(text: string, { chance }: Material): string {
  const start = chance.below(text.length + 1);
  return text.slice(0, start) + text.slice(start + chance.below(200));
}

function deleteCharacter(text: string, { chance }: Material): string {
  const at = chance.below(text.length);
  return text.slice(0, at) + text.slice(at + 1);
}

function doubleSpan(text: string, { chance }: Material): string {
  const start = chance.below(text.length + 1);
  const span = text.slice(start, start + chance.below(400));
  return text.slice(0, start) + span + text.slice(start);
}

function insertPiece(text: string, { chance }: Material): string {
  return insertAt(text, wordEdge(text, chance), chance.of(pieces, "\n"));
}

function insertHostile(text: string, { chance }: Material): string {
  return insertAt(text, wordEdge(text, chance), chance.of(hostileTexts, "\0"));
}

function insertAt(text: string, at: number, piece: string): string {
  return text.slice(0, at) + piece + text.slice(at);
}

function wordEdge(text: string, chance: Chance): number {
  const at = chance.below(text.length + 1);
  const next = text.slice(at).search(/\b/);
  return next === -1 ? at : at + next;
}

interface Word {
  readonly start: number;
  readonly text: string;
}

function anyWord(text: string, chance: Chance): Word {
  const from = chance.below(text.length + 1);
  const found = /[\w.$@%~-]+|[^\w\s]+/.exec(text.slice(from, from + 500));
  return found === null ? { start: from, text: "" } : { start: from + found.index, text: found[0] };
}

function put(text: string, { start, text: word }: Word, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(start + word.length);
}

function swapWords(text: string, { chance }: Material): string {
  const [first, second] = [anyWord(text, chance), anyWord(text, chance)].sort((a, b) => a.start - b.start);
  if (first === undefined || second === undefined || first.start + first.text.length > second.start) return text;
  return put(put(text, second, first.text), first, second.text);
}

/** By a word of another file, or one that means something to some language. */
function replaceWord(text: string, { chance, other }: Material): string {
  const replacement = chance.next() < 0.5 ? anyWord(other, chance).text : chance.of(words, "");
  return put(text, anyWord(text, chance), replacement);
}

function repeatWord(text: string, { chance }: Material): string {
  const word = anyWord(text, chance);
  return put(text, word, `${word.text} `.repeat(1 + chance.below(300)));
}

function changeCase(text: string, { chance }: Material): string {
  const word = anyWord(text, chance);
  return put(text, word, chance.next() < 0.5 ? word.text.toUpperCase() : word.text.toLowerCase());
}

function onLine(text: string, chance: Chance, change: (line: string, lines: string[], at: number) => string): string {
  const lines = text.split("\n");
  const at = chance.below(lines.length);
  lines[at] = change(lines[at] ?? "", lines, at);
  return lines.join("\n");
}

/** A line becomes one of another file. */
function changeLine(text: string, { chance, other }: Material): string {
  return onLine(text, chance, () => chance.of(other.split("\n"), ""));
}

function changeIndent(text: string, { chance }: Material): string {
  return onLine(text, chance, (line) => " ".repeat(chance.below(12)) + line.trimStart());
}

function moveLine(text: string, { chance }: Material): string {
  return onLine(text, chance, (line, lines) => {
    const other = chance.below(lines.length);
    const moved = lines[other] ?? "";
    lines[other] = line;
    return moved;
  });
}

/** The beginning of one file and the end of another. */
function spliceOther(text: string, { chance, other }: Material): string {
  return text.slice(0, chance.below(text.length + 1)) + other.slice(chance.below(other.length + 1));
}

/** Lines of another file, within this one. */
function graftBlock(text: string, { chance, other }: Material): string {
  const foreign = other.split("\n");
  const start = chance.below(foreign.length);
  const block = foreign.slice(start, start + 1 + chance.below(12)).join("\n");
  return onLine(text, chance, (line) => `${line}\n${block}`);
}

function changeQuote(text: string, { chance }: Material): string {
  const places = [...text.matchAll(/["'`]/g)].map(({ index }) => index);
  const at = chance.of(places, 0);
  return text.slice(0, at) + chance.of(['"', "'", "`", '"""', "'''", "\\", ""], "") + text.slice(at + 1);
}

function changeLineEnds(text: string, { chance }: Material): string {
  return text.replaceAll("\n", chance.of(["\r\n", "\r", "\n\n", "\u2028"], "\r\n"));
}

/** Brackets within brackets. */
function nest(text: string, { chance }: Material): string {
  const depth = 1 + chance.below(400);
  const [open, close] = chance.of(brackets, ["(", ")"]);
  const word = anyWord(text, chance);
  return put(
    text,
    word,
    open.repeat(depth) + word.text + close.repeat(chance.next() < 0.7 ? depth : chance.below(depth)),
  );
}

const brackets: readonly (readonly [string, string])[] = [
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
  ["not (", ")"],
  ["[search ", "]"],
  ["case(", ")"],
];

const pieces: readonly string[] = [
  ..."\n\r\t'\"\\*?|[]{}()<>&!%@`#:,;=~^$-".split(""),
  ...["- ", ": ", "&a ", "*a", "<<: *a", "---\n", "!!binary ", "|\n", ">-\n", "'''", '"""', "\\u0041", "\\x", "\\"],
  ...["\u0000", "\uFEFF", "\uD800", "💾", "\u202E", "é", "İ", "ẞ", "\u00A0", "\u2028"],
  ...["/*", "*/", "//", "--", "```", "${", "}}", "..", "::", "==", "!=", "=>", "||", "&&"],
];

/** Words that some format or language gives a meaning to. */
const words: readonly string[] = [
  ...[
    "and",
    "or",
    "not",
    "of",
    "them",
    "all",
    "any",
    "1 of",
    "all of",
    "in",
    "like",
    "regex~",
    "where",
    "by",
    "is null",
  ],
  ...["true", "false", "null", "0", "-1", "1e999", "0x10", "NaN", "99999999999999999999", "2024-01-01", "~", "*", "**"],
  ...[
    "sequence",
    "sample",
    "until",
    "maxspan=1m",
    "with maxspan=",
    "!",
    "[",
    "]",
    "with runs=3",
    "| head 5",
    "any where",
  ],
  ...["from", "eval", "stats", "count()", "rename", "keep", "drop", "dissect", "grok", "mv_expand", "enrich", "fork"],
  ...[
    "tstats",
    "datamodel=",
    "search",
    "join",
    "append",
    "lookup",
    "rex",
    "transaction",
    "map",
    "inputlookup",
    "`macro`",
  ],
  ...["`macro(a,b)`", "NOT", "IN (", "TERM(", "if(", "case(", "coalesce(", "replace(", "match(", "cidrmatch(", "like("],
  ...["detection", "condition", "selection", "logsource", "correlation", "filter", "rules", "timespan", "group-by"],
  ...[
    "|contains|all",
    "|re|i",
    "|base64offset|contains",
    "|windash",
    "|cidr",
    "|expand",
    "|fieldref",
    "|exists",
    "|neq",
  ],
  ...[
    "[rule]",
    "[[rule.threat]]",
    "query = '''",
    "type",
    "language",
    "kuery",
    "eql",
    "esql",
    "lucene",
    "machine_learning",
  ],
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"],
];
