import { isCovered, strengthOf } from "../model/cover.ts";
import type { CoverageChange, Delta, TechniqueChange } from "../model/delta.ts";
import { plainText } from "../model/prose.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import { stateOfTarget } from "../model/targets.ts";
import { coverageOutline } from "./coverage-outline.ts";
import type { CoveredTechnique } from "./covered-technique.ts";
import type { DiffView } from "./diff-view.ts";
import { printJson } from "./json/parts.ts";
import { type Links, noLinks } from "./markdown/prose.ts";
import { layerOf, type RuleMention, type TechniqueLayer } from "./navigator-layer.ts";
import type { ReportView } from "./report-view.ts";
import { changeNumber, coverWords, plural, shortRevision } from "./words.ts";

/** A layer of what is covered: the score is the number of counted rules; what nothing covers has no score. */
export function navigatorOfReport(view: ReportView): string {
  const { covered, total, most } = coverageOutline(view);
  const layer = coverageLayer(most, {
    name: `Detection coverage, ${shortRevision(view.revision)}`,
    counts: `${covered} of ${plural(total, "technique")} covered.`,
    revision: view.revision,
  });
  return printJson(layerOf(view, layer, noLinks));
}

/**
 * A list of layers, each of which the Navigator opens beside the others: what is covered after the change and before
 * it, and what the change gains, loses or shifts, in the colour of what became of it.
 */
export function navigatorOfDiff(view: DiffView, links: Links = noLinks): string {
  return printJson(layersOfDiff(view).map((layer) => layerOf(view, layer, links)));
}

function layersOfDiff(view: DiffView): readonly TechniqueLayer[] {
  const { baseline, covered, delta, head } = view;
  const after = coverageLayer(covered.after, {
    name: `Detection coverage after the change, ${shortRevision(head)}`,
    counts: `${plural(covered.after.length, "technique")} covered.`,
    revision: head,
  });
  const profile = view.targets.required.length === 0 ? [] : [profileLayer(view)];
  if (baseline.kind === "absent" || covered.before === undefined) return [after, changeLayer(view), ...profile];
  const before = coverageLayer(covered.before, {
    name: `Detection coverage before the change, ${shortRevision(baseline.revision)}`,
    counts: `${plural(delta?.coverage.before.covered ?? 0, "technique")} covered.`,
    revision: baseline.revision,
    side: "base",
  });
  return [after, before, changeLayer(view), ...profile];
}

interface CoverageTitle {
  readonly name: string;
  readonly counts: string;
  readonly revision: string;
  readonly side?: RuleMention["side"];
}

/** What the team wants to be covered: what is lost or open, what hangs by one rule, and what is covered. */
function profileLayer({ targets: { required }, covered, head }: DiffView): TechniqueLayer {
  const rulesFor = new Map(covered.after.map(({ technique: { id }, rules }) => [id, rules]));
  const met = required.filter(({ after }) => isCovered(after)).length;
  return {
    name: `Techniques that are to be covered, ${shortRevision(head)}`,
    description: `${met} of ${plural(required.length, "required technique")} covered. The score is ${scoreWords(required.map(({ after }) => after))}.`,
    revisions: [{ name: "revision", value: head }],
    expandedSubtechniques: "annotated",
    techniques: required.map((technique) => ({
      id: technique.id,
      score: strengthOf(technique.after),
      color: profileLooks[stateOfTarget(technique)].color,
      comment: `${stateOfTarget(technique)}: ${coverWords(technique.after)}; wanted by ${technique.origins.map(plainText).join(", ")}`,
      rules: (rulesFor.get(technique.id) ?? []).map(
        (rule): RuleMention => ({
          ...mentionOf(rule),
          label: "rule",
          side: "head",
        }),
      ),
    })),
    legend: Object.values(profileLooks),
  };
}

const profileLooks = {
  lost: { label: "lost: it had a rule", color: "#c51b2b" },
  open: { label: "open: it has no rule", color: "#8c8cc8" },
  thin: { label: "thin: one rule", color: "#f5a623" },
  covered: { label: "covered by several rules", color: "#00836a" },
} as const;

