import { distance } from "fastest-levenshtein";

/** Longer or shorter by more is no slip. */
const mostLengthApart = 3;

/**
 * How one field name could be a slip of another: only by the case of its letters, only by what separates its words
 * or a plural, or by a letter or two. Undefined: they are two names.
 */
export function likeness(name: string, other: string): "case" | "separators" | "letters" | undefined {
  if (name === other || Math.abs(name.length - other.length) > mostLengthApart) return undefined;
  const [folded, otherFolded] = [name.toLowerCase(), other.toLowerCase()];
  if (folded === otherFolded) return "case";
  if (isSwap(folded, otherFolded) || isDoubling(folded, otherFolded)) return "letters";
  const [words, others] = [wordsOf(name), wordsOf(other)];
  if (words.map(singular).join("") === others.map(singular).join("")) return "separators";
  return differInLetters(words, others) ? "letters" : undefined;
}

/** Two letters beside each other changed places. */
function isSwap(name: string, other: string): boolean {
  if (name.length !== other.length) return false;
  const at = firstDifference(name, other);
  const [first = "", second = ""] = name.slice(at, at + 2);
  return isLetter(first) && isLetter(second) && other === name.slice(0, at) + second + first + name.slice(at + 2);
}

/** A letter stands twice in one of them and once in the other. */
function isDoubling(name: string, other: string): boolean {
  const [short, long] = name.length < other.length ? [name, other] : [other, name];
  if (long.length !== short.length + 1) return false;
  const at = firstDifference(short, long);
  const letter = long.charAt(at);
  return isLetter(letter) && long.charAt(at - 1) === letter && long === short.slice(0, at) + letter + short.slice(at);
}

function firstDifference(name: string, other: string): number {
  let at = 0;
  while (at < name.length && name[at] === other[at]) at++;
  return at;
}

function isLetter(text: string): boolean {
  return /^[a-z]$/.test(text);
}

/** `winlog.event_data.TargetUserName`: winlog, event, data, target, user, name. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "");
}

function singular(word: string): string {
  return word.length > 4 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/** In exactly one word, which is long enough for its letters to tell. */
function differInLetters(words: readonly string[], others: readonly string[]): boolean {
  if (words.length !== others.length) return isSlip(words.join(""), others.join(""));
  const different = words.flatMap((word, index): readonly (readonly [string, string])[] => {
    const other = others[index] ?? "";
    return word === other ? [] : [[word, other]];
  });
  const [only] = different;
  return different.length === 1 && only !== undefined && isSlip(...only);
}

function isSlip(word: string, other: string): boolean {
  // `param1` and `param2` are two.
  if (word.replace(/\d+/g, "") === other.replace(/\d+/g, "")) return false;
  const edits = distance(word, other);
  return edits === 1
    ? Math.max(word.length, other.length) >= 5
    : edits === 2 && Math.min(word.length, other.length) >= 9;
}
