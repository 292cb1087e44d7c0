import { reportOutline } from "../report-outline.ts";
import type { ReportView } from "../report-view.ts";
import { pageHtml } from "./page-html.ts";

/** A report as a document of its own. */
export function reportHtml(view: ReportView): string {
  return pageHtml(reportOutline(view));
}
