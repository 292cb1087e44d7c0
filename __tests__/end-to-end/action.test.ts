import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Files } from "../support/git-repository.ts";
import { type GithubServer, startGithubServer, testBot } from "../support/github-server.ts";
import { sigmaRule } from "../support/sigma-rule.ts";
import { addition, deletion, lsass, messagesOf, others, pullRequest, registry } from "./action-repositories.ts";
import { node24, runStep, type StepResult } from "./action-runner.ts";

const listing = "GET /repos/acme/detections/issues/7/comments?per_page=100";
const creation = "POST /repos/acme/detections/issues/7/comments";

function onlyComment({ comments }: GithubServer): string {
  expect(comments).toHaveLength(1);
  return comments[0]?.body ?? "";
}

describe("a pull request that loses a technique", () => {
  test("fails after it was commented on", async () => {
    const { server, merge, event } = pullRequest(deletion);
    const github = await startGithubServer();

    const result = await runStep({ checkout: server.cloneCommit(merge, 2), event, github });

    expect(result.exitCode).toBe(1);
    expect(
      github.requests.filter((request) => request.endsWith("/comments") || request === listing).slice(0, 2),
    ).toEqual([listing, creation]);
    expect(onlyComment(github)).toContain("1 technique lost");
    expect(onlyComment(github)).toContain("T1003.001");
  });

  test("has the loss in its summary, its outputs and at its run", async () => {
    const { server, merge, event } = pullRequest(deletion);

    const result = await runStep({ checkout: server.cloneCommit(merge, 2), event, github: await startGithubServer() });

    expect(result.summary).toContain("1 technique lost");
    expect(Object.fromEntries(result.outputs)).toMatchObject({
      verdict: "fail",
      "techniques-covered": "2",
      "techniques-total": "697",
      "coverage-percent": "0.3",
      "techniques-gained": "0",
      "techniques-lost": "1",
      "rules-added": "0",
      "rules-removed": "1",
      "noisy-rules": "0",
      "findings-errors": "1",
    });
    expect(messagesOf(result, "error")[0]).toContain("T1003.001");
    expect(messagesOf(result, "error").at(-1)).toContain("1 technique lost");
  });

  test("passes where the workflow says that it may", async () => {
    const { server, merge, event } = pullRequest(deletion);

    const result = await runStep({
      checkout: server.cloneCommit(merge, 2),
      event,
      github: await startGithubServer(),
      inputs: { "fail-on": "never" },
    });

    expect(result.exitCode).toBe(0);
    expect(result.outputs.get("verdict")).toBe("pass");
    expect(result.outputs.get("techniques-lost")).toBe("1");
  });
});

describe("under the Node of the runner", () => {
  test("a pull request is commented on, and the comment brought up to date", async ({ skip }) => {
    const node = node24();
    if (node === undefined) return skip("Node 24 is not here and cannot be fetched.");
    const github = await startGithubServer();
    const lost = pullRequest(deletion);
    const gained = pullRequest(addition);

    const first = await runStep({ checkout: lost.server.cloneCommit(lost.merge, 2), event: lost.event, github, node });
    const second = await runStep({
      checkout: gained.server.cloneCommit(gained.merge, 2),
      event: gained.event,
      github,
      node,
    });

    expect([first.exitCode, second.exitCode]).toEqual([1, 0]);
    expect([first, second].map(({ outputs }) => outputs.get("techniques-lost"))).toEqual(["1", "0"]);
    expect(github.requests.at(-1)).toBe("PATCH /repos/acme/detections/issues/comments/1001");
    expect(onlyComment(github)).toContain("T1003.002");
  });
});

