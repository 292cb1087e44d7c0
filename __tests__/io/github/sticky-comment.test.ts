import { describe, expect, test } from "vitest";
import { withStamp } from "../../../src/io/github/comment-stamp.ts";
import { openComments } from "../../../src/io/github/open-comments.ts";
import { statusOf, wasAnswered } from "../../../src/io/github/request-failure.ts";
import { postStickyComment, type StickyComment } from "../../../src/io/github/sticky-comment.ts";
import { type GithubServer, startGithubServer, testBot, testPullRequest } from "../../support/github-server.ts";

const stamp = { key: "coverage.yml", head: "a".repeat(40), run: 12, attempt: 1 };

/** Long enough for a local server on a busy machine; a test that waits for it gives a shorter one. */
async function post(github: GithubServer, comment: Partial<StickyComment> = {}, timeout = 20_000) {
  const { api, token } = github;
  const place = { token, api, repository: "acme/detections", pullRequest: testPullRequest, timeout };
  return await postStickyComment(await openComments(place), {
    stamp,
    body: "1 technique lost",
    occasion: "post",
    ...comment,
  });
}

function comment(body: string, author = testBot) {
  return { id: 5, author, body };
}

describe("postStickyComment", () => {
  test("makes a comment where there is none", async () => {
    const github = await startGithubServer();

    const posting = await post(github);

    expect(posting).toMatchObject({ kind: "created" });
    expect(github.comments).toEqual([{ id: 1001, author: testBot, body: withStamp(stamp, "1 technique lost") }]);
  });

  test("writes over the comment of an earlier run", async () => {
    const github = await startGithubServer();
    github.comments.push(comment(withStamp({ ...stamp, run: 11 }, "2 techniques lost")));

    const posting = await post(github);

    expect(posting).toMatchObject({ kind: "updated" });
    expect(github.comments).toEqual([comment(withStamp(stamp, "1 technique lost"))]);
  });

  test("leaves the comment of another workflow alone", async () => {
    const github = await startGithubServer();
    const other = comment(withStamp({ ...stamp, key: "nightly.yml" }, "2 techniques lost"));
    github.comments.push(other);

    await post(github);

    expect(github.comments).toHaveLength(2);
    expect(github.comments[0]).toEqual(other);
  });

  test("leaves a comment alone that a newer run wrote, whatever it says", async () => {
    const github = await startGithubServer();
    github.comments.push(comment(withStamp({ ...stamp, run: 13 }, "nothing lost")));

    const posting = await post(github);

    expect(posting).toEqual({ kind: "superseded", by: { ...stamp, run: 13 } });
    expect(github.comments).toEqual([comment(withStamp({ ...stamp, run: 13 }, "nothing lost"))]);
  });

  test("does not believe a stamp that somebody else wrote", async () => {
    const github = await startGithubServer();
    github.comments.push(comment(withStamp({ ...stamp, run: 999 }, "nothing lost"), "mallory"));

    const posting = await post(github);

    expect(posting).toMatchObject({ kind: "created" });
    expect(github.comments.map(({ author }) => author)).toEqual(["mallory", testBot]);
  });

  test("takes itself for the account of workflows where the server does not say who it is", async () => {
    const github = await startGithubServer();
    github.answer("viewer", 403, "Resource not accessible by integration");
    github.comments.push(comment(withStamp({ ...stamp, run: 11 }, "2 techniques lost"), "github-actions[bot]"));

    expect(await post(github)).toMatchObject({ kind: "updated" });
  });

  test("makes none where it is only to bring one up to date", async () => {
    const github = await startGithubServer();

    expect(await post(github, { occasion: "update" })).toEqual({ kind: "none" });
    expect(github.comments).toEqual([]);
  });

  test("does not make one anew that was deleted, where it is only to bring one up to date", async () => {
    const github = await startGithubServer();
    github.comments.push(comment(withStamp({ ...stamp, run: 11 }, "2 techniques lost")));
    github.before("update", () => void github.comments.splice(0));

    expect(await post(github, { occasion: "update" })).toEqual({ kind: "none" });
  });

  test("reads no further than to its own comment", async () => {
    const github = await startGithubServer();
    github.comments.push(comment(withStamp(stamp, "1 technique lost")));
    for (let id = 6; id < 200; id++) github.comments.push({ id, author: "ada", body: "Looks good." });

    expect(await post(github)).toEqual({ kind: "unchanged" });
    expect(github.requests.filter((request) => request.startsWith("GET"))).toHaveLength(1);
  });

  test.each([401, 403, 404, 422, 500, 503])("fails with the status that the server answers: %i", async (status) => {
    const github = await startGithubServer();
    github.answer("create", status, "No");

    const failure = await post(github).catch((error: unknown) => error);

    expect(statusOf(failure)).toBe(status);
    expect(wasAnswered(failure)).toBe(true);
  });

  test("gives up on a server that does not answer", async () => {
    const github = await startGithubServer();
    github.hang("list");

    const failure = await post(github, {}, 50).catch((error: unknown) => error);

    expect(statusOf(failure)).toBeDefined();
    expect(wasAnswered(failure)).toBe(false);
  });

  test("is refused what is too long for the server", async () => {
    const github = await startGithubServer();

    const failure = await post(github, { body: "x".repeat(65_536) }).catch((error: unknown) => error);

    expect(statusOf(failure)).toBe(422);
  });
});
