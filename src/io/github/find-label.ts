import type { LabelAcceptance } from "../../model/policy.ts";
import type { Github } from "./open-github.ts";
import { statusOf } from "./request-failure.ts";

/**
 * Whether a pull request has a label now, whatever the event that started the run knew of it; and who set it last.
 *
 * Upper and lower case are one, as GitHub has it.
 */
export async function findLabel(
  { octokit, repository }: Github,
  pullRequest: number,
  label: string,
): Promise<LabelAcceptance | undefined> {
  const thread = { ...repository, issue_number: pullRequest, per_page: 100 };
  const { issues } = octokit.rest;
  const labels = await octokit.paginate(issues.listLabelsOnIssue, thread);
  if (!labels.some(({ name }) => isSame(name, label))) return undefined;
  try {
    const events = await octokit.paginate(issues.listEvents, thread);
    const labelled = events.filter(
      (event) => event.event === "labeled" && "label" in event && isSame(event.label?.name ?? "", label),
    );
    const last = labelled.at(-1);
    return { label, by: last?.actor?.login, at: last?.created_at };
  } catch (error) {
    // That it is there is known all the same.
    if (statusOf(error) === undefined) throw error;
    return { label, by: undefined, at: undefined };
  }
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
