import type { PullRequestComments } from "./pull-request-comments.ts";

export interface CommentPlace {
  readonly token: string;
  /** `owner/name` */
  readonly repository: string;
  readonly pullRequest: number;
  /** Address of the REST interface; undefined: that of github.com. */
  readonly api: string | undefined;
  /** For one request, in milliseconds. */
  readonly timeout: number;
}

/** The comments of a pull request on a server. The library is loaded here, as most runs have nothing to post. */
export async function openComments(place: CommentPlace): Promise<PullRequestComments> {
  const { getOctokit } = await import("@actions/github");
  const octokit = getOctokit(place.token, place.api === undefined ? {} : { baseUrl: place.api });
  octokit.hook.before("request", (options) => {
    options.request = { ...options.request, signal: AbortSignal.timeout(place.timeout) };
  });
  const [owner = "", repo = ""] = place.repository.split("/");
  const pullRequest = { owner, repo, issue_number: place.pullRequest };
  const { issues } = octokit.rest;
  return {
    async *list() {
      for await (const { data } of octokit.paginate.iterator(issues.listComments, { ...pullRequest, per_page: 100 })) {
        for (const { id, user, body } of data) yield { id, author: user?.login, body: body ?? "" };
      }
    },
    async ownName() {
      // REST does not tell the token of a workflow whom it speaks for; this does, for every kind of token.
      const answer = await octokit.graphql<Viewer>("{ viewer { login } }").catch(() => undefined);
      return answer?.viewer.login ?? "github-actions[bot]";
    },
    async create(body) {
      return (await issues.createComment({ ...pullRequest, body })).data.html_url;
    },
    async update(id, body) {
      return (await issues.updateComment({ owner, repo, comment_id: id, body })).data.html_url;
    },
  };
}

interface Viewer {
  readonly viewer: { readonly login: string };
}
