import { isCovered } from "../model/cover.ts";
import { type Finding, standing, type Verdict } from "../model/policy.ts";
import { say } from "../model/prose.ts";
import { joinProse } from "../model/prose-list.ts";
import type { RequiredTechnique, Targets } from "../model/targets.ts";
import type { DiffView } from "./diff-view.ts";
import { type Mark, type OutlineItem, type OutlineSection, techniqueMention } from "./outline.ts";
import { profileTitle } from "./target-sections.ts";
import { thousands } from "./words.ts";

/** Whether a finding is told with the threat profile, and nowhere else. */
export function isOfProfile({ check, subject }: Finding, { required }: Targets): boolean {
  if (check === "lost-required" || check === "required-technique-uncovered") return true;
  return check === "technique-thinned" && required.some(({ id }) => id === subject);
}

/** Priority techniques that the change loses or thins, and those that are still open: the first that a team asks for. */
export function profileSection(
  { verdict, targets }: DiffView,
  findingItem: (finding: Finding) => OutlineItem,
): OutlineSection {
  const findings = standing(verdict.findings).filter((finding) => isOfProfile(finding, targets));
  const told = findings.filter(({ check }) => check !== "required-technique-uncovered");
  const open = targets.required.filter(({ after }) => !isCovered(after));
  const isNews = findings.length > 0 || gainedOf(targets).length > 0;
  return {
    belongsTo: undefined,
    title: profileTitle(targets.required),
    isFolded: !isNews,
    columns: undefined,
    items: [...told.map(findingItem), ...gainedItems(targets), ...openItems(open, verdict)],
  };
}

function gainedOf({ required }: Targets): readonly RequiredTechnique[] {
  return required.filter(({ before, after }) => before !== undefined && !isCovered(before) && isCovered(after));
}

function gainedItems(targets: Targets): readonly OutlineItem[] {
  return gainedOf(targets).map((technique): OutlineItem => {
    const name = techniqueMention(technique);
    return { mark: "pass", cells: [say`${name} is covered now.`], short: [name] };
  });
}

const mostShown = 8;

/** One line for all of them: who asks for a group of sixty can't use sixty lines on every change. */
function openItems(open: readonly RequiredTechnique[], verdict: Verdict): readonly OutlineItem[] {
  if (open.length === 0) return [];
  const findings = verdict.findings.filter(({ check }) => check === "required-technique-uncovered");
  const counting = new Set(standing(findings).map(({ subject }) => subject));
  // What counts comes first, so that the line names the reason of the verdict.
  const sorted = [...open.filter(({ id }) => counting.has(id)), ...open.filter(({ id }) => !counting.has(id))];
  const shown = sorted.slice(0, mostShown).map((technique) => [techniqueMention(technique)]);
  const left = open.length - mostShown;
  const more = left > 0 ? ` and ${thousands(left)} more` : "";
  const accepted = findings.length - counting.size;
  const note = accepted > 0 ? ` (${accepted === open.length ? "all" : thousands(accepted)} accepted)` : "";
  const lead = `Still open: ${thousands(open.length)}${note}`;
  return [{ mark: markOf(findings), cells: [say`${[lead]}: ${joinProse(shown)}${[more]}.`], short: [`${lead}.`] }];
}

function markOf(findings: readonly Finding[]): Mark {
  const levels = new Set(standing(findings).map(({ level }) => level));
  if (levels.has("error")) return "fail";
  return levels.has("warning") ? "warn" : "none";
}
