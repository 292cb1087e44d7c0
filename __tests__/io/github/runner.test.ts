import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logLine } from "../../../src/io/github/runner.ts";

describe("logLine", () => {
  test("leaves an ordinary line as it is", () => {
    expect(logLine("Compared 3f2a91c with 8d01e77: first parent of the merge.")).toBe(
      "Compared 3f2a91c with 8d01e77: first parent of the merge.",
    );
  });

  test.each([
    "::error::forged",
    "  ::set-output name=verdict::pass",
    "rule ##[set-output name=verdict]pass",
    "a\n::debug::b",
  ])("takes the command out of %j", (line) => {
    expect(commandIn(logLine(line))).toBe(false);
  });

  test("gives one line without a command, whatever it gets", () => {
    const piece = fc.constantFrom(":", "::", "#", "##[", "error", "]", "\n", "\r", " ");

    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const line = logLine(pieces.join(""));

        expect(line).not.toMatch(/[\r\n]/);
        expect(commandIn(line)).toBe(false);
      }),
    );
  });
});

/** As the runner looks for it. */
function commandIn(line: string): boolean {
  return line.trimStart().startsWith("::") || line.includes("##[");
}
