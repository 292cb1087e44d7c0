import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRepository, type Files, type TestRepository } from "../support/git-repository.ts";
import { type GithubServer, startGithubServer, testBot } from "../support/github-server.ts";
import { hostileTexts } from "../support/hostile-texts.ts";
import { sigmaRule } from "../support/sigma-rule.ts";
import { xmlProblems } from "../support/xml-problems.ts";
import { lsass, messagesOf, others, registry, shadow } from "./action-repositories.ts";
import { runStep, type StepResult } from "./action-runner.ts";

const schedule = { name: "schedule", payload: { schedule: "23 5 * * 1" } };
const withIssue: Files = {
  ".github/detcov.yml": "summary: { issue: { title: Our coverage, labels: [detections] } }\n",
};

/** A rule of more than a year ago, two of February, and of March one that came for one that went. */
function history(more: Files = {}): TestRepository {
  const repository = createRepository();
  repository.commit({ "rules/tickets.yml": others }, { at: "2025-01-10T12:00:00Z" });
  repository.commit({ "rules/lsass.yml": lsass, "rules/shadow.yml": shadow }, { at: "2026-02-01T12:00:00Z" });
  repository.commit(
    { "rules/lsass.yml": undefined, "rules/registry.yml": registry, ...more },
    { at: "2026-03-10T12:00:00Z" },
  );
  repository.commit({ "README.md": "Rules" }, { at: "2026-03-22T12:00:00Z" });
  return repository;
}

