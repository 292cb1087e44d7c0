import { badgeSvg, shieldsJson } from "../../report/badge.ts";
import { reportJson } from "../../report/json/report-json.ts";
import { reportMarkdown } from "../../report/markdown/report-markdown.ts";
import { navigatorOfReport } from "../../report/navigator.ts";
import { reportCsv } from "../../report/report-csv.ts";
import type { ReportView } from "../../report/report-view.ts";
import { matrixSvg } from "../../report/svg/matrix-svg.ts";
import { reportText } from "../../report/text/report-text.ts";
import { type Command, corpusOptions, optionText } from "../command.ts";
import { runReport } from "../run-report.ts";

export const report: Command = {
  name: "report",
  summary: "coverage of a corpus: techniques, tactics, events",
  usage: "",
  arguments: "none",
  formats: ["text", "markdown", "json", "csv", "navigator", "svg", "badge", "shields"],
  options: corpusOptions,
  async run(call) {
    const view = await runReport(
      { ...call.overrides, ref: optionText(call, "ref"), snapshot: optionText(call, "snapshot") },
      call.surroundings,
    );
    const render = renderers[call.format];
    return { output: render?.(view) ?? reportText(view, { colours: call.colours }), exitCode: 0 };
  },
};

const renderers: Readonly<Record<string, (view: ReportView) => string>> = {
  markdown: reportMarkdown,
  json: reportJson,
  csv: reportCsv,
  navigator: navigatorOfReport,
  svg: matrixSvg,
  badge: badgeSvg,
  shields: shieldsJson,
};
