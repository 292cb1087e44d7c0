import { readFile } from "node:fs/promises";
import type { Environment } from "../git/git-environment.ts";
import { EventPayload } from "./event-payload.ts";
import type { WorkflowRun } from "./workflow-run.ts";

/** What started the workflow, as far as it decides what is compared and who is told. */
export type GithubEvent =
  | PullRequestEvent
  | PushEvent
  | MergeGroupEvent
  | WorkflowRunEvent
  /** Nothing has changed: by hand, on a schedule, or an event that says nothing of commits. */
  | { readonly kind: "other"; readonly name: string };

export interface PullRequestEvent {
  readonly kind: "pull-request";
  readonly number: number;
  /** The newest commit of the pull request, when the event happened. */
  readonly head: string;
  /** The branch that it is to be merged into. */
  readonly baseBranch: string;
  /** Where that branch once was. It may lag behind, so it is no base by itself. */
  readonly baseCommit: string;
  /** Who brings it, which decides what the workflow's token may do. */
  readonly source: "branch" | "fork" | "dependabot";
}

/** Another workflow ran, for whoever: of the event only what GitHub itself says of that run. */
export interface WorkflowRunEvent {
  readonly kind: "workflow-run";
  /** What started the other workflow: `pull_request`. */
  readonly cause: string;
  readonly head: string;
  readonly headBranch: string;
  /** `owner/name` */
  readonly headRepository: string;
  readonly run: Pick<WorkflowRun, "id" | "workflow" | "number" | "attempt">;
}

export interface MergeGroupEvent {
  readonly kind: "merge-group";
  /** The commit that the merge queue adds to. */
  readonly base: string;
  /** The last one that it adds; undefined where the name of its branch does not tell. */
  readonly pullRequest: number | undefined;
}

export interface PushEvent {
  readonly kind: "push";
  /** Where the branch was before; undefined where it is new. */
  readonly before: string | undefined;
  /** Commits were thrown away, perhaps `before` among them. */
  readonly isForced: boolean;
}

/** Reads the event that the runner wrote down. */
export async function readEvent(env: Environment): Promise<GithubEvent> {
  const name = env.GITHUB_EVENT_NAME ?? "";
  const path = env.GITHUB_EVENT_PATH ?? "";
  if (!eventsWithCommits.has(name)) return { kind: "other", name };
  return parseEvent(name, await readFile(path, "utf8").catch(() => ""));
}

const eventsWithCommits: ReadonlySet<string> = new Set([
  "pull_request",
  "pull_request_target",
  "push",
  "merge_group",
  "workflow_run",
]);

/** An event from its name and its payload, which is JSON. */
export function parseEvent(name: string, payload: string): GithubEvent {
  const event = new EventPayload(name, payload);
  switch (name) {
    case "pull_request":
    case "pull_request_target":
      return {
        kind: "pull-request",
        number: event.positive("pull_request", "number"),
        head: event.commit("pull_request", "head", "sha"),
        baseBranch: event.text("pull_request", "base", "ref"),
        baseCommit: event.commit("pull_request", "base", "sha"),
        source: sourceOf(event),
      };
    case "push": {
      const before = event.commit("before");
      return {
        kind: "push",
        before: /^0+$/.test(before) ? undefined : before,
        isForced: event.at("forced") === true,
      };
    }
    case "merge_group":
      return {
        kind: "merge-group",
        base: event.commit("merge_group", "base_sha"),
        pullRequest: queuedPullRequest(event.at("merge_group", "head_ref")),
      };
    case "workflow_run":
      return parseWorkflowRun(event) ?? { kind: "other", name };
    default:
      return { kind: "other", name };
  }
}

/** branch := "refs/heads/gh-readonly-queue/" base "/pr-" number "-" commit */
function queuedPullRequest(branch: unknown): number | undefined {
  const number = /^refs\/heads\/gh-readonly-queue\/.+\/pr-(\d{1,15})-[0-9a-f]{40,64}$/.exec(String(branch))?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Undefined where the fork that it was of is gone. */
function parseWorkflowRun(event: EventPayload): WorkflowRunEvent | undefined {
  const headRepository = event.at("workflow_run", "head_repository", "full_name");
  const headBranch = event.at("workflow_run", "head_branch");
  if (typeof headRepository !== "string" || typeof headBranch !== "string") return undefined;
  return {
    kind: "workflow-run",
    cause: event.text("workflow_run", "event"),
    head: event.commit("workflow_run", "head_sha"),
    headBranch,
    headRepository,
    run: {
      id: String(event.positive("workflow_run", "id")),
      // A reference may follow the path.
      workflow: event.text("workflow_run", "path").replace(/@.*$/, ""),
      number: event.positive("workflow_run", "run_number"),
      attempt: event.positive("workflow_run", "run_attempt"),
    },
  };
}

/** A fork that was deleted has no name any more. */
function sourceOf(event: EventPayload): PullRequestEvent["source"] {
  const name = (side: "head" | "base") => event.at("pull_request", side, "repo", "full_name");
  if (name("head") !== name("base")) return "fork";
  return event.at("pull_request", "user", "login") === "dependabot[bot]" ? "dependabot" : "branch";
}
