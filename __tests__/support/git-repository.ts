import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll } from "vitest";

/**
 * A real git repository in a temporary folder, which is deleted when the test file is done.
 *
 *     const repository = createRepository();
 *     const base = repository.commit({ "rules/lsass.yml": lsassRule });
 *     repository.branch("shellcode");
 *     const head = repository.commit({ "rules/lsass.yml": undefined, "rules/shellcode.yml": shellcodeRule });
 *     const clone = repository.clone({ depth: 1 });
 *
 * Nothing of the machine gets in: no configuration of its user, and names and times are fixed, so that the same
 * steps give the same commit ids.
 */
export interface TestRepository {
  /** Its folder, an absolute path without symbolic links. */
  readonly path: string;
  /** For code under test: the environment of an entry point, without the machine's git configuration. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes files, and deletes those that are undefined. */
  write(files: Files): void;
  rename(from: string, to: string): void;
  /** Makes a symbolic link. Windows may refuse it; {@link TestRepository.plant} works everywhere. */
  link(path: string, target: string): void;
  /** Writes files, commits everything on disk, and returns the id. Commits also where nothing changed. */
  commit(files?: Files, options?: CommitOptions): string;
  /**
   * Commits entries beside those of the last commit without touching the disk, which might refuse them.
   * A later `commit` finds them missing on disk and deletes them.
   */
  plant(...entries: readonly PlantedEntry[]): string;
  /** Makes a branch here and checks it out. */
  branch(name: string): void;
  /** A branch, or a commit: HEAD is detached then. */
  checkout(revision: string): void;
  /** Merges a branch into the current one with a commit of its own, and returns its id. */
  merge(branch: string): string;
  /** The full id of a commit. */
  id(revision: string): string;
  /** Clones it as over a network: no shared objects. */
  clone(options?: CloneOptions): TestRepository;
  /** Fetches one commit and checks it out with a detached HEAD, which is what GitHub's checkout action does. */
  cloneCommit(revision: string, depth: number): TestRepository;
  /** A second working tree of this repository, on a new branch. */
  worktree(branch: string): TestRepository;
  /** Any git command; returns what it prints, without the last line end. */
  git(...args: readonly string[]): string;
}

/** Contents by path; undefined deletes. */
export type Files = Readonly<Record<string, string | Uint8Array | undefined>>;

export interface CommitOptions {
  readonly message?: string;
  /** As in `2026-03-01T12:00:00Z`; without it each commit is a minute after the one before. */
  readonly at?: string;
}

export interface PlantedEntry {
  /** Any bytes but NUL. */
  readonly path: string | Uint8Array;
  /** A file if not given. For a symlink `content` is the target, for a submodule the id of a commit. */
  readonly kind?: "file" | "symlink" | "submodule";
  readonly content: string;
}

export interface CloneOptions {
  readonly depth?: number;
  readonly branch?: string;
  /** `blob:none` and such: objects stay on the server until needed. */
  readonly filter?: string;
}

/** A new repository without a commit; its branch is called `main`. */
export function createRepository(): TestRepository {
  const repository = repositoryAt(temporaryFolder());
  repository.git("init", "--quiet", "--initial-branch=main");
  repository.git("config", "uploadpack.allowFilter", "true");
  return repository;
}

/** An empty folder outside of any repository, deleted when the test file is done. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "detcov-test-")));
  folders.push(folder);
  return folder;
}

/** The environment of {@link TestRepository.env}, for tests without a repository. */
export function testEnvironment(): Readonly<Record<string, string | undefined>> {
  const machine = Object.entries(process.env).filter(([name]) => !name.toUpperCase().startsWith("GIT_"));
  emptyFile ??= join(temporaryFolder(), "gitconfig");
  writeFileSync(emptyFile, "");
  return { ...Object.fromEntries(machine), GIT_CONFIG_GLOBAL: emptyFile, GIT_CONFIG_NOSYSTEM: "1" };
}

const folders: string[] = [];
let emptyFile: string | undefined;

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

const identity = {
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.org",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.org",
};

const settings = [
  "core.autocrlf=false",
  "commit.gpgSign=false",
  "protocol.file.allow=always",
  "advice.detachedHead=false",
].flatMap((setting) => ["-c", setting]);

const modes = { file: "100644", symlink: "120000", submodule: "160000" };

function repositoryAt(path: string): TestRepository {
  const env = testEnvironment();
  let seconds = Date.UTC(2026, 0, 5, 9) / 1000;

  function runGit(args: readonly string[], { input = "", at }: { input?: string | Uint8Array; at?: string } = {}) {
    const date = at ?? `${seconds} +0000`;
    return execFileSync("git", ["-C", path, ...settings, ...args], {
      input,
      env: { ...env, ...identity, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
      encoding: "utf8",
      stdio: ["pipe", "pipe", "pipe"],
    }).replace(/\n$/, "");
  }

  const git = (...args: readonly string[]) => runGit(args);
  const id = (revision: string) => git("rev-parse", "--verify", `${revision}^{commit}`);
  const write = (files: Files) => {
    for (const [name, content] of Object.entries(files)) writeOrDelete(join(path, name), content);
  };
  const cloneTo = (args: readonly string[]) => {
    const folder = temporaryFolder();
    git("clone", "--quiet", ...args, pathToFileURL(path).href, folder);
    return repositoryAt(folder);
  };

  return {
    path,
    env,
    git,
    id,
    write,
    rename(from, to) {
      mkdirSync(dirname(join(path, to)), { recursive: true });
      renameSync(join(path, from), join(path, to));
    },
    link(name, target) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      symlinkSync(target, join(path, name));
    },
    commit(files = {}, { message = "Change rules", at } = {}) {
      seconds += 60;
      write(files);
      git("add", "--all");
      runGit(["commit", "--quiet", "--allow-empty", `--message=${message}`], at === undefined ? {} : { at });
      return id("HEAD");
    },
    plant(...entries) {
      seconds += 60;
      const records = entries.map(({ path: name, kind = "file", content }) => {
        const object = kind === "submodule" ? content : runGit(["hash-object", "-w", "--stdin"], { input: content });
        return Buffer.concat([Buffer.from(`${modes[kind]} ${object}\t`), Buffer.from(name), Buffer.from("\0")]);
      });
      runGit(["update-index", "-z", "--index-info"], { input: Buffer.concat(records) });
      git("commit", "--quiet", "--message=Plant entries");
      return id("HEAD");
    },
    branch: (name) => void git("checkout", "--quiet", "-b", name),
    checkout: (revision) => void git("checkout", "--quiet", revision),
    merge(branch) {
      seconds += 60;
      git("merge", "--quiet", "--no-ff", "--message=Merge", branch);
      return id("HEAD");
    },
    clone({ depth, branch, filter } = {}) {
      return cloneTo([
        ...(depth === undefined ? [] : [`--depth=${depth}`]),
        ...(branch === undefined ? [] : [`--branch=${branch}`]),
        ...(filter === undefined ? [] : [`--filter=${filter}`]),
      ]);
    },
    cloneCommit(revision, depth) {
      const commit = id(revision);
      const clone = createRepository();
      clone.git("remote", "add", "origin", pathToFileURL(path).href);
      clone.git("fetch", "--quiet", "--no-tags", `--depth=${depth}`, "origin", commit);
      clone.checkout(commit);
      return clone;
    },
    worktree(branch) {
      const folder = temporaryFolder();
      git("worktree", "add", "--quiet", "-b", branch, folder);
      return repositoryAt(folder);
    },
  };
}

function writeOrDelete(path: string, content: string | Uint8Array | undefined): void {
  if (content === undefined) {
    rmSync(path);
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