function coverageLayer(
  techniques: readonly CoveredTechnique[],
  { name, counts, revision, side = "head" }: CoverageTitle,
): TechniqueLayer {
  return {
    name,
    description: `${counts} The score is ${scoreWords(techniques.map(({ cover }) => cover))}.`,
    revisions: [{ name: "revision", value: revision }],
    expandedSubtechniques: "none",
    techniques: techniques.map(({ technique: { id }, rules, cover }) => ({
      id,
      score: strengthOf(cover),
      comment: coverWords(cover),
      rules: rules.map((rule): RuleMention => ({ ...mentionOf(rule), label: "rule", side })),
    })),
    legend: coverageLegend,
  };
}

function scoreWords(measured: readonly { readonly strength?: unknown }[]): string {
  return measured.some(({ strength }) => strength !== undefined) ? "the strength of the rules" : "the number of rules";
}

/** The colours of the gradient that every layer has, so that two can be compared by eye. */
const coverageLegend = [
  { label: "one rule", color: "#fee8a4" },
  { label: "five or six rules", color: "#78c679" },
  { label: "ten rules or more", color: "#005a32" },
] as const;

function changeLayer(view: DiffView): TechniqueLayer {
  const { baseline, delta, head } = view;
  const base = baseline.kind === "commit" ? baseline.revision : undefined;
  const span = base === undefined ? shortRevision(head) : `${shortRevision(base)} → ${shortRevision(head)}`;
  return {
    name: `Change of detection coverage, ${span}`,
    description: describeChange(view),
    revisions: [...(base === undefined ? [] : [{ name: "base", value: base }]), { name: "head", value: head }],
    expandedSubtechniques: "annotated",
    techniques: (delta?.techniques ?? []).map((change) => changedTechnique(change, rulesOf(delta))),
    legend: changes.map((change) => ({ label: changeLooks[change].label, color: changeLooks[change].color })),
  };
}

function describeChange({ baseline, delta }: DiffView): string {
  if (delta === undefined) return `There is nothing to compare with. ${baseline.reason}`;
  const { before, after } = delta.coverage;
  const counts = `${before.covered} of ${before.total} techniques covered before, ${after.covered} of ${after.total} after.`;
  const score = scoreWords(delta.techniques);
  return `${counts} Techniques without a colour did not change. The score is ${score} after the change.`;
}

/**
 * From what calls for attention to what does not: red, amber and green, and told apart by who sees no red or no green
 * (`navigator-colours.test.ts` looks at them through their eyes).
 */
const changeLooks: Readonly<Record<CoverageChange, { readonly label: string; readonly color: string }>> = {
  lost: { label: "lost: no rule is left", color: "#c51b2b" },
  thinned: { label: "thinned: one rule is left", color: "#f5a623" },
  reduced: { label: "reduced: fewer rules", color: "#fff0b3" },
  gained: { label: "gained: had no rule", color: "#00836a" },
  strengthened: { label: "strengthened: more rules", color: "#8fd3c6" },
  moved: { label: "moved: only the id in the rules changed", color: "#8c8cc8" },
};
const changes = ["lost", "thinned", "reduced", "gained", "strengthened", "moved"] as const;

function changedTechnique(
  technique: TechniqueChange,
  known: ReadonlyMap<string, AnalysedRule>,
): TechniqueLayer["techniques"][number] {
  const { id, change, before, after, strength, rules } = technique;
  const mention = (key: string) => mentionOf(known.get(key) ?? key);
  return {
    id,
    score: strength?.after ?? after,
    color: changeLooks[change].color,
    comment:
      strength === undefined
        ? `${change}: ${before} → ${plural(after, "rule")}`
        : `${change}: ${changeNumber(technique, "before")} → ${changeNumber(technique, "after")}`,
    rules: [
      ...rules.removed.map((key): RuleMention => ({ ...mention(key), label: "− rule", side: "base" })),
      ...rules.added.map((key): RuleMention => ({ ...mention(key), label: "+ rule", side: "head" })),
    ],
  };
}

/** Changed rules by every key they had or have. */
function rulesOf(delta: Delta | undefined): ReadonlyMap<string, AnalysedRule> {
  if (delta === undefined) return new Map();
  const { added, removed, moved, edited } = delta.rules;
  const pairs = [...moved, ...edited].flatMap(({ before, after }) => [before, after]);
  return new Map([...pairs, ...removed, ...added].map((rule) => [rule.rule.key, rule]));
}

/** By its key where nothing else is known of it. */
function mentionOf(rule: AnalysedRule | string): Pick<RuleMention, "text" | "place"> {
  if (typeof rule === "string") return { text: rule, place: undefined };
  const { title, path, line } = rule.rule;
  return { text: title === "" ? path : `${title} (${path})`, place: { path, line } };
}
