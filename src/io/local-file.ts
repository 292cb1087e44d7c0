import { mkdirSync, writeFileSync } from "node:fs";
import { lstat, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ConfigError } from "../model/config-error.ts";
import type { RepositoryPath } from "../model/source.ts";
import { codeOf } from "./error-code.ts";

/** The text of a file that somebody named; a ConfigError where it can't be read. */
export async function readLocalFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new ConfigError(`The file "${path}" can't be read (${codeOf(error)}); check its name and place.`);
  }
}

/** Writes a file and the folders above it; a ConfigError where that can't be. */
export function writeLocalFile(path: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  } catch (error) {
    throw new ConfigError(`The file "${path}" can't be written (${codeOf(error)}); choose another place.`);
  }
}

/**
 * As {@link writeLocalFile}, for a file below a folder that strangers write to. A ConfigError where a symbolic link is
 * in its place or on the way: it could lead anywhere.
 */
export async function writeBelow(root: string, path: RepositoryPath, content: string): Promise<void> {
  const names = path.split("/");
  for (let depth = 1; depth <= names.length; depth++) {
    const place = names.slice(0, depth).join("/");
    const found = await lstat(join(root, place)).catch(() => undefined);
    if (found?.isSymbolicLink() !== true) continue;
    throw new ConfigError(
      `"${path}" is not written, because "${place}" is a symbolic link. Put a ${depth < names.length ? "folder" : "file"} in its place.`,
    );
  }
  writeLocalFile(join(root, path), content);
}
