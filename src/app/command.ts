import type { Overrides, Surroundings } from "./workspace.ts";

/**
 * One word of the command line. One file in `commands/` and one line in `commands/index.ts`;
 * `--help` and the check of options follow.
 */
export interface Command {
  readonly name: string;
  /** What it does, in one line of `--help`. */
  readonly summary: string;
  /** How its arguments are written: `PATH|KEY…`; empty where it takes none. */
  readonly usage: string;
  readonly arguments: "none" | "some";
  /** Formats of its output, the default first. */
  readonly formats: readonly string[];
  /** Its own options, beside the common ones. */
  readonly options: readonly CommandOption[];
  run(call: Call): Promise<Outcome>;
}

export interface CommandOption {
  /** Without dashes. */
  readonly name: string;
  /** What stands for the value in `--help`; undefined for a switch. */
  readonly value: string | undefined;
  readonly summary: string;
}

/** A command line that was read and found to be in order. */
export interface Call {
  readonly overrides: Overrides;
  readonly format: string;
  readonly arguments: readonly string[];
  readonly options: ReadonlyMap<string, string | true>;
  readonly surroundings: Surroundings;
  /** Whether the output goes to a terminal that shows colours. */
  readonly colours: boolean;
}

export interface Outcome {
  /** The document; undefined: the command has written what it makes. */
  readonly output: string | undefined;
  /** 0 pass, 1 the policy failed. */
  readonly exitCode: 0 | 1;
  /** What a person wants to know of what was written; for standard error, with a line end. */
  readonly note?: string;
}

/** The value of an option, undefined where it was not given. */
export function optionText(call: Call, name: string): string | undefined {
  const value = call.options.get(name);
  return typeof value === "string" ? value : undefined;
}

/** Options of commands that are about one corpus. */
export const corpusOptions: readonly CommandOption[] = [
  { name: "ref", value: "REV", summary: "read a commit, branch or tag instead of the files as they are" },
  { name: "snapshot", value: "FILE", summary: "take what `snapshot` or `merge` wrote, and read no rule files" },
];
