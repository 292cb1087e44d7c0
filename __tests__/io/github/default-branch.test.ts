import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { referenceAside } from "../../../src/io/github/default-branch.ts";
import { temporaryFolder } from "../../support/git-repository.ts";

async function aside(reference: string, payload: object): Promise<string | undefined> {
  const path = join(temporaryFolder(), "event.json");
  writeFileSync(path, JSON.stringify(payload));
  return await referenceAside({ GITHUB_EVENT_NAME: "schedule", GITHUB_EVENT_PATH: path, GITHUB_REF: reference });
}

const trunk = { repository: { default_branch: "trunk" } };

describe("referenceAside", () => {
  test.each([
    ["refs/heads/trunk", undefined],
    ["refs/heads/main", "main"],
    ["refs/heads/feature/trunk", "feature/trunk"],
    ["refs/tags/v1", "refs/tags/v1"],
    ["refs/pull/7/merge", "refs/pull/7/merge"],
  ])("of %s in a repository whose default branch is trunk is %s", async (reference, expected) => {
    expect(await aside(reference, trunk)).toBe(expected);
  });

  test("is none where the event does not tell the default branch, or the runner not the reference", async () => {
    expect(await aside("refs/heads/main", { schedule: "23 5 * * 1" })).toBeUndefined();
    expect(await aside("", trunk)).toBeUndefined();
    expect(await referenceAside({ GITHUB_REF: "refs/heads/main" })).toBeUndefined();
  });
});
