import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { annotationsOf } from "../../../src/app/action/annotations.ts";
import { openRunner } from "../../../src/io/github/runner.ts";
import { hostileDiff } from "../../report/hostile-views.ts";
import { anyText } from "../../report/printable.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";

/** Lines that the runner takes for commands: `::name …::` at the beginning, `##[name …]` anywhere. */
function commandsIn(printed: string): readonly string[] {
  return printed.split(/\r\n|[\r\n]/).flatMap((line) => /^\s*::[\w-]+[^:]*::|##\[[\w-]+/.exec(line)?.[0] ?? []);
}

/** What the runner is told of a change in which everything is the text: annotations, and a line of the log. */
async function printedFor(text: string): Promise<{ readonly printed: string; readonly annotations: number }> {
  const written: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  try {
    const runner = await openRunner({});
    const { shown } = annotationsOf(hostileDiff(text).verdict.findings, "");
    for (const annotation of shown) runner.annotate(annotation);
    runner.log(text);
    return { printed: written.join(""), annotations: shown.length };
  } finally {
    spy.mockRestore();
  }
}

afterEach(() => vi.restoreAllMocks());

async function expectOnlyOurs(text: string): Promise<void> {
  const { printed, annotations } = await printedFor(text);
  const commands = commandsIn(printed);

  expect(commands).toHaveLength(annotations);
  expect(commands.filter((command) => !/^::(?:error|warning) /.test(command))).toEqual([]);
}

describe("workflow commands", () => {
  test.each(hostileTexts)("are only ours for a rule that says %j everywhere", async (text) => {
    await expectOnlyOurs(text);
  });

  test("are only ours, whatever a rule says", async () => {
    await fc.assert(fc.asyncProperty(anyText, expectOnlyOurs), { numRuns: 150 });
  });
});
