import type { Excerpt } from "./excerpt.ts";
import { LimitFault, SyntaxFault } from "./fault.ts";
import { limits } from "./limits.ts";
import { Token, type Words } from "./tokens.ts";

/** A position in the tokens of a query. */
export class Cursor<Kind extends string> {
  readonly query: Excerpt;
  /** What was stepped over because it did not follow the grammar, in order. */
  readonly faults: SyntaxFault[] = [];
  readonly #tokens: readonly Token<Kind>[];
  readonly #end: Token<Kind>;
  #token: Token<Kind>;
  #position = 0;
  #depth = 0;

  /** `tokens` as made by `tokenise`: the last one is `end`. */
  constructor(query: Excerpt, tokens: readonly Token<Kind>[]) {
    this.query = query;
    this.#tokens = tokens;
    this.#end = tokens.at(-1) ?? new Token<Kind>("end", "", query.text.length, query);
    this.#token = tokens[0] ?? this.#end;
  }

  /** How many tokens lie behind. */
  get position(): number {
    return this.#position;
  }

  /** The token that comes next. */
  get token(): Token<Kind> {
    return this.#token;
  }

  /** The token that comes `count` after the next. */
  ahead(count: number): Token<Kind> {
    return this.tokenAt(this.#position + count);
  }

  /** The token that comes, came or will come at a position. */
  tokenAt(position: number): Token<Kind> {
    return this.#tokens[position] ?? this.#end;
  }

  /** Whether this word, in any case, or this symbol comes next. */
  at(word: string): boolean {
    const { text } = this.#token;
    return text === word || (text.length === word.length && text.toLowerCase() === word);
  }

  /** Takes the next token, whatever it is. */
  take(): Token<Kind> {
    const token = this.#token;
    if (token.kind !== "end") this.rewind(this.#position + 1);
    return token;
  }

  /** Takes the next token if it is this word, in any case, or this symbol. */
  takeIf(word: string): boolean {
    const isThere = this.at(word);
    if (isThere) this.rewind(this.#position + 1);
    return isThere;
  }

  /** Takes the next token, which has to be this word or symbol. */
  expect(word: string): Token<Kind> {
    if (!this.at(word)) this.fail(`\`${word}\``);
    return this.take();
  }

  /** Takes the next token, which has to be of this kind; `expected` says what that is: `a field`. */
  expectKind(kind: Kind, expected: string): Token<Kind> {
    if (this.#token.kind !== kind) this.fail(expected);
    return this.take();
  }

  fail(expected: string): never {
    const { kind, text, start } = this.#token;
    throw new SyntaxFault(expected, kind === "end" ? undefined : text, start);
  }

  /** Runs a parser one level deeper; every rule of a grammar that can contain itself goes through here. */
  nested<Result>(parse: () => Result): Result {
    if (this.#depth >= limits.nesting) throw new LimitFault(`more than ${limits.nesting} brackets within brackets`);
    this.#depth++;
    try {
      return parse();
    } finally {
      this.#depth--;
    }
  }

  /** Goes back to where `position` was. */
  rewind(position: number): void {
    this.#position = position;
    this.#token = this.#tokens[position] ?? this.#end;
  }

  /** Takes all tokens up to the next that `isBoundary` holds for and that is in no bracket opened on the way. */
  skipTo(isBoundary: (cursor: Cursor<Kind>) => boolean): void {
    let depth = 0;
    while (this.#token.kind !== "end") {
      const { text } = this.#token;
      if (depth === 0 && (isBoundary(this) || isClosing(text))) return;
      if (isOpening(text)) depth++;
      if (isClosing(text)) depth--;
      this.take();
    }
  }

  /** What the author wrote from a former position to here. */
  wordsFrom(position: number): Words {
    return new TokenWords(this, position, this.#position);
  }
}

/** The words are put together only when asked for: most are read for what they say, and never quoted. */
class TokenWords<Kind extends string> implements Words {
  readonly #cursor: Cursor<Kind>;
  readonly #start: number;
  readonly #end: number;

  constructor(cursor: Cursor<Kind>, start: number, end: number) {
    this.#cursor = cursor;
    this.#start = start;
    this.#end = end;
  }

  get line(): number {
    return this.#cursor.tokenAt(this.#start).line;
  }

  get text(): string {
    let text = "";
    for (let position = this.#start; position < this.#end; position++) {
      const token = this.#cursor.tokenAt(position);
      if (text !== "" && this.#cursor.tokenAt(position - 1).end < token.start) text += " ";
      text += token.text;
    }
    return text.replace(/\s*\n\s*/g, " ");
  }
}

function isOpening(text: string): boolean {
  return text === "(" || text === "[" || text === "{";
}

function isClosing(text: string): boolean {
  return text === ")" || text === "]" || text === "}";
}
