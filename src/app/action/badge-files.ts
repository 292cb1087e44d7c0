import type { CoverageCount } from "../../model/delta.ts";
import { badgeSvg, shieldsJson } from "../../report/badge.ts";
import type { ReportFile } from "./publish.ts";

/** The coverage for a README to show, as a picture and for the endpoint of shields.io; none where it is not known. */
export function badgeFiles(coverage: CoverageCount | undefined): readonly ReportFile[] {
  if (coverage === undefined) return [];
  return [
    { name: "badge.svg", text: badgeSvg(coverage) },
    { name: "badge.json", text: shieldsJson(coverage) },
  ];
}
