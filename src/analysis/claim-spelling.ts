import type { Tactic, Technique } from "../model/attack.ts";

/** How a text names a tactic that has another name now. */
export interface Spelling {
  /** As it is written: `defense_evasion`, `Defense Evasion`. */
  readonly text: string;
  /** The id that goes with it, where one is known. */
  readonly id: string | undefined;
}

/**
 * A line with one technique in place of another, in the spelling that the line has: `t1562.001`, `T1562/001` in an
 * address. Undefined where the line does not hold it. The name is replaced where it stands alone in quotes.
 */
export function replaceTechnique(
  line: string,
  from: Technique,
  to: Technique,
  what: "any" | "name-or-address" = "any",
): string | undefined {
  const [base = "", child] = from.id.slice(1).split(".");
  const number = child === undefined ? `${base}(?!\\d|[./]\\d)` : `${base}([./])${child}(?!\\d)`;
  const before = what === "any" ? "(?<![A-Za-z0-9])" : "(?<=/techniques/)";
  const id = new RegExp(`${before}([tT])${number}`);
  const found = id.exec(line);
  if (found !== null) {
    const [text, letter = "T"] = found;
    const isAddress = line.slice(0, found.index).endsWith("/");
    const after = letter + to.id.slice(1).replace(".", isAddress ? "/" : ".");
    return line.slice(0, found.index) + after + line.slice(found.index + text.length);
  }
  return what === "any" ? undefined : replaceQuoted(line, from.name, to.name);
}

/** A line with another tactic's name, in the style of the former one, and id. Undefined where it holds neither. */
export function replaceTactic(line: string, spellings: readonly Spelling[], to: Tactic): string | undefined {
  let replaced = line;
  for (const { text, id } of spellings) {
    const at = indexOfWord(replaced, text);
    if (at >= 0) replaced = replaced.slice(0, at) + inStyleOf(text, to) + replaced.slice(at + text.length);
    if (id !== undefined) replaced = replaced.replace(new RegExp(`\\b${id}\\b`), to.id);
  }
  return replaced === line ? undefined : replaced;
}

/** `[[… .technique.subtechnique]]` as the header of a technique; undefined where it is none of a sub-technique. */
export function tableHeader(line: string): string | undefined {
  const header = line.replace(/\.technique\.subtechnique(\s*\]\])/, ".technique$1");
  return header === line ? undefined : header;
}

function replaceQuoted(line: string, from: string, to: string): string | undefined {
  for (const mark of ['"', "'"]) {
    const at = line.indexOf(mark + from + mark);
    if (at >= 0) return line.slice(0, at + 1) + to + line.slice(at + 1 + from.length);
  }
  return undefined;
}

function indexOfWord(line: string, word: string): number {
  const at = line.indexOf(word);
  const isPart = (character: string | undefined) => character !== undefined && /[A-Za-z0-9]/.test(character);
  return at < 0 || isPart(line[at - 1]) || isPart(line[at + word.length]) ? -1 : at;
}

/** `Defense Evasion`: the name; `defense_evasion`, `defense-evasion`, `DefenseEvasion`: the short name, spelled so. */
function inStyleOf(former: string, { name, shortName }: Tactic): string {
  if (former.includes(" ")) return name;
  if (former.includes("_")) return shortName.replaceAll("-", "_");
  if (former.includes("-") || former === former.toLowerCase()) return shortName;
  return name.replaceAll(" ", "");
}
