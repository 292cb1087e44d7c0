import type { Octokit } from "./open-github.ts";

/** Name of the account that the token speaks for; where the server does not tell, the one of a workflow's own token. */
export async function ownName(octokit: Octokit): Promise<string> {
  // REST does not tell the token of a workflow whom it speaks for; this does, for every kind of token.
  const answer = await octokit.graphql<Viewer>("{ viewer { login } }").catch(() => undefined);
  return answer?.viewer.login ?? "github-actions[bot]";
}

interface Viewer {
  readonly viewer: { readonly login: string };
}
