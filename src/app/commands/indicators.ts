import { ConfigError } from "../../model/config-error.ts";
import { indicatorsCsv } from "../../report/indicators-csv.ts";
import { indicatorsJson } from "../../report/json/indicators-json.ts";
import { indicatorsText } from "../../report/text/indicators-text.ts";
import { type Call, type Command, corpusOptions, optionText } from "../command.ts";
import { runIndicators } from "../run-indicators.ts";

export const indicators: Command = {
  name: "indicators",
  summary: "who checks what: indicators of the corpus by reach",
  usage: "",
  arguments: "none",
  formats: ["text", "json", "csv"],
  options: [
    ...corpusOptions,
    { name: "field", value: "F", summary: "only this canonical field" },
    { name: "operator", value: "O", summary: "only this operator (equals, contains, basename …)" },
    { name: "value", value: "V", summary: "only values that contain this text" },
    { name: "min-reach", value: "N", summary: "only what at least so many rules check (default: 1)" },
  ],
  async run(call) {
    const inputs = {
      ...call.overrides,
      ref: optionText(call, "ref"),
      snapshot: optionText(call, "snapshot"),
      field: optionText(call, "field"),
      operator: optionText(call, "operator"),
      value: optionText(call, "value"),
      minReach: leastReach(call),
    };
    const views = await runIndicators(inputs, call.surroundings);
    const render = { json: indicatorsJson, csv: indicatorsCsv }[call.format];
    return { output: render?.(views) ?? indicatorsText(views, { colours: call.colours }), exitCode: 0 };
  },
};

function leastReach(call: Call): number {
  const text = optionText(call, "min-reach") ?? "1";
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new ConfigError(`"--min-reach ${text}" is not a whole number; write for example --min-reach 10.`);
}
