import { withDemoRepository } from "../../io/demo-repository.ts";
import type { Command } from "../command.ts";
import { diffOutputs } from "../diff-outputs.ts";
import { runDiff } from "../run-diff.ts";

export const demo: Command = {
  name: "demo",
  summary: "run the pull-request job on the embedded example",
  usage: "",
  arguments: "none",
  formats: ["markdown", "text", "json"],
  options: [],
  async run({ overrides, surroundings, format, colours }) {
    const place = { examples: surroundings.examples, env: surroundings.env };
    const view = await withDemoRepository(place, async ({ directory, base, head }) =>
      runDiff(
        {
          ...overrides,
          root: undefined,
          head: { kind: "commit", revision: head },
          base: { revision: base, reason: "where the pull request left the default branch" },
          isFromFork: false,
          findLabel: undefined,
        },
        { ...surroundings, directory, cache: undefined },
      ),
    );
    // The example fails on purpose; the demonstration itself has succeeded.
    return { output: diffOutputs[format]?.(view, { colours }), exitCode: 0 };
  },
};
