import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

describe("generated files", () => {
  test("are what npm run generate writes", async () => {
    const script = fileURLToPath(new URL("../../scripts/generate.mjs", import.meta.url));

    const { stdout } = await promisify(execFile)(process.execPath, [script, "--check"]).catch(outputOf);

    expect(stdout).toBe("");
  }, 60_000);

  /** A script that fails has said why. */
  function outputOf(error: { readonly stdout: string; readonly stderr: string }): { readonly stdout: string } {
    return { stdout: `${error.stdout}${error.stderr}` };
  }
});
