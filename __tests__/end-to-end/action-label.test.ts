import { describe, expect, test } from "vitest";
import { type GithubServer, startGithubServer } from "../support/github-server.ts";
import { deletion, lsass, messagesOf, others, pullRequest, shadow } from "./action-repositories.ts";
import { node24, runStep } from "./action-runner.ts";

const node = node24() ?? process.execPath;
const label = "detcov:accept-loss";

function labelled(github: GithubServer, name = label): void {
  github.pull.labels.push("detections", name);
  github.pull.events.push(
    { event: "labeled", label: name, actor: "mallory", at: "2026-11-27T08:00:00Z" },
    { event: "unlabeled", label: name, actor: "mallory", at: "2026-11-27T08:01:00Z" },
    { event: "labeled", label: name, actor: "ada", at: "2026-11-28T09:30:00Z" },
    { event: "labeled", label: "detections", actor: "grace", at: "2026-11-28T10:00:00Z" },
  );
}

describe("a pull request that loses a technique", () => {
  async function run(github: GithubServer, base?: Parameters<typeof pullRequest>[1]) {
    const { server, merge, event } = pullRequest(deletion, base);
    return await runStep({ checkout: server.cloneCommit(merge, 2), event, github, node });
  }

  test("is told with which label to accept the loss", async () => {
    const github = await startGithubServer();

    const result = await run(github);

    expect(result.exitCode).toBe(1);
    expect(github.comments[0]?.body).toContain(label);
  });

  test("passes with the label that it has by now, though its event knows none, and says who set it and when", async () => {
    const github = await startGithubServer();
    labelled(github);

    const result = await run(github);

    expect(result.exitCode).toBe(0);
    expect(result.outputs.get("verdict")).toBe("pass");
    expect(github.comments[0]?.body).toContain("ada");
    expect(github.comments[0]?.body).toContain("2026-11-28");
    expect(github.comments[0]?.body).not.toContain("mallory");
  });

  test("passes with the label where nobody may read who set it", async () => {
    const github = await startGithubServer();
    labelled(github);
    github.refuse("issues/list-events", { status: 403, message: "Resource not accessible by integration" });

    const result = await run(github);

    expect(result.exitCode).toBe(0);
    expect(github.comments[0]?.body).toContain(label);
  });

  test("passes with the label that the configuration of the base names", async () => {
    const github = await startGithubServer();
    labelled(github, "losses-ok");
    const config = { ".github/detcov.yml": "accept-label: losses-ok\n" };

    const result = await run(github, {
      ...config,
      "rules/lsass.yml": lsass,
      "rules/shadow.yml": shadow,
      "rules/tickets.yml": others,
    });

    expect(result.exitCode).toBe(0);
  });

  test("fails with another label", async () => {
    const github = await startGithubServer();
    labelled(github, "bug");

    expect((await run(github)).exitCode).toBe(1);
  });

  test("fails with a warning where its labels cannot be read", async () => {
    const github = await startGithubServer();
    labelled(github);
    github.refuse("issues/list-labels-on-issue", { status: 403, message: "Resource not accessible by integration" });

    const result = await run(github);

    expect(result.exitCode).toBe(1);
    expect(messagesOf(result, "warning").join()).toContain("could not be read, so it accepts nothing");
    expect(messagesOf(result, "warning").join()).toContain('"pull-requests: read"');
  });
});

test("labels are not asked for where nothing is lost", async () => {
  const github = await startGithubServer();
  const { server, merge, event } = pullRequest({ "README.md": "Our detections" });

  await runStep({ checkout: server.cloneCommit(merge, 2), event, github, node });

  expect(github.requests.join()).not.toContain("/labels");
});

describe("a merge queue", () => {
  async function run(github: GithubServer, ref: string) {
    const { server, main, merge } = pullRequest(deletion);
    const event = { name: "merge_group", payload: { merge_group: { base_sha: main, head_sha: merge, head_ref: ref } } };
    return await runStep({ checkout: server.cloneCommit(merge, 1), event, github, node });
  }

  test("knows the label of the pull request that its branch names", async () => {
    const github = await startGithubServer();
    labelled(github);

    const result = await run(github, `refs/heads/gh-readonly-queue/main/pr-7-${"c".repeat(40)}`);

    expect(result.exitCode).toBe(0);
    expect(github.comments).toEqual([]);
  });

  test("gates all the same where the branch names none", async () => {
    const github = await startGithubServer();
    labelled(github);

    const result = await run(github, "refs/heads/queue");

    expect(result.exitCode).toBe(1);
    expect(github.requests).toEqual([]);
  });
});
