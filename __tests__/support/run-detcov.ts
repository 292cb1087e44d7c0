import { execFile } from "node:child_process";
import { join } from "node:path";
import { inject } from "vitest";
import { temporaryFolder, testEnvironment } from "./git-repository.ts";

export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Where it is started. */
  readonly directory: string;
  /** Beside what every run has: the machine's environment without its git configuration and GitHub's variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built command line as a process of its own, as a person at a shell would. */
export async function runDetcov(args: readonly string[], { directory, env = {} }: RunOptions): Promise<Run> {
  const bundle = join(inject("bundles"), "cli.js");
  return await new Promise((resolve, reject) => {
    const options = {
      cwd: directory,
      env: { ...environment(), DETCOV_CACHE_DIR: cache, ...env },
      maxBuffer: 64 * 1024 * 1024,
    };
    execFile(process.execPath, [bundle, ...args], options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code;
      if (typeof exitCode === "number") resolve({ exitCode, stdout, stderr });
      else reject(error);
    });
  });
}

/** Tests of one file share it, and no others: never the cache of the person who runs them. */
const cache = temporaryFolder();

function environment(): Readonly<Record<string, string | undefined>> {
  const entries = Object.entries(testEnvironment());
  return Object.fromEntries(
    entries.filter(([name]) => !/^(?:GITHUB|INPUT|RUNNER)_|^(?:CI|NO_COLOR|FORCE_COLOR)$/.test(name)),
  );
}
