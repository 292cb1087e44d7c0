import { describe, expect, test } from "vitest";
import { writeAdvice } from "../../../src/app/action/permission-advice.ts";
import { commentKey, postComment } from "../../../src/app/action/post-comment.ts";
import { startGithubServer, testPullRequest, testRepositoryName } from "../../support/github-server.ts";
import { fakeRunner } from "./fake-runner.ts";

const run = {
  server: "https://github.example",
  repository: testRepositoryName,
  workflow: ".github/workflows/coverage.yml",
  id: "4711",
  number: 12,
  attempt: 1,
};

describe("commentKey", () => {
  test.each([undefined, ".", "./", ""])("is the workflow's for the root %j", (root) => {
    expect(commentKey(run, { root, config: undefined })).toBe(".github/workflows/coverage.yml");
  });

  test.each(["sigma", "./sigma", "sigma/", "sigma\\"])("is one for each folder: %j", (root) => {
    expect(commentKey(run, { root, config: undefined })).toBe(".github/workflows/coverage.yml:sigma");
  });

  test("is one for each configuration", () => {
    expect(commentKey(run, { root: "sigma", config: "strict.yml" })).toBe(
      ".github/workflows/coverage.yml:sigma:strict.yml",
    );
  });
});

describe("postComment", () => {
  function request(counterpart: { readonly token: string | undefined; readonly api: string | undefined }) {
    return {
      pullRequest: testPullRequest,
      sticky: {
        stamp: { key: "coverage", head: "a".repeat(40), run: 12, attempt: 1 },
        bodies: [() => "1 technique lost"],
        occasion: "post",
      },
      counterpart: { repository: testRepositoryName, permission: writeAdvice({ source: "branch" }), ...counterpart },
    } as const;
  }

  function update(counterpart: { readonly token: string | undefined; readonly api: string | undefined }) {
    const asked = request(counterpart);
    return { ...asked, sticky: { ...asked.sticky, occasion: "update" } } as const;
  }

  test("says where the comment is", async () => {
    const github = await startGithubServer();
    const runner = fakeRunner();

    await postComment(request(github), runner);

    expect(runner.lines).toEqual([expect.stringMatching(/^Commented: .*#issuecomment-1001$/)]);
    expect(runner.annotations).toEqual([]);
  });

  test("warns of a bad token with what GitHub says", async () => {
    const github = await startGithubServer();
    const runner = fakeRunner();

    await postComment(request({ token: "ghs_expired", api: github.api }), runner);

    expect(runner.annotations).toMatchObject([
      { level: "warning", message: expect.stringContaining("GitHub answered 401 (Bad credentials") },
    ]);
  });

  test("does not take a rate limit for a lack of permission, nor waits an hour for it", async () => {
    const github = await startGithubServer();
    const message = "You have exceeded a secondary rate limit.";
    github.refuse("issues/create-comment", { status: 403, message, headers: { "retry-after": "3600" } });
    const runner = fakeRunner();

    await postComment(request(github), runner);

    expect(runner.annotations[0]?.message).toContain("secondary rate limit");
    expect(runner.annotations[0]?.message).not.toContain("pull-requests: write");
  });

  test("is silent about a refusal where there is nothing to say", async () => {
    const github = await startGithubServer();
    github.refuse("issues/list-comments", { status: 403, message: "Resource not accessible by integration" });
    const runner = fakeRunner();

    await postComment(update(github), runner);

    expect(runner.annotations).toEqual([]);
    expect(runner.lines).toEqual([expect.stringContaining("No earlier comment was looked for")]);
  });

  test("is silent about a missing token where there is nothing to say", async () => {
    const runner = fakeRunner();

    await postComment(update({ token: undefined, api: undefined }), runner);

    expect(runner.annotations).toEqual([]);
  });
});
