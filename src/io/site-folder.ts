import { mkdirSync, writeFileSync } from "node:fs";
import { access, chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ConfigError } from "../model/config-error.ts";

/** A folder of many files that appears as a whole: until it is finished, what stood there before stands. */
export interface SiteFolder {
  /** At once: for thousands of small files that is a third of the work that waiting for each would be. */
  write(path: string, text: string): void;
  /** Puts the folder where it belongs, in place of the one that was made before. */
  finish(): Promise<void>;
  /** Removes what was written. */
  discard(): Promise<void>;
}

/** Says of a folder that it was made here, and may be replaced. */
const marker = ".detcov-site";

/** Opens a folder to be written beside `target`; a ConfigError where there is something that was not made here. */
export async function openSiteFolder(target: string): Promise<SiteFolder> {
  await refuseForeign(target);
  const folder = await asConfigError(target, () => makeBeside(target));
  const made = new Set<string>();
  return {
    write(path, text) {
      const file = join(folder, path);
      const parent = dirname(file);
      try {
        if (!made.has(parent)) mkdirSync(parent, { recursive: true });
        made.add(parent);
        writeFileSync(file, text);
      } catch (error) {
        throw notWritten(target, error);
      }
    },
    async finish() {
      await asConfigError(target, async () => {
        await writeFile(join(folder, marker), "Made by detcov: this folder is replaced as a whole.\n");
        await replace(folder, target);
      });
    },
    async discard() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function refuseForeign(target: string): Promise<void> {
  const names = await readdir(target).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw new ConfigError(`"${target}" is no folder that can be written (${codeOf(error)}); choose another place.`);
  });
  if (names === undefined || names.length === 0 || names.includes(marker)) return;
  throw new ConfigError(
    `"${target}" has files that detcov did not make, and the site would take their place. Choose a folder that is new or empty.`,
  );
}

async function makeBeside(target: string): Promise<string> {
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  // A temporary folder is its maker's alone; a site is for everybody.
  await chmod(folder, 0o755);
  return folder;
}

async function replace(folder: string, target: string): Promise<void> {
  const isThere = await access(target).then(
    () => true,
    () => false,
  );
  if (!isThere) return await rename(folder, target);
  const old = `${folder}-old`;
  await rename(target, old);
  await rename(folder, target);
  await rm(old, { recursive: true, force: true });
}

async function asConfigError<Result>(target: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw notWritten(target, error);
  }
}

function notWritten(target: string, error: unknown): ConfigError {
  return new ConfigError(`The site can't be written to "${target}" (${codeOf(error)}); choose another place.`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
}
