import type { GithubEvent } from "../../io/github/event.ts";
import type { Runner } from "../../io/github/runner.ts";
import type { WorkflowRun } from "../../io/github/workflow-run.ts";
import type { Overrides, Surroundings } from "../workspace.ts";
import type { Counterpart } from "./conversation.ts";
import type { ActionInputs } from "./inputs.ts";

/** Everything that a run of the action was given. */
export interface Job {
  readonly inputs: ActionInputs;
  readonly event: GithubEvent;
  readonly run: WorkflowRun;
  readonly surroundings: Surroundings;
  readonly overrides: Overrides;
  readonly runner: Runner;
}

/** The server that the run belongs to. `permission`: what the token needs for what is asked of it. */
export function counterpartOf({ inputs, run, surroundings }: Job, permission: string): Counterpart {
  const api = surroundings.env.GITHUB_API_URL || undefined;
  return { token: inputs.token, repository: run.repository, api, permission };
}

/** A remark at the run. */
export function warn(runner: Runner, message: string): void {
  runner.annotate({ level: "warning", title: "detcov", message, path: undefined, line: undefined });
}