interface Given {
  readonly checkout?: TestRepository;
  readonly github?: GithubServer;
  /** The id of the run. */
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

async function run({ checkout = history(withIssue), github, id = "12", inputs = {} }: Given): Promise<StepResult> {
  const env = { GITHUB_RUN_ID: id, GITHUB_REF: "refs/heads/main" };
  return await runStep({ checkout, event: schedule, inputs, env, ...(github === undefined ? {} : { github }) });
}

function filesIn(folder: string) {
  return (name: string) => readFileSync(join(folder, name), "utf8");
}

describe("a scheduled run", () => {
  test("tells what changed in thirty days, the trend of a year, what is thin and what is stale", async () => {
    const { exitCode, summary, outputs } = await run({ checkout: history() });

    expect(exitCode).toBe(0);
    expect(summary).toContain(
      "### Detection coverage: 5 of 697 techniques (<1%)\n\n3 rules count. 4 techniques are left",
    );
    expect(summary).toContain("#### Since 2026-02-01\n\n5 of 697 techniques are covered, as many as then.");
    expect(summary).toMatch(/\| \[T1003\.001 [^|]*\| lost \| 1 \| 0 \| − \[`lsass\.yml`\]/);
    expect(summary).toMatch(/\| \[T1003\.002 [^|]*\| gained \| 0 \| 1 \| \+ \[`registry\.yml`\]/);
    expect(summary).toMatch(/\| Techniques covered \| `[▁-█]+` \| 2 → 5 \| \+3 \|/);
    expect(summary).toMatch(/Stale rules \(1\)[\s\S]*changed last before 2025-03-22[\s\S]*\| 2025-01-10 \|/);
    expect(summary).toMatch(/<summary>Covered \(5\)[\s\S]*\| \[T1003 [^|]*\| 2 \|/);
    expect(Object.fromEntries(outputs)).toMatchObject({ verdict: "pass", "techniques-covered": "5" });
  });

  test("links each file where it can be looked at: what is gone as it was then", async () => {
    const checkout = history();

    const { summary } = await run({ checkout });

    const at = (revision: string, path: string) =>
      `(https://github.example/acme/detections/blob/${checkout.id(revision)}/rules/${path})`;
    expect(summary).toContain(`− [\`lsass.yml\`]${at("main~2", "lsass.yml")}`);
    expect(summary).toContain(`+ [\`registry.yml\`]${at("main", "registry.yml")}`);
  });

  test("says why a clone that was cut off shows no history, and passes", async () => {
    const { exitCode, summary, log } = await run({ checkout: history().clone({ depth: 1 }) });

    const reason = "The clone is shallow and its history begins on 2026-03-22, so it does not show what changed.";
    expect(exitCode).toBe(0);
    expect(summary).toContain(`<sub>${reason} Check out with "fetch-depth: 0".</sub>`);
    expect(summary).not.toContain("Techniques covered |");
    expect(log).toContain(reason);
  });

  test("looks back as far as the configuration says", async () => {
    const checkout = history({ "detcov.yml": "summary: { since: 1w, stale: 6m }\n" });

    const { summary } = await run({ checkout });

    expect(summary).toContain("#### Since 2026-03-10\n\n5 of 697 techniques are covered, as many as then.");
    expect(summary).toContain("No rule changed.");
    expect(summary).toContain("changed last before 2025-09-22");
  });

  test("writes the report, pictures and the catalogue into the folders that are asked for", async () => {
    const checkout = history();
    const inputs = { "report-dir": "reports", site: "site" };

    const { exitCode, outputs } = await run({ checkout, inputs });

    const read = filesIn(join(checkout.path, "reports"));
    expect(exitCode).toBe(0);
    expect(outputs.get("report-json")).toBe(join(checkout.path, "reports", "report.json"));
    expect(JSON.parse(read("report.json"))).toMatchObject({ history: { since: "2026-02-01" } });
    expect(read("report.md")).toContain("### Detection coverage: 5 of 697");
    expect(read("report.html")).toMatch(/^<!doctype html>/i);
    expect(read("report.csv")).toContain("T1003.002,");
    expect(JSON.parse(read("layer.json"))).toMatchObject({ domain: "enterprise-attack" });
    expect(JSON.parse(read("badge.json"))).toMatchObject({ schemaVersion: 1, message: expect.stringContaining("5") });
    expect(read("trend.csv").trimEnd().split("\r\n").at(-1)).toMatch(/^2026-03-22,/);
    expect(JSON.parse(read("trend.json")).samples).toHaveLength(53);
    for (const name of ["matrix.svg", "badge.svg", "trend.svg", "sparkline.svg"]) {
      expect(xmlProblems(read(name))).toEqual([]);
      expect(read(name)).toContain("prefers-color-scheme:dark");
    }
    expect(existsSync(join(checkout.path, "site", "index.html"))).toBe(true);
  });

  test.each(hostileTexts.slice(0, 3))("draws and writes a title of %j as text", async (title) => {
    const checkout = history({ "rules/odd.yml": odd(title) });

    const { exitCode, summary } = await run({ checkout, inputs: { "report-dir": "reports" } });

    const read = filesIn(join(checkout.path, "reports"));
    expect(exitCode).toBe(0);
    expect(xmlProblems(read("matrix.svg"))).toEqual([]);
    for (const text of [summary, read("report.md"), read("report.html")]) {
      expect(text).not.toMatch(/<(?:script|img|iframe)|\]\(javascript:|(?<![\w`])@everyone/i);
    }
  });
});

function odd(title: string): string {
  const rule = sigmaRule({ id: "09", title: "Odd", technique: "t1490", image: "odd.exe" });
  return rule.replace(/^title: .*$/m, `title: ${JSON.stringify(title)}`);
}

describe("the issue", () => {
  test("is made once, with the title and the labels of the configuration, and then edited", async () => {
    const github = await startGithubServer();
    const checkout = history(withIssue);

    const first = await run({ github, checkout });
    checkout.commit({ "rules/lsass.yml": lsass }, { at: "2026-03-23T12:00:00Z" });
    const second = await run({ github, checkout, id: "13" });

    expect(first.log).toContain("Opened an issue: ");
    expect(second.log).toContain("Brought the issue up to date: ");
    expect(github.issues).toEqual([
      expect.objectContaining({ author: testBot, title: "Our coverage", labels: ["detections"], state: "open" }),
    ]);
    const [{ body } = { body: "" }] = github.issues;
    expect(body).toContain("### Detection coverage: 6 of 697");
    expect(body).toContain("#### Since 2026-02-01");
    expect(body).toContain("[full report](https://github.example/acme/detections/actions/runs/13)");
    expect(body).toMatch(/Each run writes over this text\. Closed, the issue stays closed\.<\/sub>\n$/);
  });

  test("is not asked for where the configuration does not want it", async () => {
    const github = await startGithubServer();

    const { exitCode } = await run({ github, checkout: history() });

    expect(exitCode).toBe(0);
    expect(github.requests).toEqual([]);
  });

  test("keeps the title and the labels that people gave it, and is found behind hundreds of others", async () => {
    const github = await startGithubServer();
    await run({ github });
    const [issue] = github.issues;
    if (issue !== undefined) Object.assign(issue, { title: "Renamed", labels: ["pinned"] });
    const talk = { author: "ada", title: "A question", body: "Why?", labels: [], state: "closed" } as const;
    github.issues.unshift(...Array.from({ length: 250 }, (_, index) => ({ ...talk, number: 100 + index })));

    await run({ github, id: "13" });

    expect(github.issues).toHaveLength(251);
    expect(github.issues[0]).toMatchObject({ title: "Renamed", labels: ["pinned"] });
    expect(github.issues[0]?.body).toContain("run=13.1");
  });

  test("that somebody closed stays closed, with the newest text, and no other one is made", async () => {
    const github = await startGithubServer();
    await run({ github });
    for (const issue of github.issues) issue.state = "closed";

    await run({ github, id: "13" });

    expect(github.issues).toEqual([expect.objectContaining({ state: "closed" })]);
    expect(github.issues[0]?.body).toContain("run=13.1");
  });

  test("is not one that somebody else gave the same mark", async () => {
    const github = await startGithubServer();
    await run({ github });
    const [mine] = github.issues.splice(0);
    const copy = { number: 50, author: "mallory", title: "Coverage", body: mine?.body ?? "", labels: [] } as const;
    github.issues.push({ ...copy, state: "open" });

    await run({ github, id: "13" });

    expect(github.issues.map(({ author }) => author)).toEqual([testBot, "mallory"]);
    expect(github.issues[1]?.body).toBe(mine?.body);
  });

  test("is one also where two runs make it at the same time: the other is closed and says where to look", async () => {
    const github = await startGithubServer();
    const checkout = history(withIssue);
    github.before("issues/create", meeting(2));

    await Promise.all([run({ github, checkout }), run({ github, checkout, id: "13" })]);

    const [kept, ...rest] = github.issues.toSorted((a, b) => a.number - b.number);
    expect(kept).toMatchObject({ number: 8, state: "open" });
    expect(kept?.body).toContain("run=13.1");
    expect(rest).toMatchObject([{ number: 9, state: "closed" }]);
    expect(rest[0]?.body).toBe("Two runs made an issue at the same time. The other one, #8, is kept up to date.");
  });

  test("is left alone by a run on another branch", async () => {
    const github = await startGithubServer();
    const event = { name: "workflow_dispatch", payload: { repository: { default_branch: "main" } } };
    const env = { GITHUB_REF: "refs/heads/drafts" };

    const { exitCode, log } = await runStep({ checkout: history(withIssue), event, github, env });

    expect(exitCode).toBe(0);
    expect(log).toContain("this run is on drafts, so it is left as it is");
    expect(github.requests).toEqual([]);
  });

  test("is left to runs that no change starts", async () => {
    const github = await startGithubServer();
    const checkout = history(withIssue);
    const payload = {
      ref: "refs/heads/main",
      forced: false,
      before: checkout.id("main~1"),
      after: checkout.id("main"),
    };

    const { exitCode } = await runStep({
      checkout,
      event: { name: "push", payload },
      github,
      inputs: { mode: "summary" },
    });

    expect(exitCode).toBe(0);
    expect(github.requests).toEqual([]);
  });

  test("of a large corpus is cut to what GitHub takes, and says how much more there is", async () => {
    const github = await startGithubServer();
    // Some six hundred active techniques with one rule each, whose title is as long as titles are shown.
    const many = Array.from({ length: 690 }, (_, index): [string, string] => {
      const title = `Rule ${index} ${"of many words ".repeat(30)}`;
      const technique = `t${1_001 + index}`;
      const id = String(10_000 + index);
      return [`rules/${"deep/".repeat(8)}${id}.yml`, sigmaRule({ id, title, technique, image: `${id}.exe` })];
    });

    const result = await run({ github, checkout: history({ ...withIssue, ...Object.fromEntries(many) }) });

    expect(messagesOf(result, "warning")).toEqual([]);
    const [{ body } = { body: "" }] = github.issues;
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body.length).toBeGreaterThan(50_000);
    const [inIssue, inRun] = [thinIn(body), thinIn(result.summary)];
    expect(inIssue.total).toBeGreaterThan(150);
    expect(inIssue.more).toBeGreaterThan(0);
    expect(inIssue.shown + inIssue.more).toBe(inIssue.total);
    expect(inRun).toEqual({ total: inIssue.total, shown: inIssue.total, more: 0 });
  });

  test.each([
    [
      "issues/list-for-repo",
      403,
      "Resource not accessible by integration",
      'permission "issues: write": give it to the',
    ],
    ["issues/create", 403, "Resource not accessible by integration", 'permission "issues: write"'],
    ["issues/create", 404, "Not Found", 'permission "issues: write"'],
    ["issues/create", 410, "Issues are disabled for this repo", "GitHub answered 410 (Issues are disabled"],
    ["issues/create", 422, "Validation Failed", "GitHub answered 422"],
    ["issues/create", 503, "Service Unavailable", "GitHub answered 503"],
  ])("that %s refuses with %i %s is a warning, and the rest is there", async (kind, status, message, advice) => {
    const github = await startGithubServer();
    github.refuse(kind, { status, message });

    const result = await run({ github });

    expect(result.exitCode).toBe(0);
    expect(result.summary).toContain("Detection coverage: 5 of 697");
    expect(messagesOf(result, "warning")).toEqual([expect.stringContaining("The issue was not written: ")]);
    expect(messagesOf(result, "warning")[0]).toContain(advice);
  });

  test("is written in the end by a server that is busy for a moment", async () => {
    const github = await startGithubServer();
    github.refuse("issues/list-for-repo", { status: 502, message: "Bad Gateway" }, 1);
    const limit = {
      status: 429,
      message: "You have exceeded a secondary rate limit.",
      headers: { "retry-after": "1" },
    };
    github.refuse("issues/create", limit, 1);

    const result = await run({ github });

    expect(messagesOf(result, "warning")).toEqual([]);
    expect(github.issues).toHaveLength(1);
  });

  test("that was deleted between two requests is made anew", async () => {
    const github = await startGithubServer();
    const checkout = history(withIssue);
    await run({ github, checkout });
    github.before("issues/get", () => void github.issues.splice(0));
    github.refuse("issues/get", { status: 410, message: "This issue was deleted" });

    const result = await run({ github, checkout, id: "13" });

    expect(messagesOf(result, "warning")).toEqual([]);
    expect(github.issues).toEqual([expect.objectContaining({ title: "Our coverage" })]);
  });
});

/** How many techniques are left to one rule, and how many of them are shown and counted. */
function thinIn(markdown: string) {
  const [, total = "", section = ""] =
    /<summary>Left to one rule \((\d+)\)<\/summary>([\s\S]*?)<\/details>/.exec(markdown) ?? [];
  const more = /^(\d+) more in \[the run\]/m.exec(section)?.[1] ?? "0";
  return { total: Number(total), shown: section.match(/^\| \[T/gm)?.length ?? 0, more: Number(more) };
}

/** Resolves for all at once, as soon as so many are there. */
function meeting(size: number): () => Promise<void> {
  let arrive: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  let count = 0;
  return async () => {
    if (++count === size) arrive();
    await all;
  };
}
