import { ConfigError } from "../../model/config-error.ts";
import { pageHtml } from "../../report/html/page-html.ts";
import { techniqueJson } from "../../report/json/technique-json.ts";
import { pageMarkdown } from "../../report/markdown/page-markdown.ts";
import { documentLimits, screenLimits, techniqueOutline } from "../../report/technique-outline.ts";
import { pageText } from "../../report/text/page-text.ts";
import { type Command, corpusOptions, optionText } from "../command.ts";
import { runTechnique } from "../run-technique.ts";

export const technique: Command = {
  name: "technique",
  summary: "a technique's rules, events, fields, indicators, gaps, tests, countermeasures",
  usage: "ID",
  arguments: "some",
  formats: ["text", "markdown", "json", "html"],
  options: corpusOptions,
  async run(call) {
    const [id = "", ...others] = call.arguments;
    if (others.length > 0) {
      throw new ConfigError("`detcov technique` shows one technique; quote a name of several words.");
    }
    const inputs = {
      ...call.overrides,
      ref: optionText(call, "ref"),
      snapshot: optionText(call, "snapshot"),
      technique: id,
    };
    const page = await runTechnique(inputs, call.surroundings);
    if (call.format === "json") return { output: techniqueJson(page), exitCode: 0 };
    if (call.format === "html") return { output: pageHtml(techniqueOutline(page, documentLimits)), exitCode: 0 };
    if (call.format === "markdown")
      return { output: pageMarkdown(techniqueOutline(page, documentLimits)), exitCode: 0 };
    return { output: pageText(techniqueOutline(page, screenLimits), { colours: call.colours }), exitCode: 0 };
  },
};
