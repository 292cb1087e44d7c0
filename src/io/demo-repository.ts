import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type GitPlace, runGit, runGitForLines } from "./git/run-git.ts";

export interface DemoRepository {
  readonly directory: string;
  /** Commits before and after the example's pull request. */
  readonly base: string;
  readonly head: string;
}

/** Makes a temporary git repository of the embedded example, with its pull request committed; removes it in the end. */
export async function withDemoRepository<Result>(
  { examples, env }: { readonly examples: string; readonly env: GitPlace["env"] },
  run: (repository: DemoRepository) => Promise<Result>,
): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), "detcov-demo-"));
  try {
    const place: GitPlace = { directory, env: { ...env, ...identity } };
    await runGit(place, ["init", "--quiet", "--initial-branch=main"]);
    await cp(join(examples, "detections"), directory, { recursive: true });
    const base = await commitAll(place, "The rules so far");
    await applyPullRequest(directory, join(examples, "pull-request"));
    const head = await commitAll(place, "The pull request");
    return await run({ directory, base, head });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The same commits on every machine. */
const identity = {
  GIT_AUTHOR_NAME: "detcov example",
  GIT_AUTHOR_EMAIL: "example@example.com",
  GIT_AUTHOR_DATE: "2026-01-01T00:00:00Z",
  GIT_COMMITTER_NAME: "detcov example",
  GIT_COMMITTER_EMAIL: "example@example.com",
  GIT_COMMITTER_DATE: "2026-01-01T00:00:00Z",
};

async function commitAll(place: GitPlace, message: string): Promise<string> {
  await runGit(place, ["-c", "core.autocrlf=false", "add", "--all", "--force"]);
  await runGit(place, [
    "-c",
    "commit.gpgSign=false",
    "-c",
    "core.hooksPath=",
    "commit",
    "--quiet",
    "--no-verify",
    `--message=${message}`,
  ]);
  const [commit = ""] = await runGitForLines(place, ["rev-parse", "HEAD"]);
  return commit;
}

async function applyPullRequest(directory: string, pullRequest: string): Promise<void> {
  const removed = await readFile(join(pullRequest, "removed.txt"), "utf8");
  for (const path of removed.split(/\r?\n/).filter((line) => line !== "")) await rm(join(directory, path));
  await cp(join(pullRequest, "files"), directory, { recursive: true });
}
