import { type FieldEntry, type FieldMeaning, meaningsByName } from "./fields.ts";
import { type LogSourceMatch, matchesTable } from "./log-source-match.ts";

/**
 * What is wrong with a dictionary of fields: names that mean two things under one log source, one sentence each.
 *
 * A name may mean one thing in general and another where the log source says more.
 */
export function dictionaryProblems(entries: readonly FieldEntry[]): readonly string[] {
  return ambiguousNames(entries).map(({ one, other }) => describe(one, other));
}

/** Two meanings of one name under one log source, the earlier first. */
export interface AmbiguousName {
  readonly one: FieldMeaning;
  readonly other: FieldMeaning;
}

/** Each meaning with the first that it can't be told from. */
export function ambiguousNames(entries: readonly FieldEntry[]): readonly AmbiguousName[] {
  return meaningsByName(entries).flatMap((meanings) =>
    meanings.flatMap((one, index) => {
      const other = meanings.find((later, position) => position > index && isAmbiguous(one, later));
      return other === undefined ? [] : [{ one, other }];
    }),
  );
}

function isAmbiguous(one: FieldMeaning, other: FieldMeaning): boolean {
  const [a, b] = [one.resolved, other.resolved];
  const isSameMeaning = a.field === b.field && a.part === b.part;
  if (isSameMeaning || !canHoldTogether(one.when, other.when)) return false;
  return !saysMore(one.when, other.when) && !saysMore(other.when, one.when);
}

const words = ["vocabulary", "product", "category", "service"] as const;

/** Whether some log source fulfils both. Two tables are taken for two log sources, though one rule may read both. */
function canHoldTogether(one: LogSourceMatch, other: LogSourceMatch): boolean {
  const areCompatible = (a: string | undefined, b: string | undefined) =>
    a === undefined || b === undefined || a.toLowerCase() === b.toLowerCase();
  if (!words.every((word) => areCompatible(one[word], other[word]))) return false;
  if (one.table === undefined || other.table === undefined) return true;
  return matchesTable(one.table, other.table) || matchesTable(other.table, one.table);
}

/** Whether the first holds only where the second does, and says something besides. */
function saysMore(one: LogSourceMatch, other: LogSourceMatch): boolean {
  const keys = [...words, "table"] as const;
  const isWithin = keys.every((key) => other[key] === undefined || one[key] !== undefined);
  return isWithin && keys.some((key) => other[key] === undefined && one[key] !== undefined);
}

function describe(one: FieldMeaning, other: FieldMeaning): string {
  return `"${one.name}" means ${nameMeaning(one)} and ${nameMeaning(other)} under one log source; narrow one of them with \`when\`.`;
}

function nameMeaning({ resolved: { field, part }, when }: FieldMeaning): string {
  const meaning = part === "basename" ? `the file name of ${field}` : field;
  const conditions = Object.entries(when).map(([key, word]) => `${key} ${word}`);
  return conditions.length === 0 ? `${meaning} everywhere` : `${meaning} for ${conditions.join(", ")}`;
}
