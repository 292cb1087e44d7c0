import { accessSync, constants, statSync } from "node:fs";
import { devNull, platform } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";

/** Environment variables as an entry point got them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The caller's environment without what is not git's, or would point it elsewhere or make it wait, fetch, lock or translate.
 *
 * Credentials and proxies stay: fetching more of a shallow clone needs them.
 */
export function gitEnvironment(env: Environment): Record<string, string | undefined> {
  const kept = Object.entries(env).filter(([name]) => !notForGit.has(name.toUpperCase()));
  return { ...Object.fromEntries(kept), ...neutral };
}

/**
 * Settings that outrank the repository's, for every call.
 *
 * A checkout may be told to run a program on nearly any command; and a folder of a pull request that looks
 * like a bare repository would bring a configuration of its own.
 */
export const safeSettings: readonly string[] = [
  `core.hooksPath=${devNull}`,
  "core.fsmonitor=false",
  "safe.bareRepository=explicit",
  "submodule.recurse=false",
  "gc.auto=0",
  "maintenance.auto=false",
  // A remote's address that is a command line.
  "protocol.ext.allow=never",
  // It would start a program for every signed commit, and print what that says among the answers.
  "log.showSignature=false",
  "core.alternateRefsCommand=:",
  // What else changes answers that are read by a program.
  "diff.relative=false",
  "i18n.logOutputEncoding=UTF-8",
];

/**
 * The absolute path of the git program; undefined where the search path has none.
 *
 * Searched for here and over absolute folders only: Windows would look in the current folder first, where a pull
 * request can have put a `git.exe`.
 */
export function gitProgram(env: Environment): string | undefined {
  const fileName = platform() === "win32" ? "git.exe" : "git";
  const searchPath = Object.entries(env).find(([name]) => name.toUpperCase() === "PATH")?.[1] ?? "";
  return searchPath
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, fileName))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Mostly set when a git hook started us: the repository is the one of the folder that was asked for. */
const notForGit: ReadonlySet<string> = new Set([
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_COMMON_DIR",
  "GIT_NAMESPACE",
  "GIT_PREFIX",
  "GIT_SHALLOW_FILE",
  // The action's token is for GitHub's API; git has what the checkout gave it.
  "INPUT_TOKEN",
  // git refuses them beside literal ones.
  "GIT_GLOB_PATHSPECS",
  "GIT_NOGLOB_PATHSPECS",
  "GIT_ICASE_PATHSPECS",
]);

const neutral: Environment = {
  LC_ALL: "C",
  GIT_TERMINAL_PROMPT: "0",
  GCM_INTERACTIVE: "never",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_NO_REPLACE_OBJECTS: "1",
  // Grafts give commits other parents than they have, as replacements do.
  GIT_GRAFT_FILE: devNull,
  GIT_NO_LAZY_FETCH: "1",
  GIT_LITERAL_PATHSPECS: "1",
};
