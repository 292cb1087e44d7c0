import type { PullRequestEvent } from "../../io/github/event.ts";

/**
 * What a token that may not write to a pull request lacks, and how it gets that: a sentence without its full stop.
 *
 * Who opened the pull request decides how much a workflow can ask for.
 */
export function writeAdvice({ source }: Pick<PullRequestEvent, "source">): string {
  const permission = 'The token needs the permission "pull-requests: write"';
  switch (source) {
    case "fork":
      return `${permission}, which a pull request from a fork never gets; a second workflow can comment in its place (docs/action.md)`;
    case "dependabot":
      return `${permission}, which a run for Dependabot only gets where the job itself asks for it under "permissions"`;
    case "branch":
      return `${permission}: give it to the job under "permissions"`;
  }
}
