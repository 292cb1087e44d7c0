import type { Environment } from "../../io/git/git-environment.ts";
import { ConfigError } from "../../model/config-error.ts";
import type { FailOn } from "../../model/policy.ts";
import type { CommentOccasion } from "../../report/diff-view.ts";

/** What a workflow says to the action under `with:`. What it leaves out is decided by the configuration. */
export interface ActionInputs {
  readonly config: string | undefined;
  readonly root: string | undefined;
  /** A revision to compare with, in place of the one that follows from the event. */
  readonly base: string | undefined;
  readonly failOn: FailOn | undefined;
  readonly comment: CommentOccasion | undefined;
  readonly token: string | undefined;
  readonly mode: Mode;
  readonly reportFolder: string | undefined;
  /** Where the catalogue is written in the mode `summary`; undefined: nowhere. */
  readonly site: string | undefined;
  /** Where the findings are written as SARIF; undefined: nowhere but in the folder. */
  readonly sarifFile: string | undefined;
  /** Where what files hold is kept for the next run; undefined: nowhere. */
  readonly cache: string | undefined;
}

export type Mode = (typeof modes)[number];

/**
 * `check`: compare and judge; `summary`: the coverage of the checked-out files; `publish`: comment with the report of
 * another run; `auto`: as the event asks for.
 */
const modes = ["auto", "check", "summary", "publish"] as const;
const failOns: readonly FailOn[] = ["error", "warning", "never"];
const occasions: readonly CommentOccasion[] = ["always", "on-change", "on-failure", "never"];

/** The inputs as the runner hands them over, in environment variables. */
export function readInputs(env: Environment): ActionInputs {
  return {
    config: input(env, "config"),
    root: input(env, "root"),
    base: input(env, "base"),
    failOn: choice(env, "fail-on", failOns),
    comment: choice(env, "comment", occasions),
    token: input(env, "token") ?? (env.GITHUB_TOKEN || undefined),
    mode: choice(env, "mode", modes) ?? "auto",
    reportFolder: input(env, "report-dir"),
    site: input(env, "site"),
    sarifFile: input(env, "sarif-file"),
    cache: input(env, "cache") ?? (env.DETCOV_CACHE_DIR || undefined),
  };
}

/** An input that is not given is an empty text to the runner. */
function input(env: Environment, name: string): string | undefined {
  return env[`INPUT_${name.toUpperCase()}`]?.trim() || undefined;
}

function choice<Word extends string>(env: Environment, name: string, words: readonly Word[]): Word | undefined {
  const text = input(env, name);
  const word = words.find((candidate) => candidate === text);
  if (text === undefined || word !== undefined) return word;
  throw new ConfigError(
    `The input "${name}" is "${text}". It can be ${words.join(", ")}; leave it out for the default.`,
  );
}
