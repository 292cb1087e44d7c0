import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ConfigError } from "../model/config-error.ts";

/** The text of a file that somebody named; a ConfigError where it can't be read. */
export async function readLocalFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new ConfigError(`The file "${path}" can't be read (${reasonOf(error)}); check its name and place.`);
  }
}

/** Writes a file and the folders above it; a ConfigError where that can't be. */
export async function writeLocalFile(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  } catch (error) {
    throw new ConfigError(`The file "${path}" can't be written (${reasonOf(error)}); choose another place.`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
}
