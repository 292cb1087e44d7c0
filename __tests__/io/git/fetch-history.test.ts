import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { deepen, fetchBranch, fetchCommit, fetchMergeBase } from "../../../src/io/git/fetch-history.ts";
import { findCommit, isShallow, mergeBase } from "../../../src/io/git/history.ts";
import { ConfigError } from "../../../src/model/config-error.ts";
import { createRepository, type TestRepository } from "../../support/git-repository.ts";
import { open } from "../reading.ts";

/** A server whose main and feature branch parted after the first commit and have gone on for a while. */
function serverWithBranches({ commits }: { commits: number }) {
  const server = createRepository();
  const first = server.commit({ "rules/lsass.yml": "0" });
  server.branch("feature");
  const feature = commitSeveral(server, "rules/shadow.yml", commits);
  server.checkout("main");
  const main = commitSeveral(server, "rules/lsass.yml", commits);
  return { server, first, main, feature };
}

function commitSeveral(server: TestRepository, path: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => server.commit({ [path]: `${index + 1}` }));
}

function commitCount(clone: TestRepository, revision: string): number {
  return Number(clone.git("rev-list", "--count", revision));
}

describe("deepen", () => {
  test("brings the parents of a merge that was checked out alone", async () => {
    const { server, main, feature } = serverWithBranches({ commits: 2 });
    const merge = server.merge("feature");
    const repository = await open(server.cloneCommit(merge, 1));

    await deepen(repository, [merge], 1);

    expect(await findCommit(repository, "HEAD^1")).toBe(main.at(-1));
    expect(await findCommit(repository, "HEAD^2")).toBe(feature.at(-1));
    expect(await isShallow(repository)).toBe(true);
  });

  test("brings all of it", async () => {
    const { server, first, main } = serverWithBranches({ commits: 3 });
    const clone = server.clone({ depth: 1 });
    const repository = await open(clone);

    await deepen(repository, [main.at(-1) ?? ""], "all");

    expect(await findCommit(repository, first)).toBe(first);
    expect(commitCount(clone, "HEAD")).toBe(4);
  });

  test("leaves a full clone as it is", async () => {
    const { server, main } = serverWithBranches({ commits: 3 });
    const clone = server.clone();
    const repository = await open(clone);

    await deepen(repository, [main.at(-1) ?? ""], 1);

    expect(await isShallow(repository)).toBe(false);
    expect(commitCount(clone, "HEAD")).toBe(4);
  });

  test("asks no server about a full clone", async () => {
    const { server, main } = serverWithBranches({ commits: 1 });
    const clone = server.clone();
    rmSync(server.path, { recursive: true });

    await expect(deepen(await open(clone), main, "all")).resolves.toBeUndefined();
  });

  test("says that the server does not answer, and how to do without it", async () => {
    const { server, main } = serverWithBranches({ commits: 2 });
    const clone = server.clone({ depth: 1 });
    rmSync(server.path, { recursive: true });

    const deepening = deepen(await open(clone), main, 1);

    await expect(deepening).rejects.toThrow(ConfigError);
    await expect(deepening).rejects.toThrow('fetching it from "origin" failed');
    await expect(deepening).rejects.toThrow("fetch-depth: 0");
  });

  test("says that there is no remote to ask", async () => {
    const { server, main } = serverWithBranches({ commits: 2 });
    const clone = server.clone({ depth: 1 });
    clone.git("remote", "remove", "origin");

    const deepening = deepen(await open(clone), main, 1);

    await expect(deepening).rejects.toThrow(ConfigError);
    await expect(deepening).rejects.toThrow('has no remote "origin"');
  });
});

