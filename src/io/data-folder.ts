import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The facts that detcov brings along (`data/`), read only where a run needs them. */
export interface DataFolder {
  /** The text of a file, by its path below `data/`. */
  read(path: string): Promise<string>;
}

export function openDataFolder(folder: string): DataFolder {
  return { read: (path) => readFile(join(folder, ...path.split("/")), "utf8") };
}
