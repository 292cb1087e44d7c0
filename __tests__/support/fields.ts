import { readFileSync } from "node:fs";
import {
  createFieldDictionary,
  type FieldDictionary,
  type FieldEntry,
  type FieldIndex,
} from "../../src/canon/fields.ts";

const folder = new URL("../../data/fields/", import.meta.url);

/** The dictionary of fields that detcov brings along. */
export function shippedFields(): {
  readonly index: FieldIndex;
  readonly entries: readonly FieldEntry[];
  readonly dictionary: FieldDictionary;
} {
  const index: FieldIndex = JSON.parse(readFileSync(new URL("index.json", folder), "utf8"));
  const entries = index.domains.flatMap(({ file }): readonly FieldEntry[] =>
    JSON.parse(readFileSync(new URL(file, folder), "utf8")),
  );
  return { index, entries, dictionary: createFieldDictionary(entries, index.rewrites) };
}
