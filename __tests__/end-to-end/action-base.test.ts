import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createRepository, type TestRepository, temporaryFolder } from "../support/git-repository.ts";
import { addition, deletion, lsass, messagesOf, pullRequest, shadow } from "./action-repositories.ts";
import { pullRequestEvent, pushEvent, runStep, type StepResult } from "./action-runner.ts";

const noComment = { comment: "never" };

/** What was compared and why, as the log says it. */
function comparison({ log }: StepResult): string {
  return /^(?:Compared|Read) .*$/m.exec(log)?.[0] ?? "nothing";
}

function short(commit: string): string {
  return commit.slice(0, 7);
}

/** As with `persist-credentials: false` in a private repository. */
function withoutRemote(checkout: TestRepository): TestRepository {
  checkout.git("remote", "remove", "origin");
  return checkout;
}

function commitsIn(checkout: TestRepository): number {
  return Number(checkout.git("rev-list", "--count", "--all"));
}

describe("a pull request whose merge commit is checked out", () => {
  test.each([1, 2, 100])("is compared with the first parent of the merge at depth %i", async (depth) => {
    const { server, merge, main, event } = pullRequest(deletion);

    const result = await runStep({ checkout: server.cloneCommit(merge, depth), event, inputs: noComment });

    expect(comparison(result)).toBe(`Compared ${short(main)} with ${short(merge)}: first parent of the merge.`);
    expect(result.outputs.get("techniques-lost")).toBe("1");
  });

  test("stops at depth 1 with the line to write where nothing can be fetched", async () => {
    const { server, merge, event } = pullRequest(deletion);

    const result = await runStep({ checkout: withoutRemote(server.cloneCommit(merge, 1)), event, inputs: noComment });

    expect(result.exitCode).toBe(2);
    expect(messagesOf(result, "error")).toEqual([expect.stringContaining("with:\n      fetch-depth: 2")]);
    expect(result.outputs.size).toBe(0);
  });

  test("needs no remote at depth 2", async () => {
    const { server, merge, event } = pullRequest(deletion);

    const result = await runStep({ checkout: withoutRemote(server.cloneCommit(merge, 2)), event, inputs: noComment });

    expect(result.exitCode).toBe(1);
  });
});

describe("a pull request whose head is checked out", () => {
  test("is compared with where it left the base branch", async () => {
    const { server, fork, head, event } = pullRequest(deletion);
    const checkout = server.clone();
    checkout.checkout(head);

    const result = await runStep({ checkout, event, inputs: noComment });

    expect(comparison(result)).toBe(`Compared ${short(fork)} with ${short(head)}: where the pull request left main.`);
    expect(result.outputs.get("techniques-lost")).toBe("1");
  });

  test("has a full clone left as it is", async () => {
    const { server, head, event } = pullRequest(deletion);
    const checkout = server.clone();
    checkout.checkout(head);
    const before = commitsIn(checkout);

    await runStep({ checkout, event, inputs: noComment });

    expect(checkout.git("rev-parse", "--is-shallow-repository")).toBe("false");
    expect(commitsIn(checkout)).toBe(before);
  });

  test("has a shallow clone deepened until the commit is there", async () => {
    const { server, fork, head, event } = pullRequest(deletion);

    const result = await runStep({ checkout: server.cloneCommit(head, 1), event, inputs: noComment });

    expect(comparison(result)).toContain(`Compared ${short(fork)} with ${short(head)}`);
  });

  test("stops with the line to write where a shallow clone cannot be deepened", async () => {
    const { server, head, event } = pullRequest(deletion);
    const checkout = server.cloneCommit(head, 1);
    rmSync(server.path, { recursive: true });

    const result = await runStep({ checkout, event, inputs: noComment });

    expect(result.exitCode).toBe(2);
    expect(messagesOf(result, "error")).toEqual([expect.stringContaining("with:\n      fetch-depth: 0")]);
  });

  test("is not blamed for what it took over from the base branch, though the event knows an older base", async () => {
    const { server, fork, main } = pullRequest(deletion);
    server.checkout("change");
    const head = server.merge("main");
    const checkout = server.clone();
    checkout.checkout(head);

    const result = await runStep({ checkout, event: pullRequestEvent({ head, base: fork }), inputs: noComment });

    expect(comparison(result)).toContain(`Compared ${short(main)} with ${short(head)}`);
    expect(result.outputs.get("rules-removed")).toBe("1");
  });

  test("that was merged in the meantime is still compared with where it began", async () => {
    const { server, fork, head, event } = pullRequest(deletion);
    server.merge("change");
    const checkout = server.clone();
    checkout.checkout(head);

    const result = await runStep({ checkout, event, inputs: noComment });

    expect(comparison(result)).toContain(`Compared ${short(fork)} with ${short(head)}`);
  });
});

