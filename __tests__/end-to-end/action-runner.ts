import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { type TestRepository, temporaryFolder } from "../support/git-repository.ts";
import { type GithubServer, testPullRequest, testRepositoryName } from "../support/github-server.ts";

/** A step of a job that uses the action. */
export interface ActionStep {
  /** What an earlier step checked out. */
  readonly checkout: TestRepository;
  readonly event: WorkflowEvent;
  /** What the workflow says under `with:`; the token of the server is given like the runner gives it. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly github?: GithubServer;
  readonly env?: Readonly<Record<string, string>>;
  /** The program that runs the bundle; the Node that action.yml names if not given, or else the one of the tests. */
  readonly node?: string;
}

export interface WorkflowEvent {
  readonly name: string;
  readonly payload: object;
}

export interface StepResult {
  readonly exitCode: number | null;
  /** Everything that was printed, commands among it. */
  readonly log: string;
  /** What the runner takes for commands, in order. */
  readonly commands: readonly WorkflowCommand[];
  readonly outputs: ReadonlyMap<string, string>;
  readonly summary: string;
}

export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Runs the built action as the runner runs it: its own process, told everything by environment variables and files. */
export async function runStep(step: ActionStep): Promise<StepResult> {
  const folder = temporaryFolder();
  const files = {
    event: join(folder, "event.json"),
    output: join(folder, "output"),
    summary: join(folder, "summary.md"),
  };
  mkdirSync(join(folder, "temp"));
  writeFileSync(files.event, JSON.stringify(step.event.payload));
  writeFileSync(files.output, "");
  writeFileSync(files.summary, "");
  const env = { ...machineEnvironment(step.checkout), ...runnerEnvironment(step, folder, files), ...step.env };
  const { exitCode, log } = await runProcess(step.node ?? nodeOfRunner(), env, step.checkout.path);
  return {
    exitCode,
    log,
    commands: commandsIn(log),
    outputs: outputsIn(readFileSync(files.output, "utf8")),
    summary: readFileSync(files.summary, "utf8"),
  };
}

/** Without what the runner of these tests, or a proxy of the machine, would add. */
function machineEnvironment({ env }: TestRepository) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(GITHUB|RUNNER|INPUT|ACTIONS)_|_proxy$/i.test(name)),
  );
}

function runnerEnvironment(
  { checkout, event, inputs = {}, github }: ActionStep,
  folder: string,
  files: { readonly event: string; readonly output: string; readonly summary: string },
) {
  const given = { token: github?.token ?? "", ...inputs };
  return {
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: checkout.path,
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: files.event,
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
    GITHUB_REPOSITORY: testRepositoryName,
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_API_URL: github?.api ?? "http://127.0.0.1:9",
    GITHUB_WORKFLOW: "Detections",
    GITHUB_WORKFLOW_REF: `${testRepositoryName}/.github/workflows/detections.yml@refs/pull/${testPullRequest}/merge`,
    GITHUB_RUN_ID: "4711",
    GITHUB_RUN_NUMBER: "12",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_JOB: "coverage",
    RUNNER_TEMP: join(folder, "temp"),
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
  };
}

function runProcess(
  node: string,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Promise<{ readonly exitCode: number | null; readonly log: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [join(inject("bundles"), "action.js")], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, log: Buffer.concat(chunks).toString("utf8") }));
  });
}

/** As the runner looks for them: `::name properties::message` fills a line, `##[name properties]message` may end one. */
function commandsIn(log: string): readonly WorkflowCommand[] {
  return log.split(/\r?\n/).flatMap((line) => {
    const match = /^\s*::([\w-]+)(?: ([^:]*))?::(.*)$/.exec(line) ?? /##\[([\w-]+)(?: ([^\]]*))?\](.*)$/.exec(line);
    if (match === null) return [];
    const [, name = "", properties = "", message = ""] = match;
    return [{ name, properties: propertiesIn(properties), message: decodeMarks(message) }];
  });
}

function propertiesIn(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(",").filter((pair) => pair.includes("="));
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), decodeMarks(pair.slice(pair.indexOf("=") + 1))]),
  );
}

function decodeMarks(text: string): string {
  const marks: Readonly<Record<string, string>> = { "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%" };
  return text.replace(/%(?:0D|0A|3A|2C|25)/g, (mark) => marks[mark] ?? mark);
}

/** output := name "<<" delimiter EOL value EOL delimiter EOL */
function outputsIn(file: string): ReadonlyMap<string, string> {
  const entries = file.matchAll(/^([^\n<]+)<<(\S+)\r?\n([\s\S]*?)\r?\n\2\r?$/gm);
  return new Map([...entries].map(([, name = "", , value = ""]) => [name, value]));
}

/** The event of pull request 7, which wants to get into main. */
export function pullRequestEvent(commits: { readonly head: string; readonly base: string }): WorkflowEvent {
  const { head, base } = commits;
  const branch = (ref: string, sha: string) => ({ ref, sha, repo: { full_name: testRepositoryName } });
  return {
    name: "pull_request",
    payload: {
      action: "synchronize",
      number: testPullRequest,
      pull_request: { number: testPullRequest, head: branch("shadow-copies", head), base: branch("main", base) },
    },
  };
}

export function pushEvent(commits: {
  readonly before: string;
  readonly after: string;
  readonly forced?: boolean;
}): WorkflowEvent {
  return { name: "push", payload: { ref: "refs/heads/main", forced: false, ...commits } };
}

let known: string | undefined;

function nodeOfRunner(): string {
  known ??= node24() ?? process.execPath;
  return known;
}

/** The Node 24 that the runner has; undefined where it is not installed and cannot be fetched. */
export function node24(): string | undefined {
  if (process.version.startsWith("v24.")) return process.execPath;
  try {
    const npx = process.platform === "win32" ? "npx.cmd" : "npx";
    const print = ["--yes", "--prefer-offline", "--package=node@24", "--", "node", "--print", "process.execPath"];
    const path = execFileSync(npx, print, {
      cwd: temporaryFolder(),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      shell: process.platform === "win32",
    }).trim();
    return execFileSync(path, ["--version"], { encoding: "utf8" }).startsWith("v24.") ? path : undefined;
  } catch {
    return undefined;
  }
}
