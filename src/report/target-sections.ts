import type { Technique, TechniqueId } from "../model/attack.ts";
import { isCovered } from "../model/cover.ts";
import type { CoverageCount } from "../model/delta.ts";
import type { Prose } from "../model/prose.ts";
import { joinProse, listProse } from "../model/prose-list.ts";
import { type Minimum, type RequiredTechnique, stateOfTarget, type TargetState } from "../model/targets.ts";
import { techniqueMention } from "./outline.ts";
import type { PageSection } from "./page-outline.ts";
import { left, right, table } from "./profile-sections.ts";
import type { ReportView } from "./report-view.ts";
import { coverNumber, percent, plural, thousands } from "./words.ts";

/** What a team asks for, the first that it wants to know: its threat profile, then least shares. None without content. */
export function targetSections(view: ReportView, mostRows: number): readonly PageSection[] {
  const { required, minimums } = view.targets;
  return [
    ...(required.length === 0 ? [] : [profileSection(view, mostRows)]),
    ...(minimums.length === 0 ? [] : [minimumSection(minimums, mostRows)]),
  ];
}

export function profileTitle(required: readonly RequiredTechnique[]): string {
  return `Threat profile: ${thousands(required.filter(isMet).length)} of ${thousands(required.length)} covered`;
}

function isMet(technique: RequiredTechnique): boolean {
  const state = stateOfTarget(technique);
  return state === "thin" || state === "covered";
}

/** What calls for attention first. */
const states: readonly TargetState[] = ["lost", "open", "thin", "covered"];

const stateWords: Readonly<Record<TargetState, string>> = {
  lost: "lost",
  open: "open",
  thin: "left to one rule",
  covered: "covered",
};

function stateText(technique: RequiredTechnique): string {
  const state = stateOfTarget(technique);
  return state === "thin" && technique.after.strength !== undefined ? "thin" : stateWords[state];
}

function profileSection(view: ReportView, mostRows: number): PageSection {
  const { required } = view.targets;
  const ordered = states.flatMap((state) => required.filter((technique) => stateOfTarget(technique) === state));
  const gapsOf = gapFinder(view);
  const columns = [left("Technique"), left("State"), right("Rules"), left("Nothing covers"), left("Asked for by")];
  return table({ title: profileTitle(required), lead: [], columns }, ordered, {
    most: mostRows,
    row: (technique) => [
      [techniqueMention(technique)],
      [stateText(technique)],
      [coverNumber(technique.after)],
      gapWords(gapsOf(technique.id)),
      joinProse(technique.origins),
    ],
  });
}

/** A parent is covered by any of its sub-techniques, which does not say how much of it is. */
interface TargetGaps {
  /** Active sub-techniques. */
  readonly total: number;
  /** Those that nothing covers, sorted by id. */
  readonly uncovered: readonly Technique[];
}

export function gapFinder({ techniques }: ReportView): (id: TechniqueId) => TargetGaps {
  return (id) => {
    const below = techniques.filter(({ technique }) => technique.parent === id);
    const uncovered = below.filter(({ cover }) => !isCovered(cover)).map(({ technique }) => technique);
    return { total: below.length, uncovered };
  };
}

function gapWords({ total, uncovered }: TargetGaps): Prose {
  if (uncovered.length > 1 && uncovered.length === total) return [`any of its ${plural(total, "sub-technique")}`];
  return listProse(uncovered, (technique) => [techniqueMention(technique)]);
}

/** The furthest from its minimum first. */
function minimumSection(minimums: readonly Minimum[], mostRows: number): PageSection {
  const met = minimums.filter((minimum) => missing(minimum) === 0).length;
  const title = `Minimum coverage: ${thousands(met)} of ${thousands(minimums.length)} reached`;
  const ordered = minimums.toSorted((a, b) => missing(b) - missing(a));
  const columns = [left("Share of"), right("Covered"), right("Percent"), right("Minimum"), right("Missing")];
  return table({ title, lead: [], columns }, ordered, {
    most: mostRows,
    row: (minimum) => [
      minimum.label,
      [countWords(minimum.after)],
      [percent(minimum.after.covered, minimum.after.total)],
      [`${minimum.percent}%`],
      [missing(minimum) === 0 ? "" : plural(missing(minimum), "technique")],
    ],
  });
}

function countWords({ covered, total }: CoverageCount): string {
  return `${thousands(covered)} of ${thousands(total)}`;
}

/** How many more techniques it takes. A hair less than the product, which may be a hair more than it should. */
function missing({ percent: least, after: { covered, total } }: Minimum): number {
  return Math.max(0, Math.ceil((least * total) / 100 - 1e-9) - covered);
}
