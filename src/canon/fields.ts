import { addTo } from "../model/add-to.ts";
import type { LogSource } from "../model/rule.ts";
import { type LogSourceMatch, matchesLogSource } from "./log-source-match.ts";

/** One canonical field (DESIGN 4.3), as `data/fields/` and a team's configuration say it. */
export interface FieldEntry {
  /** The Sigma taxonomy's name, where it has one that means one thing. */
  readonly field: string;
  /** What its values are, where that changes how they compare. */
  readonly kind?: FieldKind | undefined;
  /** What it holds, in a few words, for the documentation. */
  readonly meaning?: string | undefined;
  /** The log sources under which the canonical name itself is this field; no condition: everywhere. */
  readonly when?: LogSourceMatch | undefined;
  /** Canonical names of the parts of the path that logs keep beside it, for tests that say nothing of the whole. */
  readonly parts?: Readonly<Partial<Record<PathPart, string>>> | undefined;
  /** Other spellings of values, each with the one that is used here. */
  readonly values?: Readonly<Record<string, string>> | undefined;
  readonly aliases?: readonly FieldAlias[] | undefined;
}

/** What the values of a field are; `data/fields/README.md` says what each kind does to them. */
export type FieldKind = (typeof fieldKinds)[number];
export const fieldKinds = [
  "text",
  "path",
  "registry",
  "registry-data",
  "hashes",
  "hex",
  "boolean",
  "guid",
  "sid",
  "ip",
] as const;

/** The last component of a path, or what follows its last dot. */
export type PathPart = "basename" | "extension";

/** Another name of the field, and the log sources under which it is that field; no condition: everywhere. */
export interface FieldAlias {
  readonly name: string;
  /** The alias holds only a part of the path. */
  readonly part?: PathPart | undefined;
  readonly when?: LogSourceMatch | undefined;
}

/** Names of a shape that are other names with something around them: `winlog.event_data.Image` is `Image`. */
export interface FieldRewrite {
  readonly prefix?: string | undefined;
  readonly suffix?: string | undefined;
  readonly when: LogSourceMatch;
  /** What stands in the place of the prefix; nothing: it is left out. */
  readonly becomes?: string | undefined;
  /** The log source under which the name is looked up then. */
  readonly under?: Partial<LogSource> | undefined;
}

/** What `data/fields/index.json` holds: the files of the dictionary, in their order, and what holds for all of them. */
export interface FieldIndex {
  readonly domains: readonly FieldDomain[];
  readonly rewrites: readonly FieldRewrite[];
}

export interface FieldDomain {
  readonly file: string;
  /** For the documentation. */
  readonly title: string;
}

export interface ResolvedField {
  readonly field: string;
  readonly kind: FieldKind;
  readonly part: "whole" | PathPart;
  /** The field of the part alone; undefined: it has no other name than the author's. */
  readonly partField?: string | undefined;
  readonly values?: ReadonlyMap<string, string> | undefined;
}

export interface FieldDictionary {
  /** The canonical field for a name under a log source; a name it does not know stays as it is. */
  resolve(name: string, logSource: LogSource): ResolvedField;
}

/** What a name stands for under some log sources. */
export interface FieldMeaning {
  readonly name: string;
  /** The alias that says so; undefined: the field bears the name itself. */
  readonly alias: FieldAlias | undefined;
  readonly when: LogSourceMatch;
  readonly resolved: ResolvedField;
}

/**
 * Later entries (a team's own) win over earlier ones, and narrower conditions over wider ones. Names that no entry
 * has are rewritten, by the first rewrite that fits.
 *
 * What a name means is worked out when it is first asked for: a run meets few of them.
 */
export function createFieldDictionary(
  entries: readonly FieldEntry[],
  rewrites: readonly FieldRewrite[] = [],
): FieldDictionary {
  const namings = indexNamings(entries);
  const spellings = new Map<string, Spelling>();
  const resolve = (name: string, logSource: LogSource): ResolvedField => {
    const known = spellings.get(name);
    if (known !== undefined) return known.resolve(logSource);
    const meanings = namings.get(folded(name))?.map((naming) => meaningOf(naming, namings));
    const rewritten = rewrites.flatMap((rewrite) => rewriteName(name, rewrite) ?? []);
    const spelling = spell({ name, meanings, rewritten }, resolve);
    spellings.set(name, spelling);
    return spelling.resolve(logSource);
  };
  return { resolve };
}

