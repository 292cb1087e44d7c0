import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { Format } from "../../src/formats/format.ts";
import type { Reading } from "../../src/model/rule.ts";
import type { SourceFile } from "../../src/model/source.ts";

/**
 * A file of `__tests__/formats/<id>/fixtures/`, with the path that it has within that folder; so a format that claims
 * files by their folder has its fixtures in such folders.
 */
export interface Fixture {
  /** The name without folders and extension: `minimal`, `typical`, `broken` … */
  readonly name: string;
  readonly file: SourceFile;
  /** Where its reading is written down; an absolute path. */
  readonly golden: string;
}

function fixtureFolder(format: Format): string {
  return join(import.meta.dirname, format.id, "fixtures");
}

/** The fixtures that are rule files: not their goldens, and not what the format only reads beside rules. */
export function fixturesOf(format: Format): readonly Fixture[] {
  return filesOf(format)
    .filter((file) => !isOnlyCompanion(format, file))
    .map((file) => ({
      name: file.path.replace(/^.*\//, "").replace(/\.[^.]*$/, ""),
      file,
      golden: join(fixtureFolder(format), `${file.path}.golden.json`),
    }));
}

/** What the format reads beside rules: macros and the like. */
function companionsOf(format: Format): readonly SourceFile[] {
  return filesOf(format).filter((file) => isOnlyCompanion(format, file));
}

function isOnlyCompanion(format: Format, file: SourceFile): boolean {
  return format.companions?.(file.path) === true && !format.recognises(file);
}

export function read(format: Format, file: SourceFile): Reading {
  return format.reader(companionsOf(format)).read(file);
}

function filesOf(format: Format): readonly SourceFile[] {
  const folder = fixtureFolder(format);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".golden.json"))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => ({ path: path.split(sep).join("/"), text: readFileSync(join(folder, path), "utf8") }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
