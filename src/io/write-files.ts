import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file to be written; its path is relative, with slashes. */
export interface NamedText {
  readonly path: string;
  readonly text: string;
}

/** Writes files below a folder, which it makes as they need them. Throws what the system says. */
export function createFileWriter(folder: string): (files: readonly NamedText[]) => void {
  const made = new Set<string>();
  return (files) => {
    for (const { path, text } of files) {
      const file = join(folder, path);
      const parent = dirname(file);
      if (!made.has(parent)) mkdirSync(parent, { recursive: true });
      made.add(parent);
      // At once: for thousands of small files that is a third of the work that waiting for each would be.
      writeFileSync(file, text);
    }
  };
}
