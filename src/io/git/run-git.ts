import { type ExecFileException, execFile } from "node:child_process";
import { ConfigError } from "../../model/config-error.ts";
import { type Environment, gitEnvironment, gitProgram, safeSettings } from "./git-environment.ts";
import { gitFailure } from "./git-failure.ts";

/** Where git runs, and with what environment. */
export interface GitPlace {
  /** An absolute path. */
  readonly directory: string;
  readonly env: Environment;
}

export interface GitOptions {
  /** Exit codes that are an answer and no failure; 0 always is. */
  readonly accept?: readonly number[];
  /** In milliseconds; for what talks to a server. */
  readonly timeout?: number;
  /** In bytes. */
  readonly outputLimit?: number;
  readonly input?: string;
}

export interface GitOutput {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Runs one git command to its end.
 *
 * A failure that the team can mend is a ConfigError, any other a plain Error. Nothing that comes from outside may
 * stand where git looks for options: paths go behind `--`, and revisions are resolved to ids first.
 */
export function runGit(place: GitPlace, args: readonly string[], options: GitOptions = {}): Promise<GitOutput> {
  const { accept = [], timeout = 0, outputLimit = 256 * 1024 * 1024, input = "" } = options;
  return new Promise((resolve, reject) => {
    const { program, programArguments, env } = gitCommand(place, args);
    const child = execFile(
      program,
      programArguments,
      { encoding: "buffer", env, timeout, maxBuffer: outputLimit, windowsHide: true },
      (error, stdout, complaints) => {
        const stderr = complaints.toString("utf8");
        const exitCode = error === null ? 0 : error.code;
        if (typeof exitCode === "number" && (exitCode === 0 || accept.includes(exitCode))) {
          resolve({ exitCode, stdout, stderr });
        } else {
          reject(asFailure(place, args, { error, stderr }));
        }
      },
    );
    // A broken pipe shows as a failure of the command, with its reason.
    child.stdin?.on("error", () => undefined).end(input);
  });
}

/** The lines that a command prints, without empty ones. Not for paths, which may hold line ends. */
export async function runGitForLines(
  place: GitPlace,
  args: readonly string[],
  options: GitOptions = {},
): Promise<readonly string[]> {
  const { stdout } = await runGit(place, args, options);
  return stdout
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
}

/** The one line that a command prints; undefined where it prints none. */
export async function runGitForLine(
  place: GitPlace,
  args: readonly string[],
  options: GitOptions = {},
): Promise<string | undefined> {
  return (await runGitForLines(place, args, options))[0];
}

/** Program, arguments and environment of a git command, for those who start it themselves. */
export function gitCommand(place: GitPlace, args: readonly string[]): GitCommand {
  const program = gitProgram(place.env);
  if (program === undefined) throw gitNotInstalled();
  const settings = safeSettings.flatMap((setting) => ["-c", setting]);
  return {
    program,
    programArguments: ["-C", place.directory, ...settings, ...args],
    env: gitEnvironment(place.env),
  };
}

export function gitNotInstalled(): ConfigError {
  return new ConfigError(
    "git was not found on the search path (PATH). Install git, or add the folder of the git program to PATH.",
  );
}

export interface GitCommand {
  readonly program: string;
  readonly programArguments: readonly string[];
  readonly env: Record<string, string | undefined>;
}

function asFailure(
  place: GitPlace,
  args: readonly string[],
  { error, stderr }: { error: ExecFileException | null; stderr: string },
): Error {
  const command = `git ${args.join(" ")}`;
  if (error?.code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") {
    return new ConfigError(`"${command}" in "${place.directory}" printed too much to read. Choose a smaller folder.`);
  }
  if (error?.killed === true) {
    return new ConfigError(`"${command}" in "${place.directory}" did not end in time. Try again, or run it by hand.`);
  }
  return gitFailure(place.directory, command, stderr);
}
