import { trendJson } from "../../report/json/trend-json.ts";
import { sparklineSvg } from "../../report/svg/sparkline-svg.ts";
import { trendSvg } from "../../report/svg/trend-svg.ts";
import { trendText } from "../../report/text/trend-text.ts";
import { trendCsv } from "../../report/trend-csv.ts";
import { type Command, optionText } from "../command.ts";
import { runTrend, usualTrend } from "../run-trend.ts";
import { timeSpanOption } from "../time-span-option.ts";

export const trend: Command = {
  name: "trend",
  summary: "coverage, rules and noise over the history, from git alone",
  usage: "",
  arguments: "none",
  formats: ["text", "json", "svg", "sparkline", "csv"],
  options: [
    { name: "since", value: "SPAN", summary: "how far to look back from the newest commit: 90d, 6m, 2y (default: 1y)" },
    { name: "every", value: "SPAN", summary: "the time between two samples: 1d, 1w, 1m (default: 1w)" },
    { name: "ref", value: "REV", summary: "look back from a commit, branch or tag instead of the default branch" },
  ],
  async run(call) {
    const inputs = {
      ...call.overrides,
      ref: optionText(call, "ref"),
      since: timeSpanOption(call, "since") ?? usualTrend.since,
      every: timeSpanOption(call, "every") ?? usualTrend.every,
    } as const;
    const view = await runTrend(inputs, call.surroundings);
    const render = { json: trendJson, svg: trendSvg, sparkline: sparklineSvg, csv: trendCsv }[call.format];
    return { output: render?.(view) ?? trendText(view, { colours: call.colours }), exitCode: 0 };
  },
};
