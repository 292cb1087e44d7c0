import { decodeText } from "../io/decode-text.ts";
import type { FileTree } from "../io/file-tree.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import type { RepositoryPath } from "../model/source.ts";
import { visitLeaves } from "../model/visit-leaves.ts";

/** What authors wrote on the lines that their predicates stand on, by path and line. */
export type AuthorLines = ReadonlyMap<RepositoryPath, ReadonlyMap<number, string>>;

/** Longer lines are cut; much longer ones are no lines that a person wrote. */
const longest = 240;
const mostOfLine = 2_000;

/** Reads the files of the rules once more, and keeps of each the lines that are shown. */
export async function readAuthorLines(tree: FileTree, rules: readonly AnalysedRule[]): Promise<AuthorLines> {
  const wanted = new Map<RepositoryPath, Set<number>>();
  for (const { rule } of rules) {
    const lines = wanted.get(rule.path) ?? new Set();
    wanted.set(rule.path, lines);
    visitLeaves(rule.condition, (leaf) => {
      if (leaf.kind === "predicate") lines.add(leaf.line);
    });
  }
  const entries = (await tree.entries()).filter(({ path }) => (wanted.get(path)?.size ?? 0) > 0);
  const found = new Map<RepositoryPath, ReadonlyMap<number, string>>();
  await tree.read(entries, ({ path }, content) => {
    const decoded = decodeText(path, content);
    if (decoded.kind === "text") found.set(path, pick(decoded.text, wanted.get(path) ?? new Set()));
  });
  return found;
}

function pick(text: string, numbers: ReadonlySet<number>): ReadonlyMap<number, string> {
  // Most files end their lines in one way, and are cut several times faster at a text than at an expression.
  const lines = text.split(text.includes("\r") ? /\r\n|\n|\r/ : "\n");
  const picked = new Map<number, string>();
  for (const number of numbers) {
    const line = lines[number - 1]?.trim() ?? "";
    if (line === "" || line.length > mostOfLine) continue;
    picked.set(number, line.length > longest ? `${line.slice(0, longest - 1)}…` : line);
  }
  return picked;
}
