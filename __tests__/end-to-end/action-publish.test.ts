import { cpSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRepository, temporaryFolder } from "../support/git-repository.ts";
import { aPullRequest } from "../support/github/pull-request.ts";
import { type GithubServer, startGithubServer, testBot } from "../support/github-server.ts";
import { deletion, messagesOf, pullRequest } from "./action-repositories.ts";
import { node24, runStep, type StepResult, type WorkflowEvent } from "./action-runner.ts";

const node = node24() ?? process.execPath;
const fork = "ada/detections";

/** What the check of a pull request from a fork wrote, as another job has downloaded it, and the event of that job. */
async function checkFork(): Promise<{ folder: string; event: WorkflowEvent; head: string; check: StepResult }> {
  const { server, merge, head, event } = pullRequest(deletion);
  const checkout = server.cloneCommit(merge, 2);
  const payload = structuredClone(event.payload);
  const check = await runStep({
    checkout,
    event: { name: "pull_request", payload: { ...payload, pull_request: ofFork(payload) } },
    inputs: { "report-dir": "report" },
    node,
  });
  const folder = temporaryFolder();
  cpSync(join(checkout.path, "report"), join(folder, "report"), { recursive: true });
  return { folder, event: afterRun(head), head, check };
}

function ofFork(payload: object): object {
  const pull: unknown = Object.entries(payload).find(([key]) => key === "pull_request")?.[1];
  const text = JSON.stringify(pull).replace('"full_name":"acme/detections"', `"full_name":"${fork}"`);
  return JSON.parse(text);
}

function afterRun(head: string, change: object = {}): WorkflowEvent {
  const run = {
    id: 815,
    path: ".github/workflows/detections.yml",
    event: "pull_request",
    head_sha: head,
    head_branch: "shadow-copies",
    head_repository: { full_name: fork },
    run_number: 12,
    run_attempt: 1,
    ...change,
  };
  return { name: "workflow_run", payload: { action: "completed", workflow_run: run } };
}

/** A job that has nothing but the folder, and a token that may write. */
async function publish(github: GithubServer, folder: string, event: WorkflowEvent, inputs = {}): Promise<StepResult> {
  const checkout = { ...createRepository(), path: folder };
  return await runStep({
    checkout,
    event,
    github,
    node,
    inputs: { mode: "publish", "report-dir": "report", ...inputs },
  });
}

function forkedPull(github: GithubServer, sha: string): void {
  github.pull.head = { sha, ref: "shadow-copies", repository: fork };
}

describe("a pull request from a fork", () => {
  test("is checked and told in which way it can be commented on", async () => {
    const { check } = await checkFork();

    expect(check.exitCode).toBe(1);
    expect(check.summary).toContain("1 technique lost");
  });

  test("is commented on by a job that checks nothing out", async () => {
    const { folder, event, head } = await checkFork();
    const github = await startGithubServer();
    forkedPull(github, head);

    const result = await publish(github, folder, event);

    expect(result.exitCode).toBe(0);
    const [comment] = github.comments;
    expect(comment?.body).toContain("1 technique lost");
    expect(comment?.body).toContain("[T1003.001 LSASS Memory](https://attack.mitre.org/techniques/T1003/001/)");
    expect(comment?.body).toContain("](https://github.example/acme/detections/actions/runs/815)");
    expect(comment?.body).toContain("as reported by the pull request's own run");
    expect(comment?.body).toMatch(
      /^<!-- detcov key=\.github\/workflows\/detections\.yml head=[0-9a-f]{40} run=12\.1 -->/,
    );
    expect(result.summary).toContain("1 technique lost");
  });

  test("has its comment brought up to date by the next run, and not by an older one", async () => {
    const { folder, head } = await checkFork();
    const github = await startGithubServer();
    forkedPull(github, head);

    await publish(github, folder, afterRun(head, { run_number: 13 }));
    const older = await publish(github, folder, afterRun(head, { run_number: 12 }));

    expect(github.comments).toHaveLength(1);
    expect(older.log).toContain("Run 13 is newer");
  });

  test("that has newer commits by now is left to their own run", async () => {
    const { folder, event } = await checkFork();
    const github = await startGithubServer();
    forkedPull(github, "f".repeat(40));

    const result = await publish(github, folder, event);

    expect(github.comments).toEqual([]);
    expect(result.log).toContain("newer commits");
  });

  test("is not mistaken for one of another repository with the same branch and commit", async () => {
    const { folder, event, head } = await checkFork();
    const github = await startGithubServer();
    github.pull.head = { sha: head, ref: "shadow-copies", repository: "ada/other" };

    await publish(github, folder, event);

    expect(github.comments).toEqual([]);
  });

  test("that shares its commit with another is not guessed at", async () => {
    const { folder, event, head } = await checkFork();
    const github = await startGithubServer();
    forkedPull(github, head);
    github.pulls.push(aPullRequest({ number: 8, head: github.pull.head }));

    const result = await publish(github, folder, event);

    expect(github.requests).toEqual([expect.stringContaining("/pulls?")]);
    expect(result.log).toContain("Several pull requests");
  });
});