describe("fetchCommit", () => {
  test("brings a commit to a shallow clone without cutting off what it has", async () => {
    const { server, main, feature } = serverWithBranches({ commits: 3 });
    const clone = server.clone({ depth: 3 });
    const repository = await open(clone);

    await fetchCommit(repository, feature.at(-1) ?? "");

    expect(await findCommit(repository, feature.at(-1) ?? "")).toBeDefined();
    expect(commitCount(clone, main.at(-1) ?? "")).toBe(3);
  });

  test("brings a commit to a full clone without making it shallow", async () => {
    const { server, first } = serverWithBranches({ commits: 1 });
    const clone = server.clone();
    server.checkout(first);
    const newer = server.commit({ "rules/new.yml": "1" });
    const repository = await open(clone);

    await fetchCommit(repository, newer);

    expect(await findCommit(repository, newer)).toBe(newer);
    expect(await isShallow(repository)).toBe(false);
  });

  test("leaves a commit that the clone has with all of its history", async () => {
    const { server, main } = serverWithBranches({ commits: 3 });
    const clone = server.clone({ depth: 3 });

    await fetchCommit(await open(clone), main.at(-1) ?? "");

    expect(commitCount(clone, "HEAD")).toBe(3);
  });

  test("takes no refspec for a commit", async () => {
    const { server } = serverWithBranches({ commits: 1 });

    const fetching = fetchCommit(await open(server.clone()), "+refs/heads/none:refs/heads/main");

    await expect(fetching).rejects.toThrow("is not the full id of an object");
  });

  test("moves no branch and leaves no other trace", async () => {
    const { server, feature } = serverWithBranches({ commits: 2 });
    const clone = server.clone({ depth: 1 });
    const before = clone.git("for-each-ref");
    server.commit({ "rules/new.yml": "1" });
    server.git("tag", "v1");

    await fetchCommit(await open(clone), feature.at(-1) ?? "");

    expect(clone.git("for-each-ref")).toBe(before);
  });
});

describe("fetchBranch", () => {
  test("gives the newest commit of the server's branch", async () => {
    const { server } = serverWithBranches({ commits: 2 });
    const clone = server.clone({ depth: 1, branch: "feature" });
    const newest = server.commit({ "rules/new.yml": "1" });
    const repository = await open(clone);

    expect(await fetchBranch(repository, "main")).toBe(newest);
    expect(await findCommit(repository, newest)).toBe(newest);
  });

  test.each(["no-such-branch", "--upload-pack=x", "*", ""])("says that the server has no branch %j", async (branch) => {
    const { server } = serverWithBranches({ commits: 1 });

    const fetching = fetchBranch(await open(server.clone()), branch);

    await expect(fetching).rejects.toThrow(ConfigError);
    await expect(fetching).rejects.toThrow(`has no branch "${branch}"`);
  });
});

describe("fetchMergeBase", () => {
  test("is found in a shallow clone by fetching more", async () => {
    const { server, first, main, feature } = serverWithBranches({ commits: 4 });
    const clone = server.clone({ depth: 1 });
    const repository = await open(clone);
    const [one = "", other = ""] = [main.at(-1), feature.at(-1)];
    await fetchCommit(repository, other);

    expect(await fetchMergeBase(repository, one, other)).toEqual({ kind: "commit", commit: first });
  });

  test("is found where it takes more than one step", async () => {
    const { server, first, main, feature } = serverWithBranches({ commits: 55 });
    const repository = await open(server.cloneCommit(feature.at(-1) ?? "", 1));
    const [one = "", other = ""] = [main.at(-1), feature.at(-1)];
    await fetchCommit(repository, one);

    expect(await fetchMergeBase(repository, one, other)).toEqual({ kind: "commit", commit: first });
  });

  test("is none for histories without a common commit, once they are complete", async () => {
    const { server, main } = serverWithBranches({ commits: 2 });
    server.git("checkout", "--quiet", "--orphan", "other");
    const [other = ""] = commitSeveral(server, "rules/other.yml", 3).slice(-1);
    const repository = await open(server.cloneCommit(other, 1));
    const [one = ""] = main.slice(-1);
    await fetchCommit(repository, one);

    expect(await mergeBase(repository, one, other)).toEqual({ kind: "cut-off" });
    expect(await fetchMergeBase(repository, one, other)).toEqual({ kind: "none" });
  });
});
