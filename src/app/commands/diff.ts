import { ConfigError } from "../../model/config-error.ts";
import { type Call, type Command, optionText } from "../command.ts";
import { diffOutputs } from "../diff-outputs.ts";
import { type DiffInputs, runDiff } from "../run-diff.ts";

export const diff: Command = {
  name: "diff",
  summary: "what a change does to coverage; the pull-request job, locally",
  usage: "",
  arguments: "none",
  formats: Object.keys(diffOutputs),
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
    return {
      output: diffOutputs[call.format]?.(view, { colours: call.colours }),
      exitCode: view.verdict.outcome === "fail" ? 1 : 0,
    };
  },
};

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
    isFromFork: false,
    findLabel: undefined,
  };
}