test("a pull request of which only the base is checked out stops, as there is nothing to compare", async () => {
  const { server, main, head } = pullRequest(deletion);
  const { payload } = pullRequestEvent({ head, base: main });

  const result = await runStep({
    checkout: server.cloneCommit(main, 1),
    event: { name: "pull_request_target", payload },
  });

  expect(result.exitCode).toBe(2);
  expect(messagesOf(result, "error")).toEqual([expect.stringContaining('is on "main" already')]);
});

describe("a push", () => {
  test("is compared with the commit before it, however many commits it brings", async () => {
    const server = createRepository();
    const before = server.commit({ "rules/lsass.yml": lsass, "rules/shadow.yml": shadow });
    server.commit(deletion);
    const after = server.commit(addition);

    const result = await runStep({ checkout: server.cloneCommit(after, 1), event: pushEvent({ before, after }) });

    expect(comparison(result)).toBe(`Compared ${short(before)} with ${short(after)}: the commit before this push.`);
    expect(result.exitCode).toBe(1);
    expect(result.outputs.get("techniques-lost")).toBe("1");
    expect(result.outputs.get("techniques-gained")).toBe("1");
  });

  test("of a new branch is compared with the first parent", async () => {
    const server = createRepository();
    const before = server.commit({ "rules/lsass.yml": lsass });
    const after = server.commit(addition);
    const event = pushEvent({ before: "0".repeat(40), after });

    const result = await runStep({ checkout: server.cloneCommit(after, 1), event });

    expect(comparison(result)).toContain(`Compared ${short(before)} with ${short(after)}: first parent`);
    expect(result.outputs.get("techniques-gained")).toBe("1");
  });

  test("that threw the former commit away is compared with the first parent", async () => {
    const server = createRepository();
    const parent = server.commit({ "rules/lsass.yml": lsass });
    const after = server.commit(addition);
    const event = pushEvent({ before: "d".repeat(40), after, forced: true });

    const result = await runStep({ checkout: server.cloneCommit(after, 2), event });

    expect(comparison(result)).toContain(`Compared ${short(parent)} with ${short(after)}: first parent, as this push`);
  });

  test("whose former commit cannot be had stops with the line to write", async () => {
    const server = createRepository();
    const before = server.commit({ "rules/lsass.yml": lsass });
    server.commit(addition);
    const after = server.commit(deletion);

    const result = await runStep({
      checkout: withoutRemote(server.cloneCommit(after, 2)),
      event: pushEvent({ before, after }),
    });

    expect(result.exitCode).toBe(2);
    expect(messagesOf(result, "error")).toEqual([expect.stringContaining("with:\n      fetch-depth: 0")]);
  });

  test("of the first commit has no base, shows the coverage, and passes", async () => {
    const server = createRepository();
    const after = server.commit({ "rules/lsass.yml": lsass });
    const event = pushEvent({ before: "0".repeat(40), after });

    const result = await runStep({ checkout: server.cloneCommit(after, 1), event });

    expect(result.exitCode).toBe(0);
    expect(comparison(result)).toContain("is the first commit");
    expect(result.outputs.get("techniques-covered")).toBe("2");
    expect(result.outputs.get("techniques-lost")).toBe("");
    expect(result.summary).toContain("2 of 697");
  });
});

test("a merge queue is compared with what it adds to", async () => {
  const { server, main, merge } = pullRequest(deletion);
  const event = { name: "merge_group", payload: { merge_group: { base_sha: main, head_sha: merge } } };

  const result = await runStep({ checkout: server.cloneCommit(merge, 1), event });

  expect(comparison(result)).toContain(`Compared ${short(main)} with ${short(merge)}: what the merge queue adds to`);
  expect(result.exitCode).toBe(1);
});

