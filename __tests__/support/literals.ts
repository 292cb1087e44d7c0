/** A value that a query compares something with, and its line in the query from 1. */
export interface Literal {
  readonly text: string;
  readonly line: number;
}

/**
 * The values of a query's comparisons, found without any parser of ours: texts and words by their looks and neighbours.
 * What a prompt, a format or a unit of time says is none.
 */
export function literalsOf(language: string, query: string): readonly Literal[] {
  switch (language) {
    case "eql":
      return pieces(query, /"""[\s\S]*?"{3,5}|"(?:\\.|[^"\\\n])*"/g)
        .filter(({ text }) => text.startsWith('"'))
        .map(unquote);
    case "esql":
      return comparedTexts(query);
    case "spl":
      return splValues(query);
    default:
      return kueryValues(query, language === "lucene" ? "()" : "(){}<>");
  }
}

/** The fragments of a value between wildcards, in the order in which they have to be found; a regex may lose `.*` at its ends. */
export function fragmentsOf(text: string): readonly string[] {
  return text
    .replace(/^\.\*|\.\*$/g, "")
    .split(/[*?\\]+/)
    .filter((fragment) => fragment.trim() !== "");
}

/** Texts, with comments left out. */
function pieces(query: string, text: RegExp): readonly Literal[] {
  const any = new RegExp(`${text.source}|//[^\\n]*|/\\*[\\s\\S]*?\\*/`, "g");
  return [...query.matchAll(any)]
    .filter(([found]) => !found.startsWith("/"))
    .map(({ 0: found, index }) => ({ text: found, line: lineAt(query, index) }));
}

function unquote({ text, line }: Literal): Literal {
  return { text: text.startsWith('"""') ? text.slice(3, -3) : decode(text.slice(1, -1)), line };
}

function decode(text: string): string {
  return text.replace(
    /\\(?:u\{?([0-9a-fA-F]{4})\}?|(["\\tnr():<>*{}]))/g,
    (_, code: string | undefined, char: string) =>
      code === undefined ? (escapes[char] ?? char) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** Texts behind a comparison of ES|QL, in a list behind one, or handed to a function that compares. */
function comparedTexts(query: string): readonly Literal[] {
  const open: string[] = [];
  let before = "";
  return esqlTokens(query).flatMap((token) => {
    const isCompared = comparing.has(before) || comparing.has(open.at(-1) ?? "");
    if (token.text === "(") open.push(before);
    if (token.text === ")") open.pop();
    before = token.text.toLowerCase();
    if (!token.text.startsWith('"') || !isCompared) return [];
    return open.at(-1) === "kql" ? kueryValues(unquote(token).text, "(){}<>") : [unquote(token)];
  });
}

function esqlTokens(query: string): readonly Literal[] {
  const token = /"""[\s\S]*?"{3,5}|"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[=!]=|=~|[\w@.`]+|\S/g;
  return [...query.matchAll(token)]
    .filter(([part]) => !part.startsWith("//") && !part.startsWith("/*"))
    .map(({ 0: text, index }) => ({ text, line: lineAt(query, index) }));
}

const comparing = new Set([
  ...["==", "!=", "=~", "like", "rlike", "in", ":", "starts_with", "ends_with", "contains", "cidr_match", "match"],
  ...["kql", "mv_contains"],
]);

/**
 * Values in the searches of SPL and in its expressions that filter: quoted texts, and what stands behind a comparison. The
 * macros are not opened, and what a flag is compared with (`eval flag=if(…)`, `where flag=1`) is the search's own.
 */
function splValues(query: string): readonly Literal[] {
  const token = /```[\s\S]*?```|`[^`]*`|"(?:\\[\s\S]|[^"\\])*"|[!<>=]=?|[|[\](),]|(?:\\["|\\]|[^\s"`!<>=|[\](),])+/g;
  const found = [...query.matchAll(token)];
  const texts = found.map(([text]) => text);
  const flags = new Set(texts.filter((_, at) => texts[at + 1] === "=" && /^(?:if|case)$/i.test(texts[at + 2] ?? "")));
  let place: SplPlace = { command: "search", isFilter: true };
  return found.flatMap(({ 0: text, index }, at) => {
    place = placeOf(text.toLowerCase(), texts[at - 1] ?? "", place);
    if (!place.isFilter || !isSplValue(texts, at, flags)) return [];
    return [{ text: text.startsWith('"') ? text.slice(1, -1) : text, line: lineAt(query, index) }];
  });
}

function isSplValue(texts: readonly string[], at: number, flags: ReadonlySet<string>): boolean {
  const text = texts[at] ?? "";
  if (/^[|[\](),`!<>=]/.test(text) || /^(?:[!<>=].*|in)$/i.test(texts[at + 1] ?? "")) return false;
  const isCompared = /^[!=]=?$/.test(texts[at - 1] ?? "");
  return isCompared ? !flags.has(texts[at - 2] ?? "") : text.startsWith('"');
}

interface SplPlace {
  readonly command: string;
  readonly isFilter: boolean;
}

function placeOf(word: string, before: string, place: SplPlace): SplPlace {
  if (before === "|" || before === "[") return { command: word, isFilter: word === "search" || word === "where" };
  if (place.command !== "tstats") return place;
  if (word === "where") return { command: "tstats", isFilter: true };
  return word === "by" || word === "groupby" ? { command: "tstats", isFilter: false } : place;
}

/** Quoted texts, expressions between slashes, and words that no colon or order follows. */
function kueryValues(query: string, symbols: string): readonly Literal[] {
  const token = new RegExp(String.raw`"(?:\\.|[^"\\])*"|(?<=[(\s])/[^/\s]+/|(?:\\.|[^\s:"${symbols}\\])+|\S`, "gs");
  const parts = [...query.matchAll(token)];
  return parts.flatMap(({ 0: part, index }, at) => {
    const after = parts[at + 1]?.[0] ?? "";
    const isOther = part.length === 1 && /[^\w"*-]/.test(part);
    if (isOther || /^[:<>{]/.test(after) || /^(?:and|or|not|AND|OR|NOT|TO)$/.test(part)) return [];
    const isQuoted = part.startsWith('"') || /^\/.+\/$/.test(part);
    return [{ text: decode(isQuoted ? part.slice(1, -1) : part), line: lineAt(query, index) }];
  });
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
