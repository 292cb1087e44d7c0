import { isCovered } from "../model/cover.ts";
import type { CoverageCount } from "../model/delta.ts";
import type { ReportView } from "./report-view.ts";

/** How many of the active techniques are covered. */
export function coverageCountOf({ techniques }: ReportView): CoverageCount {
  return { covered: techniques.filter(({ cover }) => isCovered(cover)).length, total: techniques.length };
}
