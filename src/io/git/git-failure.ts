import { ConfigError } from "../../model/config-error.ts";

/** Why a git command failed: a ConfigError where the team can mend it, else a plain Error with git's own words. */
export function gitFailure(directory: string, command: string, stderr: string): Error {
  const fault = faults.find(({ says }) => says.test(stderr));
  if (fault !== undefined) return new ConfigError(fault.message(directory, stderr));
  return new Error(`"${command}" in "${directory}" failed: ${firstLine(stderr)}`);
}

/** git's reason without its prefix: the first line that says `fatal:` or `error:`, else the first. */
export function firstLine(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  const reason = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines.find((line) => line !== "");
  return reason?.replace(/^(fatal|error): /, "") ?? "git gave no reason";
}

/** Matched against what git prints in the C locale. */
interface Fault {
  readonly says: RegExp;
  message(directory: string, stderr: string): string;
}

const faults: readonly Fault[] = [
  {
    says: /detected dubious ownership in repository|^fatal: unsafe repository/m,
    message: (directory, stderr) =>
      `git does not read the repository at "${directory}", because another user owns it. ` +
      `If you trust it, run: ${trustCommand(directory, stderr)}`,
  },
  {
    says: /cannot use bare repository/,
    message: (directory) =>
      `"${directory}" looks like a bare git repository, which is not read. ` +
      "Run in a clone that has files checked out (git clone), or choose another folder.",
  },
  {
    says: /cannot change to '.*': /,
    message: (directory) => `The folder "${directory}" cannot be opened. Name a folder that exists and can be read.`,
  },
  {
    says: /unknown repository extension|Expected git repo version|unknown index entry format|bad index version/i,
    message: (directory, stderr) =>
      `The installed git is too old for the repository at "${directory}" (${firstLine(stderr)}). Update git.`,
  },
  {
    says: /bad config (line|file)|bad .*config value|invalid (key|section name|value) .*config/i,
    message: (directory, stderr) =>
      `git cannot read the configuration of the repository at "${directory}" (${firstLine(stderr)}). Mend that file.`,
  },
  {
    says: /index file|bad signature 0x|index uses .* extension/i,
    message: (directory, stderr) =>
      `git cannot read the index of the repository at "${directory}" (${firstLine(stderr)}). ` +
      'Delete ".git/index" and run "git reset", which makes it anew and leaves the files alone.',
  },
  {
    says: /is corrupt|bad object|unable to (read|stream|find|unpack|parse)|not a (valid object|tree object)|missing (blob|tree|object)|promisor|inflate: |packfile .* (cannot be|does not)|broken (ref|link)/i,
    message: (directory, stderr) =>
      `The clone at "${directory}" lacks or cannot read objects that it needs (${firstLine(stderr)}). ` +
      'If it is a partial clone (--filter), run "git fetch --refetch --no-filter"; else "git fsck" says what is broken.',
  },
];

/** git prints the very command, quoted for the platform; its words are better than any guess. */
function trustCommand(directory: string, stderr: string): string {
  const command = /git config --global --add safe\.directory \S.*/.exec(stderr)?.[0];
  return command ?? `git config --global --add safe.directory "${directory}"`;
}
