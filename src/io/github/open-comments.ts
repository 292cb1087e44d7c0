import type { Github } from "./open-github.ts";
import { ownName } from "./own-name.ts";
import type { Posts } from "./posts.ts";
import { statusOf } from "./request-failure.ts";

/** The comments of a pull request on a server. */
export function openComments({ octokit, repository }: Github, pullRequest: number): Posts {
  const thread = { ...repository, issue_number: pullRequest };
  const { issues } = octokit.rest;
  return {
    async *list() {
      for await (const { data } of octokit.paginate.iterator(issues.listComments, { ...thread, per_page: 100 })) {
        for (const { id, user, body } of data) yield { id, author: user?.login, body: body ?? "" };
      }
    },
    ownName: () => ownName(octokit),
    async read(id) {
      const { data } = await issues.getComment({ ...repository, comment_id: id });
      return { id, author: data.user?.login, body: data.body ?? "" };
    },
    async create(body) {
      const { data } = await issues.createComment({ ...thread, body });
      return { id: data.id, address: data.html_url };
    },
    async update(id, body) {
      return (await issues.updateComment({ ...repository, comment_id: id, body })).data.html_url;
    },
    async remove(id) {
      try {
        await issues.deleteComment({ ...repository, comment_id: id });
      } catch (error) {
        // Somebody else was faster.
        if (statusOf(error) !== 404) throw error;
      }
    },
  };
}
