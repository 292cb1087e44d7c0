import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { workflowProblems } from "../support/workflow-problems.ts";

const project = new URL("../../", import.meta.url);

function filesIn(folder: string): readonly string[] {
  return readdirSync(new URL(folder, project)).map((name) => `${folder}${name}`);
}

function read(path: string): string {
  return readFileSync(new URL(path, project), "utf8");
}

interface Workflow {
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly Step[];
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

const examples = filesIn("examples/workflows/");
const { inputs }: { readonly inputs: Readonly<Record<string, unknown>> } = parse(read("action.yml"));

function stepsOf({ jobs }: Workflow): readonly Step[] {
  return Object.values(jobs).flatMap(({ steps }) => steps);
}

function isOurs({ uses }: Step): boolean {
  return uses === "./" || uses?.startsWith("detcov/detcov@") === true;
}

describe.each([...examples, ...filesIn(".github/workflows/")])("the workflow %s", (path) => {
  const text = read(path);
  const workflow: Workflow = parse(text);

  test("is one, as GitHub's own parser sees it", async () => {
    expect(await workflowProblems(path, text)).toEqual([]);
  });

  test("gives nothing to all of its jobs, and to each no more than it says", () => {
    expect(workflow.permissions).toEqual({});
    expect(Object.values(workflow.jobs).filter(({ permissions }) => permissions === undefined)).toEqual([]);
  });

  test("says what happens when it runs twice, and when it does not end", () => {
    expect(workflow.concurrency).toBeDefined();
    expect(Object.values(workflow.jobs).filter((job) => job["timeout-minutes"] === undefined)).toEqual([]);
  });

  test("pins every action of others to a commit, and says which version that is", () => {
    const lines = text
      .split("\n")
      .filter((line) => /\buses:/.test(line) && !/uses: (?:\.\/|detcov\/detcov@)/.test(line));

    expect(lines.filter((line) => !/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  test("gives detcov no input that it does not have", () => {
    const given = stepsOf(workflow)
      .filter(isOurs)
      .flatMap((step) => Object.keys(step.with ?? {}));

    expect(given.filter((input) => !Object.hasOwn(inputs, input))).toEqual([]);
  });

  test("puts nothing into a script that the shell would run", () => {
    const scripts = stepsOf(workflow).flatMap(({ run }) => run ?? []);

    expect(scripts.filter((script) => script.includes("$\u007b{"))).toEqual([]);
  });
});

describe("the parser of workflows", () => {
  test("sees what is wrong", async () => {
    expect(await workflowProblems("wrong.yml", "on: push\njobs:\n  a:\n    step: []\n")).not.toEqual([]);
  });
});

describe("the job that comments for forks", () => {
  test("checks nothing out, runs no script and may only comment", () => {
    const { jobs }: Workflow = parse(read("examples/workflows/comment-for-forks.yml"));
    const [job] = Object.values(jobs);

    expect(job?.permissions).toEqual({ actions: "read", "pull-requests": "write" });
    expect(job?.steps.filter(({ uses, run }) => run !== undefined || uses?.includes("checkout"))).toEqual([]);
  });
});

describe("the examples of workflows", () => {
  test("are all named where the action is described", () => {
    const documentation = read("docs/action.md");

    expect(examples.filter((path) => !documentation.includes(`../${path}`))).toEqual([]);
  });
});
