import { describe, expect, test } from "vitest";
import { withStamp } from "../../../src/io/github/comment-stamp.ts";
import { openComments } from "../../../src/io/github/open-comments.ts";
import { openGithub } from "../../../src/io/github/open-github.ts";
import { statusOf, wasAnswered } from "../../../src/io/github/request-failure.ts";
import { postStickyComment, type StickyComment } from "../../../src/io/github/sticky-comment.ts";
import { type GithubServer, startGithubServer, testBot, testPullRequest } from "../../support/github-server.ts";

const stamp = { key: "coverage.yml", head: "a".repeat(40), run: 12, attempt: 1 };

/** Long enough for a local server on a busy machine; a test that waits for it gives a shorter one. */
async function post({ api, token }: GithubServer, comment: Partial<StickyComment> = {}, timeout = 20_000) {
  const github = await openGithub({ token, api, repository: "acme/detections", timeout });
  return await postStickyComment(openComments(github, testPullRequest), {
    stamp,
    bodies: [() => "1 technique lost"],
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
    github.refuse("viewer", { status: 403, message: "Resource not accessible by integration" });
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
    github.before("issues/update-comment", () => void github.comments.splice(0));

    expect(await post(github, { occasion: "update" })).toEqual({ kind: "none" });
  });

  test("writes nothing where the comment says the same already", async () => {
    const github = await startGithubServer();
    github.comments.push(comment(withStamp({ ...stamp, run: 11 }, "1 technique lost")));

    expect(await post(github)).toEqual({ kind: "unchanged" });
    expect(github.requests.filter((request) => /^(?:PATCH|POST .*comments)/.test(request))).toEqual([]);
  });

  test("leaves one of the comments that two runs once made", async () => {
    const github = await startGithubServer();
    github.comments.push(
      { id: 5, author: testBot, body: withStamp({ ...stamp, run: 10 }, "2 techniques lost") },
      { id: 6, author: "ada", body: "Looks good." },
      { id: 7, author: testBot, body: withStamp({ ...stamp, run: 11 }, "3 techniques lost") },
    );

    expect(await post(github)).toMatchObject({ kind: "updated" });
    expect(github.comments.map(({ id, body }) => [id, body.split("\n").at(-1)])).toEqual([
      [5, "1 technique lost"],
      [6, "Looks good."],
    ]);
  });

  test("takes back its own where another run made one at the same time, which then says what the newer has to say", async () => {
    const github = await startGithubServer();
    const other = { id: 5, author: testBot, body: withStamp({ ...stamp, run: 11 }, "2 techniques lost") };
    github.before("issues/create-comment", () => void github.comments.unshift(other));

    expect(await post(github)).toMatchObject({ kind: "updated" });
    expect(github.comments).toEqual([comment(withStamp(stamp, "1 technique lost"))]);
  });

  test("leaves it to a newer run to put right what both made at the same time", async () => {
    const github = await startGithubServer();
    const newer = { id: 2000, author: testBot, body: withStamp({ ...stamp, run: 13 }, "nothing lost") };
    let lists = 0;
    github.before("issues/list-comments", () => void (lists++ === 1 && github.comments.push(newer)));

    expect(await post(github)).toEqual({ kind: "superseded", by: { ...stamp, run: 13 } });
    expect(github.comments).toContain(newer);
  });

  test("does not write over what a newer run wrote after the list was made", async () => {
    const github = await startGithubServer();
    const earlier = comment(withStamp({ ...stamp, run: 11 }, "2 techniques lost"));
    github.comments.push(earlier);
    github.before("issues/get-comment", () => {
      earlier.body = withStamp({ ...stamp, run: 13 }, "nothing lost");
    });

    expect(await post(github)).toEqual({ kind: "superseded", by: { ...stamp, run: 13 } });
    expect(earlier.body).toContain("nothing lost");
  });

  test("says less where the server finds it too long", async () => {
    const github = await startGithubServer();
    const bodies = [() => "x".repeat(65_536), () => "1 technique lost"] as const;

    expect(await post(github, { bodies })).toMatchObject({ kind: "created" });
    expect(github.comments.map(({ body }) => body)).toEqual([withStamp(stamp, "1 technique lost")]);
  });

  test("tries again what the server could not do for a moment", async () => {
    const github = await startGithubServer();
    github.refuse("issues/create-comment", { status: 502, message: "Bad Gateway" }, 2);

    expect(await post(github)).toMatchObject({ kind: "created" });
    expect(github.comments).toHaveLength(1);
  });

  test.each([
    [403, "You have exceeded a secondary rate limit. Please wait a few minutes."],
    [429, "You have exceeded a secondary rate limit. Please wait a few minutes."],
    [429, "Too Many Requests"],
  ])("comes back when the server says so: %i %s", async (status, message) => {
    const github = await startGithubServer();
    github.refuse("issues/create-comment", { status, message, headers: { "retry-after": "1" } }, 1);

    expect(await post(github)).toMatchObject({ kind: "created" });
  });

  test.each(["You have exceeded a secondary rate limit.", "Too Many Requests"])(
    "does not wait an hour for the server: %s",
    async (message) => {
      const github = await startGithubServer();
      github.refuse("issues/create-comment", { status: 429, message, headers: { "retry-after": "3600" } });

      const failure = await post(github).catch((error: unknown) => error);

      expect(statusOf(failure)).toBe(429);
    },
  );

  test.each([401, 403, 404, 422, 500, 503])("fails with the status that the server answers: %i", async (status) => {
    const github = await startGithubServer();
    github.refuse("issues/create-comment", { status, message: "No" });

    const failure = await post(github).catch((error: unknown) => error);

    expect(statusOf(failure)).toBe(status);
    expect(wasAnswered(failure)).toBe(true);
  });

  test("gives up on a server that does not answer", async () => {
    const github = await startGithubServer();
    github.hang("issues/list-comments");

    const failure = await post(github, {}, 50).catch((error: unknown) => error);

    expect(statusOf(failure)).toBeDefined();
    expect(wasAnswered(failure)).toBe(false);
  });

  test("is refused what is too long for the server", async () => {
    const github = await startGithubServer();

    const failure = await post(github, { bodies: [() => "x".repeat(65_536)] }).catch((error: unknown) => error);

    expect(statusOf(failure)).toBe(422);
  });
});