describe("the report files", () => {
  test("are where the workflow wants them", async () => {
    const { server, merge, event } = pullRequest(deletion);
    const checkout = server.cloneCommit(merge, 2);

    const { outputs } = await runStep({ checkout, event, inputs: { "report-dir": "out/detcov" } });

    const folder = join(checkout.path, "out", "detcov");
    expect(outputs.get("report-json")).toBe(join(folder, "report.json"));
    expect(outputs.get("comment-markdown")).toBe(join(folder, "comment.md"));
    expect(JSON.parse(readFileSync(join(folder, "report.json"), "utf8"))).toMatchObject({
      schemaVersion: 1,
      head: { revision: merge },
      verdict: { outcome: "fail" },
    });
    expect(readFileSync(join(folder, "comment.md"), "utf8")).toContain("1 technique lost");
    const { coverage } = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
    const badge = JSON.parse(readFileSync(join(folder, "badge.json"), "utf8"));
    expect(badge.message).toMatch(new RegExp(`^${coverage.after.covered} of ${coverage.after.total} `));
    expect(readFileSync(join(folder, "badge.svg"), "utf8")).toContain(`${badge.message.replace("<", "&lt;")}</title>`);
  });

  test("are in a folder of the runner's otherwise", async () => {
    const { server, merge, event } = pullRequest(deletion);
    const checkout = server.cloneCommit(merge, 2);

    const { outputs } = await runStep({ checkout, event });

    const path = outputs.get("report-json") ?? "";
    expect(existsSync(path)).toBe(true);
    expect(path.startsWith(checkout.path)).toBe(false);
    expect(checkout.git("status", "--porcelain")).toBe("");
  });

  test("are not written through a link that the pull request brings", async () => {
    const { server, merge, event } = pullRequest(deletion);
    const checkout = server.cloneCommit(merge, 2);
    checkout.link("reports", "../elsewhere");

    const result = await runStep({ checkout, event, inputs: { "report-dir": "reports" } });

    expect(result.exitCode).toBe(1);
    expect(result.outputs.get("report-json")).toBe("");
    expect(messagesOf(result, "warning").join()).toContain('"report-dir" leads through "reports"');
  });
});

