import { describe, expect, test } from "vitest";
import { parseEvent, readEvent } from "../../../src/io/github/event.ts";
import { ConfigError } from "../../../src/model/config-error.ts";
import { folderWith } from "../reading.ts";

const one = "1".repeat(40);
const two = "2".repeat(40);
const none = "0".repeat(40);

const pullRequest = {
  action: "opened",
  pull_request: { number: 7, head: { ref: "shadow", sha: one }, base: { ref: "main", sha: two } },
};

describe("parseEvent", () => {
  test.each(["pull_request", "pull_request_target"])("reads a pull request from %s", (name) => {
    expect(parseEvent(name, JSON.stringify(pullRequest))).toEqual({
      kind: "pull-request",
      number: 7,
      head: one,
      baseBranch: "main",
      baseCommit: two,
      source: "branch",
    });
  });

  test.each([
    ["a branch", "branch", { full_name: "acme/rules" }, "ada"],
    ["a fork", "fork", { full_name: "ada/rules" }, "ada"],
    ["a fork that is gone", "fork", null, "ada"],
    ["Dependabot", "dependabot", { full_name: "acme/rules" }, "dependabot[bot]"],
  ])("knows a pull request from %s", (_, source, repo, login) => {
    const { head, base } = pullRequest.pull_request;
    const sides = { head: { ...head, repo }, base: { ...base, repo: { full_name: "acme/rules" } } };
    const payload = JSON.stringify({ pull_request: { ...pullRequest.pull_request, ...sides, user: { login } } });

    expect(parseEvent("pull_request", payload)).toMatchObject({ source });
  });

  test("reads where a branch was before a push", () => {
    const payload = JSON.stringify({ ref: "refs/heads/main", before: one, after: two, forced: false });

    expect(parseEvent("push", payload)).toEqual({ kind: "push", before: one, isForced: false });
  });

  test("knows a forced push", () => {
    const payload = JSON.stringify({ before: one, after: two, forced: true });

    expect(parseEvent("push", payload)).toMatchObject({ isForced: true });
  });

  test("knows a new branch by a former commit of zeros", () => {
    const payload = JSON.stringify({ before: none, after: two, created: true });

    expect(parseEvent("push", payload)).toMatchObject({ before: undefined });
  });

  test("reads what a merge queue adds to", () => {
    const payload = JSON.stringify({ merge_group: { head_sha: two, base_sha: one } });

    expect(parseEvent("merge_group", payload)).toEqual({ kind: "merge-group", base: one, pullRequest: undefined });
  });

  test.each([
    [`refs/heads/gh-readonly-queue/main/pr-123-${two}`, 123],
    [`refs/heads/gh-readonly-queue/release/pr-9/pr-123-${two}`, 123],
    ["refs/heads/gh-readonly-queue/main/pr-123", undefined],
    ["refs/heads/main", undefined],
    [7, undefined],
  ])("finds the pull request in the name of the queue's branch: %j", (ref, pullRequest) => {
    const payload = JSON.stringify({ merge_group: { head_ref: ref, base_sha: one } });

    expect(parseEvent("merge_group", payload)).toMatchObject({ pullRequest });
  });

  const workflowRun = {
    id: 4711,
    path: ".github/workflows/check.yml@refs/heads/main",
    event: "pull_request",
    head_sha: one,
    head_branch: "shadow",
    head_repository: { full_name: "ada/rules" },
    run_number: 12,
    run_attempt: 2,
  };

  test("reads which run of another workflow ended, and of whose commit", () => {
    expect(parseEvent("workflow_run", JSON.stringify({ workflow_run: workflowRun }))).toEqual({
      kind: "workflow-run",
      cause: "pull_request",
      head: one,
      headBranch: "shadow",
      headRepository: "ada/rules",
      run: { id: "4711", workflow: ".github/workflows/check.yml", number: 12, attempt: 2 },
    });
  });

  test("has no use for a run of a fork that is gone", () => {
    const payload = JSON.stringify({ workflow_run: { ...workflowRun, head_repository: null } });

    expect(parseEvent("workflow_run", payload)).toEqual({ kind: "other", name: "workflow_run" });
  });

  test.each(["schedule", "workflow_dispatch", "release", ""])("takes %j for an event without a change", (name) => {
    expect(parseEvent(name, "{}")).toEqual({ kind: "other", name });
  });

  test.each([
    ["pull_request", "", "pull_request.number"],
    ["pull_request", "[]", "pull_request.number"],
    ["pull_request", '{"pull_request":{"number":"7"}}', "pull_request.number"],
    ["pull_request", '{"pull_request":{"number":7,"head":{"sha":"main; rm -rf /"}}}', "pull_request.head.sha"],
    ["push", '{"before":null}', "before"],
    ["push", '{"before":"--upload-pack=x"}', "before"],
    ["merge_group", '{"merge_group":{}}', "merge_group.base_sha"],
  ])("says of %s with the payload %s which part is missing", (name, payload, part) => {
    expect(() => parseEvent(name, payload)).toThrow(ConfigError);
    expect(() => parseEvent(name, payload)).toThrow(`"${part}"`);
  });
});

describe("readEvent", () => {
  test("reads the file that the runner names", async () => {
    const folder = folderWith({ "event.json": JSON.stringify(pullRequest) });

    const event = await readEvent({ GITHUB_EVENT_NAME: "pull_request", GITHUB_EVENT_PATH: `${folder}/event.json` });

    expect(event).toMatchObject({ kind: "pull-request", number: 7 });
  });

  test("says what is missing where there is no file", async () => {
    await expect(readEvent({ GITHUB_EVENT_NAME: "push" })).rejects.toThrow("GITHUB_EVENT_PATH");
  });

  test("needs no file for an event without a change", async () => {
    expect(await readEvent({ GITHUB_EVENT_NAME: "schedule" })).toEqual({ kind: "other", name: "schedule" });
  });
});
