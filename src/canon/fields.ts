import type { LogSource } from "../model/rule.ts";
import { type LogSourceMatch, matchesLogSource } from "./log-source-match.ts";

/** One canonical field (DESIGN 4.3), as `data/fields/` and a team's configuration say it. */
export interface FieldEntry {
  /** The Sigma taxonomy's name. */
  readonly field: string;
  /** What its values are, where that changes how they compare. */
  readonly kind?: FieldKind | undefined;
  /** What it holds, in a few words, for the documentation. */
  readonly meaning?: string | undefined;
  /** The log sources under which the canonical name itself is this field; no condition: everywhere. */
  readonly when?: LogSourceMatch | undefined;
  readonly aliases?: readonly FieldAlias[] | undefined;
}

/** `path`: a file path, so its last component is a `basename`; `registry`: a registry path with a hive. */
export type FieldKind = "path" | "registry" | "text";

/** Another name of the field, and the log sources under which it is that field; no condition: everywhere. */
export interface FieldAlias {
  readonly name: string;
  /** The alias holds only the last component of the path. */
  readonly part?: "basename" | undefined;
  readonly when?: LogSourceMatch | undefined;
}

export interface ResolvedField {
  readonly field: string;
  readonly kind: FieldKind;
  readonly part: "whole" | "basename";
}

export interface FieldDictionary {
  /** The canonical field for a name under a log source; a name it does not know stays as it is. */
  resolve(name: string, logSource: LogSource): ResolvedField;
}

/** What a name stands for under some log sources. */
export interface FieldMeaning {
  readonly name: string;
  readonly when: LogSourceMatch;
  readonly resolved: ResolvedField;
}

/** Later entries (a team's own) win over earlier ones, and narrower conditions over wider ones. */
export function createFieldDictionary(entries: readonly FieldEntry[]): FieldDictionary {
  const meanings = new Map<string, FieldMeaning[]>();
  for (const meaning of meaningsOf(entries)) {
    const known = meanings.get(folded(meaning.name));
    if (known === undefined) meanings.set(folded(meaning.name), [meaning]);
    else known.push(meaning);
  }
  const spellings = new Map<string, Spelling>();
  return {
    resolve(name, logSource) {
      const spelling = spellings.get(name) ?? spell(name, meanings.get(folded(name)));
      spellings.set(name, spelling);
      return spelling.resolve(logSource);
    },
  };
}

/** Field names are compared without case: engines differ, and a second spelling is no second field. */
export function folded(name: string): string {
  return name.toLowerCase();
}

/**
 * Everything that a dictionary says, in its order: of each entry the canonical name, then the aliases.
 *
 * A field that several entries name is spelled as in the first of them, and its values are what the last one says
 * that says so.
 */
export function meaningsOf(entries: readonly FieldEntry[]): readonly FieldMeaning[] {
  const fields = new Map<string, { readonly field: string; readonly kind: FieldKind }>();
  for (const { field, kind } of entries) {
    const known = fields.get(folded(field));
    fields.set(folded(field), { field: known?.field ?? field, kind: kind ?? known?.kind ?? "text" });
  }
  return entries.flatMap(({ field, when = {}, aliases = [] }) => {
    const { kind = "text", field: spelling = field } = fields.get(folded(field)) ?? {};
    const itself: FieldMeaning = { name: field, when, resolved: { field: spelling, kind, part: "whole" } };
    const others = aliases.map(
      (alias): FieldMeaning => ({
        name: alias.name,
        when: alias.when ?? {},
        resolved: { ...itself.resolved, part: alias.part ?? "whole" },
      }),
    );
    return [itself, ...others];
  });
}

/** One author's way to write a name, looked up once. */
interface Spelling {
  resolve(logSource: LogSource): ResolvedField;
}

function spell(name: string, meanings: readonly FieldMeaning[] = []): Spelling {
  const unknown: ResolvedField = { field: name, kind: "text", part: "whole" };
  // Of two that are as narrow the later one stands first.
  const ordered = meanings.toReversed().sort((a, b) => narrowness(b.when) - narrowness(a.when));
  const [first] = ordered;
  if (first === undefined || narrowness(first.when) === 0) return { resolve: () => first?.resolved ?? unknown };
  return { resolve: (logSource) => ordered.find(({ when }) => matchesLogSource(when, logSource))?.resolved ?? unknown };
}

function narrowness(when: LogSourceMatch): number {
  return Object.values(when).filter((word) => word !== undefined).length;
}
