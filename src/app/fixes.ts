import { findFixes, mayBeFixed } from "../analysis/find-fixes.ts";
import type { Catalogue } from "../attack/catalogue.ts";
import { nearest } from "../config/nearest.ts";
import { decodeText } from "../io/decode-text.ts";
import type { FileTree } from "../io/file-tree.ts";
import { addTo } from "../model/add-to.ts";
import type { Delta } from "../model/delta.ts";
import type { Fix } from "../model/fix.ts";
import type { Rule } from "../model/rule.ts";
import type { RepositoryPath } from "../model/source.ts";

/** What can be put right in files of added and edited rules, by path and line. Only files that have something are read. */
export async function fixesOf(delta: Delta | undefined, head: FileTree, catalogue: Catalogue): Promise<readonly Fix[]> {
  const byPath = new Map<RepositoryPath, Rule[]>();
  const changed = delta === undefined ? [] : [...delta.rules.added, ...delta.rules.edited.map(({ after }) => after)];
  for (const { rule } of changed) {
    if (!mayBeFixed(rule, catalogue)) continue;
    addTo(byPath, rule.path, rule);
  }
  if (byPath.size === 0) return [];
  const fixes: Fix[] = [];
  const entries = (await head.entries()).filter(({ path }) => byPath.has(path));
  await head.read(entries, ({ path }, content) => {
    const decoded = decodeText(path, content);
    // A suggestion on the page would change the line ends of a file that has those of Windows.
    if (decoded.kind === "no-text" || decoded.text.includes("\r")) return;
    fixes.push(...findFixes(byPath.get(path) ?? [], decoded.text.split("\n"), { catalogue, nearest }));
  });
  return fixes;
}
