import { ruleJson } from "../../report/json/rule-json.ts";
import { ruleMarkdown } from "../../report/markdown/rule-markdown.ts";
import { ruleText } from "../../report/text/rule-text.ts";
import { type Command, corpusOptions, optionText } from "../command.ts";
import { runRule } from "../run-rule.ts";

export const rule: Command = {
  name: "rule",
  summary: "a rule's techniques, events, logic, indicators with reach, weakest path",
  usage: "PATH|KEY…",
  arguments: "some",
  formats: ["text", "markdown", "json"],
  options: corpusOptions,
  async run(call) {
    const inputs = {
      ...call.overrides,
      ref: optionText(call, "ref"),
      snapshot: optionText(call, "snapshot"),
      rules: call.arguments,
    };
    const views = await runRule(inputs, call.surroundings);
    const render = { json: ruleJson, markdown: ruleMarkdown }[call.format];
    return { output: render?.(views) ?? ruleText(views, { colours: call.colours }), exitCode: 0 };
  },
};
