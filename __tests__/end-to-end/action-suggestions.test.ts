import { describe, expect, test } from "vitest";
import { createRepository, type Files } from "../support/git-repository.ts";
import { type GithubServer, startGithubServer, testBot } from "../support/github-server.ts";
import { sigmaRule } from "../support/sigma-rule.ts";
import { messagesOf, pullRequest } from "./action-repositories.ts";
import { node24, pullRequestEvent, runStep, type StepResult } from "./action-runner.ts";

const node = node24() ?? process.execPath;

function rule(id: string, technique: string): string {
  return sigmaRule({ id, title: `Rule ${id}`, technique, image: `tool${id}.exe` });
}

/** As GitHub shows a file that was added. */
function added(path: string, text: string) {
  const lines = text.replace(/\n$/, "").split("\n");
  return { path, patch: [`@@ -0,0 +1,${lines.length} @@`, ...lines.map((line) => `+${line}`)].join("\n") };
}

async function run(github: GithubServer, change: Files, inputs = {}): Promise<StepResult> {
  const { server, merge, head, event } = pullRequest(change);
  github.pull.head.sha = head;
  for (const [path, text] of Object.entries(change))
    if (typeof text === "string") github.pull.files.push(added(path, text));
  return await runStep({ checkout: server.cloneCommit(merge, 2), event, github, node, inputs });
}

const revoked = rule("11", "t1562.001");

describe("a revoked technique in a pull request", () => {
  test("gets a suggestion on its line that can be committed, with nothing but the id replaced", async () => {
    const github = await startGithubServer();

    await run(github, { "rules/new.yml": revoked });

    const line = revoked.split("\n").findIndex((text) => text.includes("t1562.001"));
    expect(github.pull.reviewComments).toEqual([
      {
        id: 1001,
        author: testBot,
        path: "rules/new.yml",
        line: line + 1,
        body: expect.stringContaining(
          `\`\`\`suggestion\n${revoked.split("\n")[line]?.replace("t1562.001", "t1685")}\n\`\`\``,
        ),
      },
    ]);
    expect(github.pull.reviewComments[0]?.body).toContain("T1685");
  });

  test("gets it once, however often the pull request is checked", async () => {
    const github = await startGithubServer();
    await run(github, { "rules/new.yml": revoked });

    await run(github, { "rules/new.yml": revoked });

    expect(github.pull.reviewComments).toHaveLength(1);
  });

  test("gets its own where somebody else wrote something that looks like it", async () => {
    const github = await startGithubServer();
    await run(github, { "rules/new.yml": revoked });
    const [comment] = github.pull.reviewComments;
    if (comment !== undefined) github.pull.reviewComments.splice(0, 1, { ...comment, author: "mallory" });

    await run(github, { "rules/new.yml": revoked });

    expect(github.pull.reviewComments.map(({ author }) => author)).toEqual(["mallory", testBot]);
  });

  test("gets none on a line that the page does not show", async () => {
    const github = await startGithubServer();
    github.before("pulls/list-files", () => {
      github.pull.files.splice(0, 9, { path: "rules/new.yml", patch: "@@ -1,1 +1,1 @@\n-a\n+b" });
    });

    const result = await run(github, { "rules/new.yml": revoked });

    expect(github.pull.reviewComments).toEqual([]);
    expect(messagesOf(result, "warning").join()).not.toContain("suggestion");
  });

  test("is a warning that names the permission where nothing may be suggested, and the verdict stands", async () => {
    const github = await startGithubServer();
    github.refuse("pulls/create-review", { status: 403, message: "Resource not accessible by integration" });

    const result = await run(github, { "rules/new.yml": revoked });

    expect(result.exitCode).toBe(0);
    expect(messagesOf(result, "warning").join()).toContain("No suggestion was posted");
    expect(messagesOf(result, "warning").join()).toContain('"pull-requests: write"');
  });

  test("gets none where no comments are wanted", async () => {
    const github = await startGithubServer();

    await run(github, { "rules/new.yml": revoked }, { comment: "never" });

    expect(github.requests).toEqual([]);
  });
});

test("no more than ten are suggested, in one review", async () => {
  const github = await startGithubServer();
  const files = Object.fromEntries(
    Array.from({ length: 14 }, (_, index) => [`rules/new${index}.yml`, rule(String(20 + index), "t1562.001")]),
  );

  await run(github, files);

  expect(github.pull.reviewComments).toHaveLength(10);
  expect(github.requests.filter((request) => request.startsWith("POST /repos/acme/detections/pulls"))).toHaveLength(1);
});

test("a sub-technique with too few digits and a tactic with a slip of the pen are spelled right", async () => {
  const github = await startGithubServer();
  const text = rule("12", "t1003.1").replace(
    /^( *)- attack\.t1003\.1$/m,
    "$1- attack.t1003.1\n$1- attack.credental_access",
  );

  await run(github, { "rules/new.yml": text });

  const bodies = github.pull.reviewComments.map(({ body }) => body).join("\n");
  expect(bodies).toContain("- attack.t1003.001\n");
  expect(bodies).toContain("- attack.credential_access\n");
});

test("a file that the merge has changed gets no suggestion, for its lines are others", async () => {
  const github = await startGithubServer();
  const server = createRepository();
  const original = rule("13", "t1003.001");
  const base = server.commit({ "rules/dump.yml": original });
  server.branch("change");
  const head = server.commit({ "rules/dump.yml": original.replace("t1003.001", "t1562.001") });
  server.checkout("main");
  server.commit({ "rules/dump.yml": `# Reviewed in spring.\n${original}` });
  const merge = server.merge("change");

  const result = await runStep({
    checkout: server.cloneCommit(merge, 2),
    event: pullRequestEvent({ head, base }),
    github,
    node,
  });

  expect(result.outputs.get("findings-warnings")).toBe("1");
  expect(github.requests.join()).not.toContain("/pulls/7/comments");
});