describe.each(["workflow_dispatch", "schedule"])("a run by %s", (name) => {
  const event = { name, payload: {} };

  test("shows the coverage and passes", async () => {
    const server = createRepository();
    const head = server.commit({ "rules/lsass.yml": lsass });

    const result = await runStep({ checkout: server.cloneCommit(head, 1), event });

    expect(result.exitCode).toBe(0);
    expect(result.summary).toContain("2 of 697");
    expect(Object.fromEntries(result.outputs)).toMatchObject({
      verdict: "pass",
      "techniques-covered": "2",
      "techniques-total": "697",
      "techniques-lost": "",
      "comment-markdown": "",
    });
  });

  test.each([["main~1"], ["full id"]])("with the input base is compared with that revision: %s", async (revision) => {
    const server = createRepository();
    const base = server.commit({ "rules/lsass.yml": lsass });
    server.commit(deletion);
    const inputs = { base: revision === "full id" ? base : revision };

    const result = await runStep({ checkout: server.clone(), event, inputs });

    expect(comparison(result)).toContain(`as the input "base" says`);
    expect(result.exitCode).toBe(1);
  });
});

test("a base that is a branch is found on the remote", async () => {
  const { server, head, main } = pullRequest(deletion);

  const result = await runStep({
    checkout: server.cloneCommit(head, 1),
    event: { name: "workflow_dispatch", payload: {} },
    inputs: { base: "main" },
  });

  expect(comparison(result)).toContain(`Compared ${short(main)} with ${short(head)}`);
});

test("a base that nobody knows stops and names it", async () => {
  const { server, merge, event } = pullRequest(deletion);

  const result = await runStep({ checkout: server.cloneCommit(merge, 2), event, inputs: { base: "no-such-branch" } });

  expect(result.exitCode).toBe(2);
  expect(messagesOf(result, "error")).toEqual([expect.stringContaining('"no-such-branch"')]);
});

test("a check that is asked for by hand compares with the commit before", async () => {
  const server = createRepository();
  const base = server.commit({ "rules/lsass.yml": lsass });
  server.commit(deletion);

  const result = await runStep({
    checkout: server.clone(),
    event: { name: "workflow_dispatch", payload: {} },
    inputs: { mode: "check" },
  });

  expect(comparison(result)).toContain(`Compared ${short(base)}`);
  expect(result.exitCode).toBe(1);
});

test("a folder that is no repository has its coverage shown", async () => {
  const repository = createRepository();
  const folder = { ...repository, path: temporaryFolder() };

  const result = await runStep({ checkout: folder, event: { name: "schedule", payload: {} } });

  expect(result.exitCode).toBe(0);
  expect(result.summary).toContain("0 of 697");
});

test("a folder that is no repository cannot be compared, which is for the workflow to mend", async () => {
  const { event, ...repository } = pullRequest(deletion);
  const folder = { ...repository.server, path: temporaryFolder() };

  const result = await runStep({ checkout: folder, event });

  expect(result.exitCode).toBe(2);
  expect(messagesOf(result, "error")).toEqual([expect.stringContaining("is not in a git repository")]);
});

test("an input that is no choice stops and lists the choices", async () => {
  const { server, merge, event } = pullRequest(deletion);

  const result = await runStep({ checkout: server.cloneCommit(merge, 2), event, inputs: { "fail-on": "errors" } });

  expect(result.exitCode).toBe(2);
  expect(messagesOf(result, "error")).toEqual([expect.stringContaining("error, warning, never")]);
});

test("a fault of detcov is said to be one, with what a report of it needs", async () => {
  const { server, merge, event } = pullRequest(deletion);
  const env = { GITHUB_OUTPUT: "/no/such/file" };

  const result = await runStep({ checkout: server.cloneCommit(merge, 2), event, inputs: noComment, env });

  expect(result.exitCode).toBe(3);
  expect(messagesOf(result, "error").join()).toContain("https://github.com/detcov/detcov/issues");
  expect(result.log).toContain("Missing file at path");
});
