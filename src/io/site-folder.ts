import { existsSync, renameSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ConfigError } from "../model/config-error.ts";
import { codeOf } from "./error-code.ts";
import { SharedWriting, type WriterThreads } from "./shared-writing.ts";

/** A folder of many files that appears as a whole: until it is finished, what stood there before stands. */
export interface SiteFolder {
  /**
   * `path` is relative to it, with slashes. The file is there when the folder is finished; where there is something to
   * wait for, more is written at once afterwards. Gives the size of the file in bytes.
   */
  write(path: string, text: string): number | Promise<number>;
  /** Puts the folder where it belongs, in place of the one that was made before. */
  finish(): Promise<void>;
  /** Removes what was written. */
  discard(): Promise<void>;
}

/** The process that writes, and how it asks whether another one still runs: Node's `process`. */
export interface Writer {
  readonly pid: number;
  /** Throws where there is no such process. */
  kill(pid: number, signal: 0): boolean;
}

export interface SiteWriter {
  readonly process: Writer;
  readonly threads: WriterThreads;
}

/** Says of a folder that it was made here, and may be replaced. */
const marker = ".detcov-site";

/**
 * Opens a folder to be written beside `target`; a ConfigError where there is something that was not made here. What a
 * run has left that was ended in the middle is put in order first.
 */
export async function openSiteFolder(target: string, { process, threads }: SiteWriter): Promise<SiteFolder> {
  await asConfigError(target, () => clearLeftOver(target, process));
  await refuseForeign(target);
  const folder = await asConfigError(target, () => makeBeside(target, process));
  const writing = new SharedWriting(folder, threads);
  return {
    write(path, text) {
      try {
        return writing.add(path, text);
      } catch (error) {
        throw notWritten(target, error);
      }
    },
    async finish() {
      await asConfigError(target, async () => {
        await writing.finish();
        await writeFile(join(folder, marker), "Made by detcov: this folder is replaced as a whole.\n");
        await replace(folder, target);
      });
    },
    async discard() {
      await writing.stop();
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

/** `.site.detcov-4711-a1B2c3`: for `site`, by process 4711; with `-old` what stood there before. */
function beginningOf(target: string): string {
  return `.${basename(target)}.detcov-`;
}

const endingOfName = /^(\d+)-[A-Za-z0-9]{6}(-old)?$/;

/** Removes the folders of runs that are over, and puts back what one of them had moved away and not replaced. */
async function clearLeftOver(target: string, writer: Writer): Promise<void> {
  const parent = dirname(target);
  const beginning = beginningOf(target);
  const names = existsSync(parent) ? await readdir(parent) : [];
  for (const name of names.filter((candidate) => candidate.startsWith(beginning)).sort()) {
    const [, pid, old] = endingOfName.exec(name.slice(beginning.length)) ?? [];
    if (pid === undefined || isOther(Number(pid), writer)) continue;
    const folder = join(parent, name);
    const isToPutBack = old !== undefined && !existsSync(target) && existsSync(join(folder, marker));
    if (isToPutBack) await rename(folder, target);
    else await rm(folder, { recursive: true, force: true });
  }
}

/** Whether a process runs that is not this one: the number of one that has ended is given anew. */
function isOther(pid: number, writer: Writer): boolean {
  if (pid === writer.pid) return false;
  try {
    return writer.kill(pid, 0);
  } catch (error) {
    // There is one, of another user.
    return codeOf(error) === "EPERM";
  }
}

async function makeBeside(target: string, { pid }: Writer): Promise<string> {
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(join(dirname(target), `${beginningOf(target)}${pid}-`));
  // A temporary folder is its maker's alone; a site is for everybody.
  await chmod(folder, 0o755);
  return folder;
}

/** There is no way to exchange two folders at once, so one is away for as long as two calls of the system take. */
async function replace(folder: string, target: string): Promise<void> {
  if (!existsSync(target)) return renameSync(folder, target);
  const old = `${folder}-old`;
  renameSync(target, old);
  try {
    renameSync(folder, target);
  } catch (error) {
    renameSync(old, target);
    throw error;
  }
  // Without it what is left of the folder is never put back.
  await rm(join(old, marker), { force: true });
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
