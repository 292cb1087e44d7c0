import { withDemoRepository } from "../../io/demo-repository.ts";
import { diffJson } from "../../report/json/diff-json.ts";
import { diffMarkdown } from "../../report/markdown/diff-markdown.ts";
import { diffText } from "../../report/text/diff-text.ts";
import type { Command } from "../command.ts";
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
        },
        { ...surroundings, directory },
      ),
    );
    const output =
      format === "json" ? diffJson(view) : format === "text" ? diffText(view, { colours }) : diffMarkdown(view);
    // The example fails on purpose; the demonstration itself has succeeded.
    return { output, exitCode: 0 };
  },
};
