import type { Github } from "./open-github.ts";
import { ownName } from "./own-name.ts";
import type { Post, Posts } from "./posts.ts";

/** What an issue is given when it is made; from then on it is for people to change. */
export interface NewIssue {
  readonly title: string;
  readonly labels: readonly string[];
}

/** Of a hundred each, those first that were touched last. */
const mostPages = 20;

/**
 * The issues of a repository, open and closed: what somebody closed is not to come back as another.
 *
 * Who made them is looked at in each, for not every server finds what an app has made by its name.
 */
export function openIssues({ octokit, repository }: Github, { title, labels }: NewIssue): Posts {
  const { issues } = octokit.rest;
  return {
    async *list() {
      const order = { state: "all", sort: "updated", direction: "desc", per_page: 100 } as const;
      let pages = 0;
      for await (const { data } of octokit.paginate.iterator(issues.listForRepo, { ...repository, ...order })) {
        // Pull requests are issues too, to the server.
        yield* data.filter((each) => each.pull_request === undefined).map(postOf);
        if (++pages === mostPages) return;
      }
    },
    ownName: () => ownName(octokit),
    async read(id) {
      return postOf((await issues.get({ ...repository, issue_number: id })).data);
    },
    async create(body) {
      const { data } = await issues.create({ ...repository, title, labels: [...labels], body });
      return { id: data.number, address: data.html_url };
    },
    async update(id, body) {
      return (await issues.update({ ...repository, issue_number: id, body })).data.html_url;
    },
    async remove(id, kept) {
      // An issue can't be deleted. Without its stamp it is nobody's.
      const body = `Two runs made an issue at the same time. The other one, #${kept}, is kept up to date.`;
      await issues.update({ ...repository, issue_number: id, body, state: "closed", state_reason: "not_planned" });
    },
  };
}

interface IssueData {
  readonly number: number;
  readonly user: { readonly login: string } | null;
  readonly body?: string | null | undefined;
}

function postOf({ number, user, body }: IssueData): Post {
  return { id: number, author: user?.login, body: body ?? "" };
}
