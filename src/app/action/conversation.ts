import { type Github, openGithub } from "../../io/github/open-github.ts";
import { statusOf, wasAnswered } from "../../io/github/request-failure.ts";
import { escapeTerminal } from "../../report/text/escape-terminal.ts";

/** Whom to speak with, and what to say where a request is refused. */
export interface Counterpart {
  readonly token: string | undefined;
  readonly repository: string;
  readonly api: string | undefined;
  /** What the token needs, and how it gets that: a sentence without its full stop. */
  readonly permission: string;
}

/** `reason` is a clause. */
export type Conversation<Result> =
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "failed"; readonly reason: string };

/** For one attempt at a request, in milliseconds; with all attempts and pauses a request that nobody answers takes a minute. */
const timeout = 15_000;

/** Speaks with the server, which may refuse or be away: that is told and never thrown, for the verdict stands without it. */
export async function converse<Result>(
  { token, repository, api, permission }: Counterpart,
  speak: (github: Github) => Promise<Result>,
): Promise<Conversation<Result>> {
  if (token === undefined)
    return { kind: "failed", reason: 'the input "token" is empty; leave it out, or give it a token' };
  try {
    return { kind: "done", result: await speak(await openGithub({ token, repository, api, timeout })) };
  } catch (error) {
    return { kind: "failed", reason: describeFailure(error, permission) };
  }
}

/** Our own faults pass through. The server hides what a token may not see, so 404 may mean the permission too. */
function describeFailure(error: unknown, permission: string): string {
  const status = statusOf(error);
  if (status === undefined || !(error instanceof Error)) throw error;
  const reason = escapeTerminal(error.message);
  if (!wasAnswered(error)) return `GitHub did not answer (${reason})`;
  const answer = `GitHub answered ${status} (${reason})`;
  if ((status !== 403 && status !== 404) || /rate limit/i.test(reason)) return answer;
  return `${answer}. ${permission}`;
}
