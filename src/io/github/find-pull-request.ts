import type { WorkflowRunEvent } from "./event.ts";
import type { Github } from "./open-github.ts";

/** Which open pull request a commit is the newest of. */
export type FoundPullRequest =
  /** `base`: where its base branch is. */
  | { readonly kind: "found"; readonly number: number; readonly base: string }
  /** `reason` is a sentence. */
  | { readonly kind: "none"; readonly reason: string };

/** Asks the server, which is the only one to be believed: what a stranger's run says of itself may be invented. */
export async function findPullRequest(
  { octokit, repository }: Github,
  { head, headBranch, headRepository }: WorkflowRunEvent,
): Promise<FoundPullRequest> {
  const [owner = ""] = headRepository.split("/");
  const ofBranch = await octokit.paginate(octokit.rest.pulls.list, {
    ...repository,
    state: "open",
    head: `${owner}:${headBranch}`,
    per_page: 100,
  });
  // An owner may have two forks with a branch of this name.
  const candidates = ofBranch.filter((pull) => pull.head.repo?.full_name === headRepository);
  const matching = candidates.filter((pull) => pull.head.sha === head);
  const [pull, second] = matching;
  if (pull === undefined && candidates.length > 0) {
    return { kind: "none", reason: "The pull request has newer commits, whose own run is to be commented on." };
  }
  if (pull === undefined) return { kind: "none", reason: "No open pull request has this commit as its newest." };
  if (second !== undefined) {
    return {
      kind: "none",
      reason: "Several pull requests have this commit as their newest, and the run is of one of them.",
    };
  }
  return { kind: "found", number: pull.number, base: pull.base.sha };
}
