import { findLabel } from "../../io/github/find-label.ts";
import type { LabelAcceptance } from "../../model/policy.ts";
import { escapeTerminal } from "../../report/text/escape-terminal.ts";
import { converse } from "./conversation.ts";
import { counterpartOf, type Job, warn } from "./job.ts";

/**
 * Looks whether the pull request of a run has a label, which any run may whose token can read. Undefined where there is
 * no pull request. What cannot be read accepts nothing, and is told.
 */
export function labelFinder(job: Job): ((label: string) => Promise<LabelAcceptance | undefined>) | undefined {
  const number = pullRequestOf(job);
  if (number === undefined) return undefined;
  return async (label) => {
    const counterpart = counterpartOf(job, 'The token needs the permission "pull-requests: read"');
    const finding = await converse(counterpart, (github) => findLabel(github, number, label));
    if (finding.kind === "done") return finding.result;
    const shown = escapeTerminal(label);
    warn(
      job.runner,
      `Whether the pull request has the label "${shown}" could not be read, so it accepts nothing: ${finding.reason}.`,
    );
    return undefined;
  };
}

function pullRequestOf({ event }: Job): number | undefined {
  switch (event.kind) {
    case "pull-request":
      return event.number;
    case "merge-group":
      return event.pullRequest;
    case "workflow-run":
    case "push":
    case "other":
      return undefined;
  }
}
