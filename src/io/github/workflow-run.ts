import { ConfigError } from "../../model/config-error.ts";
import type { Environment } from "../git/git-environment.ts";

/** Which run this is, of which workflow of which repository on which server. */
export interface WorkflowRun {
  /** Without a slash at the end: `https://github.com`. */
  readonly server: string;
  /** `owner/name` */
  readonly repository: string;
  /** Path of the workflow's file where the runner tells it, else the workflow's name. */
  readonly workflow: string;
  readonly id: string;
  /** Counts the runs of this workflow; running one again keeps its number. */
  readonly number: number;
  /** Counts how often this run was started. */
  readonly attempt: number;
}

/** What the runner says of the run that it is doing. */
export function readWorkflowRun(env: Environment): WorkflowRun {
  const repository = env.GITHUB_REPOSITORY ?? "";
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new ConfigError(
      `GITHUB_REPOSITORY is "${repository}" and names no repository. ` +
        "Run detcov as an action of a workflow, or use its command line.",
    );
  }
  return {
    server: (env.GITHUB_SERVER_URL || "https://github.com").replace(/\/+$/, ""),
    repository,
    workflow: workflowOf(env),
    id: env.GITHUB_RUN_ID ?? "",
    number: countOf(env.GITHUB_RUN_NUMBER),
    attempt: countOf(env.GITHUB_RUN_ATTEMPT),
  };
}

/** reference := owner "/" name "/" path "@" ref */
function workflowOf(env: Environment): string {
  const path = /^[^/]+\/[^/]+\/([^@]+)@/.exec(env.GITHUB_WORKFLOW_REF ?? "")?.[1];
  return path ?? env.GITHUB_WORKFLOW ?? "";
}

function countOf(text: string | undefined): number {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