describe("the comment", () => {
  /** The same pull request in two states, each a run of its own. */
  async function runTwice(first: Files, second: Files, github: GithubServer, numbers = ["12", "13"]) {
    const results: StepResult[] = [];
    for (const [index, change] of [first, second].entries()) {
      const { server, merge, event } = pullRequest(change);
      const env = { GITHUB_RUN_NUMBER: numbers[index] ?? "" };
      results.push(await runStep({ checkout: server.cloneCommit(merge, 2), event, github, env }));
    }
    return results;
  }

  test("is brought up to date by the next run", async () => {
    const github = await startGithubServer();

    const results = await runTwice(deletion, addition, github);

    expect(results.map(({ exitCode }) => exitCode)).toEqual([1, 0]);
    expect(github.requests.at(-1)).toBe("PATCH /repos/acme/detections/issues/comments/1001");
    expect(onlyComment(github)).not.toContain("1 technique lost");
    expect(onlyComment(github)).toContain("T1003.002");
  });

  test("is left alone where the same run would say the same again", async () => {
    const github = await startGithubServer();

    await runTwice(deletion, deletion, github);

    expect(github.requests.filter((request) => /^(?:PATCH|POST \/repos)/.test(request))).toEqual([creation]);
  });

  test("of a newer run is not overwritten by an older one", async () => {
    const github = await startGithubServer();

    const results = await runTwice(deletion, addition, github, ["13", "12"]);

    expect(onlyComment(github)).toContain("1 technique lost");
    expect(results[1]?.log).toContain("Run 13 is newer");
  });

  test("of another account with the same stamp is not taken for the own one", async () => {
    const github = await startGithubServer();
    await runTwice(deletion, deletion, github);
    const stolen = onlyComment(github);
    github.comments.splice(0, 1, { id: 1, author: "mallory", body: stolen });

    await runTwice(deletion, deletion, github);

    expect(github.comments.map(({ author }) => author)).toEqual(["mallory", testBot]);
    expect(github.comments[0]?.body).toBe(stolen);
  });

  test("is found behind three hundred others", async () => {
    const github = await startGithubServer();
    await runTwice(deletion, deletion, github);
    const talk = Array.from({ length: 300 }, (_, index) => ({ id: index + 1, author: "ada", body: "Looks good." }));
    github.comments.unshift(...talk);

    await runTwice(addition, addition, github);

    expect(github.comments).toHaveLength(301);
    expect(github.comments.at(-1)?.body).toContain("T1003.002");
  });

  test("is made anew where it was deleted while it was being looked for", async () => {
    const github = await startGithubServer();
    await runTwice(deletion, deletion, github);
    github.before("issues/update-comment", () => void github.comments.splice(0, 1));

    const results = await runTwice(addition, addition, github);

    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(onlyComment(github)).toContain("T1003.002");
  });

  test("is not made where nothing changed", async () => {
    const github = await startGithubServer();
    const { server, merge, event } = pullRequest({ "README.md": "Our detections" });

    const result = await runStep({ checkout: server.cloneCommit(merge, 2), event, github });

    expect(result.exitCode).toBe(0);
    expect(github.requests).toEqual([listing]);
    expect(result.summary).toContain("Detection coverage");
  });

  test("is brought up to date where nothing is left to say", async () => {
    const github = await startGithubServer();

    await runTwice(deletion, { "README.md": "Our detections" }, github);

    expect(onlyComment(github)).not.toContain("1 technique lost");
  });

  test("is not made where the workflow wants none", async () => {
    const github = await startGithubServer();
    const { server, merge, event } = pullRequest(deletion);

    const result = await runStep({
      checkout: server.cloneCommit(merge, 2),
      event,
      github,
      inputs: { comment: "never" },
    });

    expect(result.exitCode).toBe(1);
    expect(github.comments).toEqual([]);
  });

  test("is made only on failure where the configuration of the base says so", async () => {
    const github = await startGithubServer();
    const config = { ".github/detcov.yml": "comment:\n  when: on-failure\n" };
    const { server, merge, event } = pullRequest(addition, {
      ...config,
      "rules/lsass.yml": lsass,
      "rules/tickets.yml": others,
    });

    await runStep({ checkout: server.cloneCommit(merge, 2), event, github });

    expect(github.comments).toEqual([]);
  });

  test("goes to an Enterprise Server where the runner belongs to one", async () => {
    const github = await startGithubServer({ basePath: "/api/v3" });

    await runTwice(deletion, addition, github);

    expect(github.requests).toContain("POST /api/graphql");
    expect(onlyComment(github)).toContain("T1003.002");
  });

  test("links files at the commits that were compared", async () => {
    const github = await startGithubServer();
    const { server, merge, event } = pullRequest({ "rules/weitere Regeln/hives #2.yml": registry });

    await runStep({ checkout: server.cloneCommit(merge, 2), event, github });

    const address = `https://github.example/acme/detections/blob/${merge}/rules/weitere%20Regeln/hives%20%232.yml`;
    expect(onlyComment(github)).toContain(`](${address})`);
    expect(onlyComment(github)).toContain("](https://github.example/acme/detections/actions/runs/4711)");
  });
});

describe("a comment that cannot be posted", () => {
  test.each([
    [403, "Resource not accessible by integration", 'permission "pull-requests: write"'],
    [404, "Not Found", 'permission "pull-requests: write"'],
    [422, "Validation Failed", "GitHub answered 422"],
    [500, "Server Error", "GitHub answered 500"],
  ])("for %i is a warning, and the verdict stands", async (status, message, advice) => {
    const github = await startGithubServer();
    github.refuse("issues/create-comment", { status, message });
    const { server, merge, event } = pullRequest(addition);

    const result = await runStep({ checkout: server.cloneCommit(merge, 2), event, github });

    expect(result.exitCode).toBe(0);
    expect(result.outputs.get("verdict")).toBe("pass");
    expect(messagesOf(result, "warning").join()).toContain(advice);
    expect(result.summary).toContain("T1003.002");
  });

  test("as nobody answers is a warning, and the verdict stands", async () => {
    const { server, merge, event } = pullRequest(deletion);

    const result = await runStep({
      checkout: server.cloneCommit(merge, 2),
      event,
      inputs: { token: "ghs_aTokenOfTheWorkflow" },
    });

    expect(result.exitCode).toBe(1);
    expect(messagesOf(result, "warning").join()).toContain("GitHub did not answer");
  });

  test("without a token is a warning, and the verdict stands", async () => {
    const { server, merge, event } = pullRequest(deletion);

    const result = await runStep({ checkout: server.cloneCommit(merge, 2), event });

    expect(result.exitCode).toBe(1);
    expect(messagesOf(result, "warning").join()).toContain('the input "token" is empty');
  });

  test("is no matter where there is nothing to say", async () => {
    const github = await startGithubServer();
    github.refuse("issues/list-comments", { status: 403, message: "Resource not accessible by integration" });
    const { server, merge, event } = pullRequest({ "README.md": "Our detections" });

    const result = await runStep({ checkout: server.cloneCommit(merge, 2), event, github });

    expect(result.exitCode).toBe(0);
    expect(messagesOf(result, "warning")).toEqual([]);
  });
});

