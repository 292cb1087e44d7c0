import type { ExpressionToken } from "../../syntax/expression.ts";
import type { Lexicon } from "../../syntax/tokens.ts";

/**
 * The tokens of one query.
 *
 * What a word is depends on the command that it stands in: in a search `C:\Windows\*-x` is one, in an expression it would
 * be an operation on several. A name in an expression may hold dots and braces (`actor.roles{}.name`), as Splunk's
 * extractions make them.
 */
export function splLexicon(): Lexicon<ExpressionToken> {
  const state = new LexicalState();
  return {
    get shape() {
      return state.isExpression ? expressionShape : searchShape;
    },
    kindOf: (query, start, end) => state.kindOf(query, start, end),
  };
}

/** Blanks, texts, calls of macros, symbols, and words of all that is none of these; a backslash makes a quote or pipe part of one. */
const searchShape =
  /\s+|"[^"\\]*(?:\\[\s\S][^"\\]*)*"|`[^`]*`|[!<>]=|==?|[<>()[\],|]|(?:[^\s()[\],|"=<>!`\\]|\\["|\\]?|!(?!=))+/y;

/** Blanks, texts, quoted names, calls of macros, numbers, names, symbols. */
const expressionShape =
  /\s+|"[^"\\]*(?:\\[\s\S][^"\\]*)*"|'[^'\n]*'|`[^`]*`|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?|<<\w+>>|[A-Za-z_@$][\w@$]*(?:\{\d*\}|[.:][A-Za-z_@$][\w@$]*)*|[!=<>]=|[-+*/%.=<>()[\]{},|:]/y;

class LexicalState {
  isExpression = false;
  #isCommandNext = false;
  /** For each open square bracket, whether an expression goes on behind it. */
  readonly #outer: boolean[] = [];

  kindOf(query: string, start: number, end: number): ExpressionToken | undefined {
    const first = query.charCodeAt(start);
    if (first <= space || (first > lastAscii && query.slice(start, end).trim() === "")) return undefined;
    const kind = this.#kindOf(query, start, end);
    if (kind === "symbol") this.#pass(query.charAt(start));
    else if (this.#isCommandNext) {
      this.#isCommandNext = false;
      this.isExpression = expressionCommands.has(query.slice(start, end).toLowerCase());
    }
    return kind;
  }

  #kindOf(query: string, start: number, end: number): ExpressionToken {
    const first = query.charAt(start);
    if (first === '"') return "text";
    const length = end - start;
    if (!this.isExpression) {
      return "()[],|=<>".includes(first) || (length === 2 && query.startsWith("!=", start)) ? "symbol" : "name";
    }
    if (first >= "0" && first <= "9") return "number";
    if (!"()[]{},|=<>!+-*/%.:".includes(first)) return "name";
    if (first === "." && length > 1) return "number";
    return length > 2 ? "name" : "symbol";
  }

  /** A pipe and an opening bracket begin a command. */
  #pass(symbol: string): void {
    if (symbol === "[") this.#outer.push(this.isExpression);
    if (symbol === "]") this.isExpression = this.#outer.pop() ?? false;
    if (symbol !== "[" && symbol !== "|") return;
    this.isExpression = false;
    this.#isCommandNext = true;
  }
}

/** Commands whose words are an expression. */
const expressionCommands: ReadonlySet<string> = new Set(["eval", "where", "fieldformat"]);

/** What a text in quotes stands for: a backslash makes a quote or a backslash plain, and is plain itself before others. */
export function readText(quoted: string): string {
  return decode(quoted.slice(1, -1));
}

/** What a word or a text without its quotes stands for. */
export function decode(text: string): string {
  return text.includes("\\") ? text.replace(/\\([\\"])/g, "$1") : text;
}

/** The field that a name stands for: in an expression single quotes make any text a name. */
export function readName(name: string): string {
  return name.length > 1 && name.startsWith("'") && name.endsWith("'") ? name.slice(1, -1) : name;
}

const space = 0x20;
const lastAscii = 0x7f;
