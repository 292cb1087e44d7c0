import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";

describe("detcov demo", () => {
  test("prints the comment on the embedded example, as examples/README.md has worked it out", async () => {
    const { exitCode, stdout, stderr } = await runDetcov(["demo"], { directory: temporaryFolder() });

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    await expect(stdout).toMatchFileSnapshot("demo.golden.md");
  });
});