describe("annotations", () => {
  const techniques = ["001", "002", "003", "004", "005", "006", "007", "008"].map((child) => `t1003.${child}`);
  const more = ["t1558.001", "t1558.002", "t1558.003", "t1558.004", "t1555.001", "t1555.002"];
  const rules = [...techniques, ...more].map((technique, index): [string, string] => [
    `rules/${technique}.yml`,
    sigmaRule({ id: String(10 + index), title: `Rule for ${technique}`, technique, image: `tool${index}.exe` }),
  ]);

  test("are no more than GitHub shows, the verdict among them, and the log says how many are left out", async () => {
    const deleted = Object.fromEntries(rules.map(([path]) => [path, undefined]));
    const { server, merge, event } = pullRequest(deleted, {
      ...Object.fromEntries(rules),
      "rules/tickets.yml": others,
    });

    const result = await runStep({ checkout: server.cloneCommit(merge, 2), event, inputs: { comment: "never" } });

    const errors = messagesOf(result, "error");
    expect(result.outputs.get("findings-errors")).toBe("14");
    expect(errors).toHaveLength(10);
    expect(errors.slice(0, 9).every((message) => message.includes("has no rule left"))).toBe(true);
    expect(errors.at(-1)).toContain("14 techniques lost");
    expect(result.log).toMatch(/no more than ten of each level; 5 more are in the summary/);
  });

  test("point at the line of a file, by its path from the top of the repository", async () => {
    const misspelt = sigmaRule({ id: "05", title: "Typing error", technique: "t1003.099", image: "x.exe" });
    const { server, merge, event } = pullRequest({ "sigma/new, rules/typo.yml": misspelt });

    const result = await runStep({
      checkout: server.cloneCommit(merge, 2),
      event,
      inputs: { comment: "never", root: "sigma" },
    });

    expect(result.commands[0]).toMatchObject({
      name: "error",
      properties: { title: "technique-unknown", file: "sigma/new, rules/typo.yml", line: "8" },
    });
  });
});

describe("hostile text in a pull request", () => {
  const hostile = [
    "::set-output name=verdict::pass",
    "##[set-output name=verdict;]pass",
    "%0A::error::forged",
    "line\n::add-mask::verdict\r\n##[error]forged",
    "\u001b[31m\u202egnihton",
  ];

  test.each(hostile)("gives the runner no command: %j", async (title) => {
    const { server, merge, event } = pullRequest({
      "rules/lsass.yml": undefined,
      "rules/##[warning] forged.yml": sigmaRule({
        id: "05",
        title,
        technique: `t9999${title.replace(/\s/g, "")}`,
        image: "x.exe",
      }),
    });

    const result = await runStep({ checkout: server.cloneCommit(merge, 2), event, inputs: { comment: "never" } });

    expect(result.exitCode).toBe(1);
    expect(new Set(result.commands.map(({ name }) => name))).toEqual(new Set(["error", "warning"]));
    expect(
      result.commands.map(({ message }) => message).filter((message) => /^(pass|forged|verdict)$/.test(message)),
    ).toEqual([]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(result.log).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(result.outputs.get("verdict")).toBe("fail");
  });

  test("in its configuration gives the runner no command either", async () => {
    const { server, merge, event } = pullRequest({
      ".github/detcov.yml": '"##[error]x\n::set-output name=verdict::pass": 1\n',
    });

    const result = await runStep({ checkout: server.cloneCommit(merge, 2), event });

    expect(result.exitCode).toBe(2);
    expect(result.commands.map(({ name }) => name)).toEqual(["error"]);
  });
});
