import { coverageCountOf } from "../../report/coverage-count.ts";
import { reportHtml } from "../../report/html/report-html.ts";
import { reportJson } from "../../report/json/report-json.ts";
import { trendJson } from "../../report/json/trend-json.ts";
import type { Links } from "../../report/markdown/prose.ts";
import { reportMarkdown } from "../../report/markdown/report-markdown.ts";
import { navigatorOfReport } from "../../report/navigator.ts";
import { reportCsv } from "../../report/report-csv.ts";
import { matrixSvg } from "../../report/svg/matrix-svg.ts";
import { sparklineSvg } from "../../report/svg/sparkline-svg.ts";
import { trendSvg } from "../../report/svg/trend-svg.ts";
import { trendCsv } from "../../report/trend-csv.ts";
import type { TrendView } from "../../report/trend-view.ts";
import type { Summary } from "../run-summary.ts";
import { badgeFiles } from "./badge-files.ts";
import type { ReportFile } from "./publish.ts";

/** The summary in every form: what outputs name, and the rest for who wants a folder. */
export function summaryFiles(
  { report, trend }: Summary,
  { isWanted, links }: { readonly isWanted: boolean; readonly links: Links },
): readonly ReportFile[] {
  const named = [{ name: "report.json", text: reportJson(report) }];
  if (!isWanted) return named;
  return [
    ...named,
    { name: "report.md", text: reportMarkdown(report, { links, trend }) },
    { name: "report.html", text: reportHtml(report) },
    { name: "report.csv", text: reportCsv(report) },
    { name: "layer.json", text: navigatorOfReport(report) },
    { name: "matrix.svg", text: matrixSvg(report) },
    ...badgeFiles(coverageCountOf(report)),
    ...(trend === undefined ? [] : trendFiles(trend)),
  ];
}

function trendFiles(trend: TrendView): readonly ReportFile[] {
  return [
    { name: "trend.svg", text: trendSvg(trend) },
    { name: "sparkline.svg", text: sparklineSvg(trend) },
    { name: "trend.csv", text: trendCsv(trend) },
    { name: "trend.json", text: trendJson(trend) },
  ];
}
