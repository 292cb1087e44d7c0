import type { Catalogue } from "../attack/catalogue.ts";
import type { Fix } from "../model/fix.ts";
import type { LineEdit } from "../model/migration.ts";
import { type Prose, quote, say } from "../model/prose.ts";
import type { Claim, Rule } from "../model/rule.ts";
import { migrateFile } from "./migrate-file.ts";

/** The one of some words that somebody most likely meant by another, if one is close enough. */
export type Nearest = (word: string, words: readonly string[]) => string | undefined;

/** Whether a rule names anything of ATT&CK that can be put right, by its claims alone. */
export function mayBeFixed({ techniques, tactics }: Rule, catalogue: Catalogue): boolean {
  return (
    techniques.some(({ id }) => catalogue.resolve(id).kind !== "active") ||
    tactics.some(({ id }) => !catalogue.tactics.some((tactic) => tactic.id === id || tactic.shortName === id))
  );
}

/**
 * What can be put right in one file of what its rules name of ATT&CK: ids and names that were replaced, and misspelt ones
 * of which it is certain what they mean. `lines` are the file's without their ends.
 */
export function findFixes(
  rules: readonly Rule[],
  lines: readonly string[],
  { catalogue, nearest }: { readonly catalogue: Catalogue; readonly nearest: Nearest },
): readonly Fix[] {
  const claims = rules.flatMap(({ techniques, tactics }) => [...techniques, ...tactics]);
  const path = rules[0]?.path ?? "";
  const fixes: Fix[] = [];
  for (const edits of neighbouring(migrateFile(rules, lines, catalogue).edits)) {
    const [first, last] = [edits[0], edits.at(-1)];
    if (first === undefined || last === undefined) continue;
    const declared = claims.find(({ line }) => line >= first.line && line <= last.line);
    fixes.push({
      path,
      line: first.line,
      lastLine: last.line,
      before: edits.map(({ before }) => before),
      after: edits.flatMap(({ after }) => after ?? []),
      reason: replacedReason(declared, catalogue),
    });
  }
  const taken = new Set(fixes.flatMap(({ line, lastLine }) => [line, lastLine]));
  return [...fixes, ...misspelt(rules, lines, { catalogue, nearest }).filter(({ line }) => !taken.has(line))];
}

/** Edits of lines that follow each other belong together: an id, its name, its address. */
function neighbouring(edits: readonly LineEdit[]): readonly (readonly LineEdit[])[] {
  const groups: LineEdit[][] = [];
  for (const edit of edits) {
    const group = groups.at(-1);
    if (group !== undefined && group.at(-1)?.line === edit.line - 1) group.push(edit);
    else groups.push([edit]);
  }
  return groups;
}

function replacedReason(claim: Claim | undefined, { version, resolve }: Catalogue): Prose {
  const as = { kind: "sentence", text: `ATT&CK ${version}` } as const;
  if (claim === undefined) return say`This is how ${as} has it.`;
  const resolution = resolve(claim.id);
  if (resolution.kind !== "revoked" || resolution.replacement === undefined) {
    return say`${quote(claim.declared)} is called otherwise in ${as}.`;
  }
  const { id, name } = resolution.replacement;
  return say`${quote(claim.declared)} was replaced in ${as} by ${{ kind: "technique", id, name }}, which it counts for already.`;
}

function misspelt(
  rules: readonly Rule[],
  lines: readonly string[],
  { catalogue, nearest }: { readonly catalogue: Catalogue; readonly nearest: Nearest },
): readonly Fix[] {
  return rules.flatMap(({ path, techniques, tactics }) =>
    [
      ...techniques.flatMap((claim) => fixOf(claim, techniqueMeant(claim, catalogue)) ?? []),
      ...tactics.flatMap((claim) => fixOf(claim, tacticMeant(claim, catalogue, nearest)) ?? []),
    ].map((fix): Fix => ({ ...fix, path })),
  );

  function fixOf(claim: Claim, meant: Meant | undefined): Omit<Fix, "path"> | undefined {
    const before = lines[claim.line - 1] ?? "";
    if (meant === undefined || before.split(meant.written).length !== 2) return undefined;
    const after = before.replace(meant.written, () => meant.right);
    const reason = say`${quote(claim.declared)} is nothing that ATT&CK has; this is spelled like it and is.`;
    return { line: claim.line, lastLine: claim.line, before: [before], after: [after], reason };
  }
}

interface Meant {
  /** A part of the line. */
  readonly written: string;
  readonly right: string;
}

/** A sub-technique has three digits, whatever zeros were left out or written too many. */
function techniqueMeant({ id, declared }: Claim, catalogue: Catalogue): Meant | undefined {
  if (catalogue.resolve(id).kind !== "unknown") return undefined;
  const written = /t(\d{4})\.0*(\d{1,3})(?!\d)/i.exec(declared);
  if (written === null) return undefined;
  const [text, number = "", child = ""] = written;
  const right = `${text.slice(0, 1)}${number}.${child.padStart(3, "0")}`;
  return catalogue.resolve(right).kind === "active" && right !== text ? { written: text, right } : undefined;
}

function tacticMeant({ id, declared }: Claim, catalogue: Catalogue, nearest: Nearest): Meant | undefined {
  if (catalogue.resolveTactics(id).length > 0 || /^ta\d/i.test(id)) return undefined;
  const written = declared.replace(/^attack\./i, "");
  const right = nearest(
    id,
    catalogue.tactics.map(({ shortName }) => shortName),
  );
  if (right === undefined) return undefined;
  return { written, right: written.includes("_") ? right.replaceAll("-", "_") : right };
}
