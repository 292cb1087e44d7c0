// Runs the built action once through GitHub's own stand-in for a runner: `npm run local-action`, after `npm run build`.
// The change is that of examples/, in a repository made for it. Fails unless the action judged it.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const version = "7.0.1";
const root = fileURLToPath(new URL("../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "detcov-local-action-"));
const path = (name) => join(folder, name);

try {
  install();
  const { before, after } = makeRepository();
  writeFiles(before, after);
  const { status } = spawnSync(
    process.execPath,
    [
      path("runner/node_modules/@github/local-action/bin/local-action.js"),
      root,
      "scripts/local-action/entry.mjs",
      path("settings.env"),
    ],
    { cwd: path("runner"), stdio: "inherit" },
  );
  verify(status);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** In a folder of its own: with all that it needs it is as large as everything else together. */
function install() {
  mkdirSync(path("runner"));
  writeFileSync(path("runner/package.json"), '{ "private": true }');
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const options = { cwd: path("runner"), stdio: "inherit", shell: process.platform === "win32" };
  execFileSync(npm, ["install", "--no-audit", "--no-fund", `@github/local-action@${version}`], options);
}

function makeRepository() {
  const git = (...args) => execFileSync("git", args, { cwd: path("repository"), encoding: "utf8" }).trim();
  const commit = (message) => {
    git("add", "--all");
    git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "--message", message);
    return git("rev-parse", "HEAD");
  };
  const examples = join(root, "examples");
  cpSync(join(examples, "detections"), path("repository"), { recursive: true });
  git("init", "--quiet", "--initial-branch=main");
  const before = commit("Detections");
  cpSync(join(examples, "pull-request", "files"), path("repository"), { recursive: true });
  for (const name of readFileSync(join(examples, "pull-request", "removed.txt"), "utf8").split(/\r?\n/)) {
    if (name !== "") rmSync(path(join("repository", name)));
  }
  return { before, after: commit("Pull request") };
}

function writeFiles(before, after) {
  for (const name of ["output", "summary.md"]) writeFileSync(path(name), "");
  writeFileSync(path("event.json"), JSON.stringify({ ref: "refs/heads/main", before, after, forced: false }));
  const settings = {
    GITHUB_WORKSPACE: path("repository"),
    GITHUB_REPOSITORY: "acme/detections",
    GITHUB_EVENT_NAME: "push",
    GITHUB_EVENT_PATH: path("event.json"),
    GITHUB_OUTPUT: path("output"),
    GITHUB_STEP_SUMMARY: path("summary.md"),
    RUNNER_TEMP: folder,
    "INPUT_FAIL-ON": "never",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  writeFileSync(path("settings.env"), `${lines.join("\n")}\n`);
}

function verify(status) {
  const outputs = readFileSync(path("output"), "utf8");
  const summary = readFileSync(path("summary.md"), "utf8");
  if (status !== 0 || !/^verdict<<.*\r?\npass$/m.test(outputs) || !summary.includes("Detection coverage")) {
    console.error(`The action did not do its work: exit code ${status}.\n${outputs}`);
    process.exitCode = 1;
    return;
  }
  console.log("The action did its work.");
}
