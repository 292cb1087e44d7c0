import { badgeSvg, shieldsJson } from "../../report/badge.ts";
import { coverageCountOf } from "../../report/coverage-count.ts";
import { reportHtml } from "../../report/html/report-html.ts";
import { reportJson } from "../../report/json/report-json.ts";
import { reportMarkdown } from "../../report/markdown/report-markdown.ts";
import { navigatorOfReport } from "../../report/navigator.ts";
import { reportCsv } from "../../report/report-csv.ts";
import type { ReportView } from "../../report/report-view.ts";
import { matrixSvg } from "../../report/svg/matrix-svg.ts";
import { reportText } from "../../report/text/report-text.ts";
import { type Call, type Command, corpusOptions, optionText } from "../command.ts";
import type { LookBackChoice } from "../report-history.ts";
import { runReport } from "../run-report.ts";
import { timeSpanOption } from "../time-span-option.ts";

export const report: Command = {
  name: "report",
  summary: "coverage of a corpus: techniques, tactics, events",
  usage: "",
  arguments: "none",
  formats: ["text", "markdown", "json", "html", "csv", "navigator", "svg", "badge", "shields"],
  options: [
    ...corpusOptions,
    {
      name: "since",
      value: "SPAN",
      summary: "also what changed in so long: 30d, 6m (with --stale alone: `summary.since`, or 30d)",
    },
    {
      name: "stale",
      value: "SPAN",
      summary: "also rules that nobody has changed for so long (with --since alone: `summary.stale`, or 1y)",
    },
  ],
  async run(call) {
    const view = await runReport(
      {
        ...call.overrides,
        ref: optionText(call, "ref"),
        snapshot: optionText(call, "snapshot"),
        lookBack: lookBackOf(call),
      },
      call.surroundings,
    );
    const render = renderers[call.format];
    return { output: render?.(view) ?? reportText(view, { colours: call.colours }), exitCode: 0 };
  },
};

function lookBackOf(call: Call): LookBackChoice | undefined {
  const [since, stale] = [timeSpanOption(call, "since"), timeSpanOption(call, "stale")];
  return since === undefined && stale === undefined ? undefined : { since, stale };
}

const renderers: Readonly<Record<string, (view: ReportView) => string>> = {
  markdown: (view) => reportMarkdown(view),
  json: reportJson,
  html: reportHtml,
  csv: reportCsv,
  navigator: navigatorOfReport,
  svg: matrixSvg,
  badge: (view) => badgeSvg(coverageCountOf(view)),
  shields: (view) => shieldsJson(coverageCountOf(view)),
};