describe("a report that a stranger made up", () => {
  async function publishReport(write: (path: string) => void) {
    const { folder, event, head } = await checkFork();
    const github = await startGithubServer();
    forkedPull(github, head);
    write(join(folder, "report", "report.json"));
    return { github, result: await publish(github, folder, event) };
  }

  test.each([
    ["is no JSON", "{"],
    ["is another document", '{"schemaVersion":1}'],
    ["is without end", " ".repeat(65 * 1024 * 1024)],
  ])("and that %s is refused with a warning", async (_, text) => {
    const { github, result } = await publishReport((path) => writeFileSync(path, text));

    expect(result.exitCode).toBe(0);
    expect(github.requests).toEqual([]);
    expect(messagesOf(result, "warning").join()).toContain("report.json");
  });

  test("and that is a link is not followed", async () => {
    const elsewhere = temporaryFolder();
    const { github, result } = await publishReport((path) => {
      renameSync(path, join(elsewhere, "report.json"));
      symlinkSync(join(elsewhere, "report.json"), path);
    });

    expect(github.requests).toEqual([]);
    expect(messagesOf(result, "warning").join()).toContain("is no file");
  });

  test("says nothing but text, and cannot choose the pull request", async () => {
    const { github } = await publishReport((path) => {
      const report = readFileSync(path, "utf8");
      const forged = report
        .replaceAll("1 technique lost", "@security [click](https://evil.example) <img src=x>")
        .replaceAll("shadow-copies", "main");
      writeFileSync(path, forged);
    });

    const body = github.comments.find(({ author }) => author === testBot)?.body ?? "";
    expect(body).toContain("security");
    expect(body).not.toContain("@security");
    expect(body).not.toContain("](https://evil.example)");
    expect(body).not.toContain("<img");
  });
});

test("a run of the other workflow for a push is nothing to comment on", async () => {
  const github = await startGithubServer();

  const result = await publish(github, temporaryFolder(), afterRun("a".repeat(40), { event: "push" }));

  expect(result.exitCode).toBe(0);
  expect(github.requests).toEqual([]);
});

test("publishing on another event stops and says which one it is for", async () => {
  const { server, merge, event } = pullRequest(deletion);

  const result = await runStep({ checkout: server.cloneCommit(merge, 2), event, node, inputs: { mode: "publish" } });

  expect(result.exitCode).toBe(2);
  expect(messagesOf(result, "error").join()).toContain('"workflow_run"');
});

test("a report that was not downloaded is a warning that says what to do", async () => {
  const github = await startGithubServer();

  const result = await publish(github, temporaryFolder(), afterRun("a".repeat(40)));

  expect(result.exitCode).toBe(0);
  expect(messagesOf(result, "warning").join()).toContain("download what the check wrote");
});
