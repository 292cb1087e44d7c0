import { describe, expect, test } from "vitest";
import { planBase, taskOf } from "../../../src/app/action/plan.ts";
import type { GithubEvent } from "../../../src/io/github/event.ts";

const [base, first, newest, merge, before] = ["1", "2", "3", "4", "5"].map((digit) => digit.repeat(40));
if (base === undefined || first === undefined || newest === undefined || merge === undefined || before === undefined) {
  throw new Error("Five commits are needed.");
}

const pullRequest: GithubEvent = {
  kind: "pull-request",
  number: 7,
  head: newest,
  baseBranch: "main",
  baseCommit: base,
  source: "branch",
};
const byHand: GithubEvent = { kind: "other", name: "workflow_dispatch" };

describe("taskOf", () => {
  test.each([
    ["a pull request", pullRequest],
    ["a push", { kind: "push", before, isForced: false }],
    ["a merge queue", { kind: "merge-group", base, pullRequest: 7 }],
  ] as const)("compares for %s", (_, event) => {
    expect(taskOf(event, { mode: "auto", base: undefined })).toBe("compare");
  });

  test("summarises where nothing has changed", () => {
    expect(taskOf(byHand, { mode: "auto", base: undefined })).toBe("summarise");
  });

  test("compares where nothing has changed and a base is named", () => {
    expect(taskOf(byHand, { mode: "auto", base: "v1.0" })).toBe("compare");
  });

  test("does what the workflow says, whatever the event", () => {
    expect(taskOf(byHand, { mode: "check", base: undefined })).toBe("compare");
    expect(taskOf(pullRequest, { mode: "summary", base: undefined })).toBe("summarise");
  });
});

describe("planBase", () => {
  test("takes the first parent of the merge that GitHub made, and not the base that the event knows", () => {
    expect(planBase(pullRequest, undefined, { commit: merge, parents: [first, newest] })).toMatchObject({
      kind: "commit",
      commit: first,
      reason: "first parent of the merge",
      depth: 2,
    });
  });

  test("takes where the head of the pull request left the base branch", () => {
    expect(planBase(pullRequest, undefined, { commit: newest, parents: [first] })).toEqual({
      kind: "merge-base",
      branch: "main",
      formerly: base,
      reason: "where the pull request left main",
    });
  });

  test("does not take a head that is a merge itself for the merge that GitHub made", () => {
    expect(planBase(pullRequest, undefined, { commit: newest, parents: [first, base] }).kind).toBe("merge-base");
  });

  test.each([
    ["a merge of something else", [first, before]],
    ["a merge of several branches", [first, newest, before]],
    ["a commit upon the pull request", [newest]],
  ])("takes where %s left the base branch", (_, parents) => {
    expect(planBase(pullRequest, undefined, { commit: merge, parents })).toMatchObject({
      kind: "merge-base",
      reason: "where the checked-out commit left main",
    });
  });

  test("takes the commit before a push, and nothing in its place", () => {
    expect(
      planBase({ kind: "push", before, isForced: false }, undefined, { commit: newest, parents: [first] }),
    ).toEqual({
      kind: "commit",
      commit: before,
      reason: "the commit before this push",
      depth: 0,
      otherwise: undefined,
    });
  });

  test("takes the first parent in place of a commit that a forced push threw away", () => {
    const plan = planBase({ kind: "push", before, isForced: true }, undefined, { commit: newest, parents: [first] });

    expect(plan).toMatchObject({ commit: before, otherwise: { kind: "commit", commit: first } });
  });

  test("takes the first parent of a new branch", () => {
    const event: GithubEvent = { kind: "push", before: undefined, isForced: false };

    expect(planBase(event, undefined, { commit: newest, parents: [first, base] })).toMatchObject({ commit: first });
  });

  test("leaves a first commit to the rules of the command line", () => {
    const event: GithubEvent = { kind: "push", before: undefined, isForced: false };

    expect(planBase(event, undefined, { commit: newest, parents: [] })).toEqual({ kind: "local" });
  });

  test("takes what the merge queue adds to", () => {
    const plan = planBase({ kind: "merge-group", base, pullRequest: 7 }, undefined, {
      commit: merge,
      parents: [first, newest],
    });

    expect(plan).toMatchObject({ kind: "commit", commit: base });
  });

  test("takes what the workflow names before all else", () => {
    expect(planBase(pullRequest, "release", { commit: merge, parents: [first, newest] })).toEqual({
      kind: "revision",
      revision: "release",
      reason: 'as the input "base" says: release',
    });
  });
});
