import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/git-repository.ts";

const script = fileURLToPath(new URL("../../scripts/sum-tests.mjs", import.meta.url));

/** What the script makes of reports, each given by its numbers of passed and failed tests. */
function sum(reports: readonly (readonly [number, number])[], failedSteps: number) {
  const folder = temporaryFolder();
  for (const [index, [numPassedTests, numFailedTests]] of reports.entries()) {
    writeFileSync(join(folder, `${index}.json`), JSON.stringify({ numPassedTests, numFailedTests }));
  }
  const { status, stdout } = spawnSync(process.execPath, [script, folder, String(failedSteps)], { encoding: "utf8" });
  return { status, stdout };
}

describe("the closing line of CI", () => {
  test("adds up what passed", () => {
    const reports = [
      [12, 0],
      [3, 0],
    ] as const;

    expect(sum(reports, 0)).toEqual({ status: 0, stdout: "15 passed, 0 failed\n" });
  });

  test("does not count the step of a failed test on top of it", () => {
    const reports = [
      [10, 2],
      [3, 0],
    ] as const;

    expect(sum(reports, 1)).toEqual({ status: 1, stdout: "13 passed, 2 failed\n" });
  });

  test("counts a step that failed without a failed test", () => {
    expect(sum([[12, 0]], 1)).toEqual({ status: 1, stdout: "12 passed, 1 failed\n" });
  });

  test("counts tests that did not come to a report", () => {
    expect(sum([], 1)).toEqual({ status: 1, stdout: "0 passed, 1 failed\n" });
  });
});
