import { ConfigError } from "../../model/config-error.ts";
import type { DiffView } from "../../report/diff-view.ts";
import { diffJson } from "../../report/json/diff-json.ts";
import { diffMarkdown } from "../../report/markdown/diff-markdown.ts";
import { navigatorOfDiff } from "../../report/navigator.ts";
import { diffText } from "../../report/text/diff-text.ts";
import { type Call, type Command, optionText } from "../command.ts";
import { type DiffInputs, runDiff } from "../run-diff.ts";

export const diff: Command = {
  name: "diff",
  summary: "what a change does to coverage; the pull-request job, locally",
  usage: "",
  arguments: "none",
  formats: ["text", "markdown", "json", "navigator"],
  options: [
    {
      name: "base",
      value: "REV",
      summary: "compare with this revision (default: where the branch left the default branch)",
    },
    { name: "head", value: "REV", summary: "judge this revision (default: HEAD)" },
    { name: "working-tree", value: undefined, summary: "judge the files as they are, committed or not" },
  ],
  async run(call) {
    const view = await runDiff(inputsOf(call), call.surroundings);
    const render = { json: diffJson, markdown: commentOf, navigator: navigatorOfDiff }[call.format];
    return {
      output: render?.(view) ?? diffText(view, { colours: call.colours }),
      exitCode: view.verdict.outcome === "fail" ? 1 : 0,
    };
  },
};

/** What the Action would post. */
function commentOf(view: DiffView): string {
  return diffMarkdown(view, { sections: view.comment.sections });
}

function inputsOf(call: Call): DiffInputs {
  const head = optionText(call, "head");
  const base = optionText(call, "base");
  const isWorkingTree = call.options.has("working-tree");
  if (head !== undefined && isWorkingTree) {
    throw new ConfigError("`--head` and `--working-tree` say two things; give one of them.");
  }
  return {
    ...call.overrides,
    head: isWorkingTree ? { kind: "working-tree" } : { kind: "commit", revision: head ?? "HEAD" },
    base: base === undefined ? undefined : { revision: base, reason: `as --base ${base} says` },
  };
}