/** Field names are compared without case: engines differ, and a second spelling is no second field. */
function folded(name: string): string {
  return name.toLowerCase();
}

/** Everything that a dictionary says of each name, in its order. */
export function meaningsByName(entries: readonly FieldEntry[]): readonly (readonly FieldMeaning[])[] {
  const namings = indexNamings(entries);
  return Array.from(namings.values(), (known) => known.map((naming) => meaningOf(naming, namings)));
}

/** An entry that bears a name itself, or by one of its aliases. */
interface Naming {
  readonly entry: FieldEntry;
  readonly alias: FieldAlias | undefined;
}

/** By folded name. */
type Namings = ReadonlyMap<string, readonly Naming[]>;

function indexNamings(entries: readonly FieldEntry[]): Namings {
  const namings = new Map<string, Naming[]>();
  const add = (name: string, naming: Naming) => {
    addTo(namings, folded(name), naming);
  };
  for (const entry of entries) {
    add(entry.field, { entry, alias: undefined });
    for (const alias of entry.aliases ?? []) add(alias.name, { entry, alias });
  }
  return namings;
}

function meaningOf({ entry, alias }: Naming, namings: Namings): FieldMeaning {
  const { field, kind = "text", parts, values } = joinedEntry(entry.field, namings);
  const { name, when = {}, part } = alias ?? { name: entry.field, when: entry.when, part: undefined };
  if (part !== undefined) return { name, alias, when, resolved: { field, kind, part, partField: parts?.[part] } };
  return { name, alias, when, resolved: { field, kind, part: "whole", values: values && foldedKeys(values) } };
}

/**
 * What all entries of a field say together: it is spelled as in the first of them, and its values are what the last
 * one says that says so.
 */
function joinedEntry(field: string, namings: Namings): FieldEntry {
  const entries = namings.get(folded(field))?.flatMap(({ entry, alias }) => (alias === undefined ? entry : [])) ?? [];
  return {
    field: entries[0]?.field ?? field,
    kind: entries.findLast(({ kind }) => kind !== undefined)?.kind,
    parts: entries.findLast(({ parts }) => parts !== undefined)?.parts,
    values: entries.findLast(({ values }) => values !== undefined)?.values,
  };
}

function foldedKeys(values: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(values).map(([spelling, value]) => [folded(spelling), value]));
}

/** One author's way to write a name, looked up once. */
interface Spelling {
  resolve(logSource: LogSource): ResolvedField;
}

interface WrittenName {
  readonly name: string;
  readonly meanings: readonly FieldMeaning[] | undefined;
  readonly rewritten: readonly RewrittenName[];
}

function spell({ name, meanings = [], rewritten }: WrittenName, resolveOther: FieldDictionary["resolve"]): Spelling {
  const unknown: ResolvedField = { field: name, kind: "text", part: "whole" };
  // Of two that are as narrow the later one stands first.
  const ordered = meanings.toReversed().sort((a, b) => narrowness(b.when) - narrowness(a.when));
  const [first] = ordered;
  if (first !== undefined && narrowness(first.when) === 0) return { resolve: () => first.resolved };
  const resolveRewritten = (logSource: LogSource) => {
    const other = rewritten.find(({ when }) => matchesLogSource(when, logSource));
    if (other === undefined) return unknown;
    return resolveOther(other.to, other.under === undefined ? logSource : { ...logSource, ...other.under });
  };
  return {
    resolve: (logSource) =>
      ordered.find(({ when }) => matchesLogSource(when, logSource))?.resolved ?? resolveRewritten(logSource),
  };
}

interface RewrittenName extends Pick<FieldRewrite, "when" | "under"> {
  readonly to: string;
}

/** What a rewrite makes of a name; undefined where it is not for such names. */
function rewriteName(name: string, rewrite: FieldRewrite): RewrittenName | undefined {
  const { prefix = "", suffix = "", becomes = "", when, under } = rewrite;
  const text = folded(name);
  const isOfShape = text.startsWith(folded(prefix)) && text.endsWith(folded(suffix));
  if (!isOfShape || name.length <= prefix.length + suffix.length) return undefined;
  return { to: becomes + name.slice(prefix.length, name.length - suffix.length), when, under };
}

function narrowness(when: LogSourceMatch): number {
  return Object.values(when).filter((word) => word !== undefined).length;
}
