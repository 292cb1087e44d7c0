import type { CoverageChange, Delta, TechniqueChange } from "../model/delta.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import { type CoveredTechnique, coverageOutline } from "./coverage-outline.ts";
import type { AttackVersion, DiffView, Tool } from "./diff-view.ts";
import { printJson } from "./json/parts.ts";
import type { ReportView } from "./report-view.ts";
import { escapeTerminal } from "./text/escape-terminal.ts";
import { plural, shortRevision } from "./words.ts";

/** ATT&CK Navigator layer format 4.5; read by the Navigator from 4.9.0 on. */
const formatVersions = { navigator: "4.9.0", layer: "4.5" } as const;

/** A layer of what is covered: the score is the number of counted rules; what nothing covers has no score. */
export function navigatorOfReport(view: ReportView): string {
  const outline = coverageOutline(view);
  return printLayer(view, {
    name: `Detection coverage, ${shortRevision(view.revision)}`,
    description: `${outline.covered} of ${plural(outline.total, "technique")} covered. The score is the number of rules.`,
    revisions: [{ name: "revision", value: view.revision }],
    expandedSubtechniques: "none",
    techniques: outline.most.map(scoredTechnique),
    gradient: coverageGradient,
    legend: coverageLegend,
  });
}

/** A layer of the techniques that a change gains, loses or shifts, each in the colour of what became of it. */
export function navigatorOfDiff(view: DiffView): string {
  const { baseline, delta } = view;
  const base = baseline.kind === "commit" ? baseline.revision : undefined;
  const span = base === undefined ? shortRevision(view.head) : `${shortRevision(base)} → ${shortRevision(view.head)}`;
  return printLayer(view, {
    name: `Change of detection coverage, ${span}`,
    description: describeChange(view),
    revisions: [...(base === undefined ? [] : [{ name: "base", value: base }]), { name: "head", value: view.head }],
    expandedSubtechniques: "annotated",
    techniques: delta === undefined ? [] : delta.techniques.map((change) => changedTechnique(change, rulesOf(delta))),
    gradient: coverageGradient,
    legend: changes.map((change) => ({ label: changeLooks[change].label, color: changeLooks[change].color })),
  });
}

function describeChange({ baseline, delta }: DiffView): string {
  if (delta === undefined) return `There is nothing to compare with. ${baseline.reason}`;
  const { before, after } = delta.coverage;
  const counts = `${before.covered} of ${before.total} techniques covered before, ${after.covered} of ${after.total} after.`;
  return `${counts} Techniques without a colour did not change. The score is the number of rules after the change.`;
}

interface Layer {
  readonly name: string;
  readonly description: string;
  readonly revisions: readonly NavigatorMetadata[];
  readonly expandedSubtechniques: "none" | "annotated";
  readonly techniques: readonly LayerTechnique[];
  readonly gradient: { readonly colors: readonly string[]; readonly minValue: number; readonly maxValue: number };
  readonly legend: readonly { readonly label: string; readonly color: string }[];
}

interface NavigatorMetadata {
  readonly name: string;
  readonly value: string;
}

/** Without a tactic: the technique is coloured in all that it belongs to. */
interface LayerTechnique {
  readonly techniqueID: string;
  readonly score: number;
  readonly color?: string;
  readonly comment: string;
}

/** One layer for each file: lists of layers open in the Navigator, but not in what else reads layers. */
function printLayer({ attack, tool }: { readonly attack: AttackVersion; readonly tool: Tool }, layer: Layer): string {
  return printJson({
    name: escapeTerminal(layer.name),
    versions: { attack: attack.version, ...formatVersions },
    domain: attack.domain,
    description: escapeTerminal(layer.description),
    layout: {
      layout: "side",
      showID: true,
      showName: true,
      expandedSubtechniques: layer.expandedSubtechniques,
    },
    techniques: layer.techniques.toSorted((a, b) => (a.techniqueID < b.techniqueID ? -1 : 1)),
    gradient: layer.gradient,
    legendItems: layer.legend,
    metadata: [{ name: "made by", value: `${tool.name} ${tool.version}` }, ...layer.revisions],
  });
}

/** The same for every layer, so that two can be compared by eye; what has more rules is as dark as what has ten. */
const coverageGradient = { colors: ["#fee8a4", "#78c679", "#005a32"], minValue: 1, maxValue: 10 } as const;
const coverageLegend = [
  { label: "one rule", color: "#fee8a4" },
  { label: "five or six rules", color: "#78c679" },
  { label: "ten rules or more", color: "#005a32" },
] as const;

function scoredTechnique({ technique, rules }: CoveredTechnique): LayerTechnique {
  return {
    techniqueID: technique.id,
    score: rules.length,
    comment: commentOf([plural(rules.length, "rule"), ...listedRules(rules.map(ruleWords), "")]),
  };
}

/** From what calls for attention to what does not. Losses and gains differ for colour-blind readers too. */
const changeLooks: Readonly<Record<CoverageChange, { readonly label: string; readonly color: string }>> = {
  lost: { label: "lost: no rule is left", color: "#d73027" },
  thinned: { label: "thinned: one rule is left", color: "#fc8d59" },
  reduced: { label: "reduced: fewer rules", color: "#fee090" },
  gained: { label: "gained: had no rule", color: "#4575b4" },
  strengthened: { label: "strengthened: more rules", color: "#91bfdb" },
  moved: { label: "moved: only the id in the rules changed", color: "#bdbdbd" },
};
const changes = ["lost", "thinned", "reduced", "gained", "strengthened", "moved"] as const;

function changedTechnique(
  { id, change, before, after, rules }: TechniqueChange,
  known: ReadonlyMap<string, AnalysedRule>,
): LayerTechnique {
  const wordsFor = (key: string) => ruleWords(known.get(key) ?? key);
  return {
    techniqueID: id,
    score: after,
    color: changeLooks[change].color,
    comment: commentOf([
      `${change}: ${before} → ${plural(after, "rule")}`,
      ...listedRules(rules.removed.map(wordsFor), "− "),
      ...listedRules(rules.added.map(wordsFor), "+ "),
    ]),
  };
}

/** Changed rules by every key they had or have. */
function rulesOf({ rules: { added, removed, moved, edited } }: Delta): ReadonlyMap<string, AnalysedRule> {
  const pairs = [...moved, ...edited].flatMap(({ before, after }) => [before, after]);
  return new Map([...pairs, ...removed, ...added].map((rule) => [rule.rule.key, rule]));
}

function ruleWords(rule: AnalysedRule | string): string {
  return typeof rule === "string" ? rule : `${rule.rule.title} (${rule.rule.path})`;
}

/** A comment is a tooltip: a few rules, then how many more. */
const rulesListed = 5;

function listedRules(rules: readonly string[], sign: string): readonly string[] {
  const shown = rules.slice(0, rulesListed).map((words) => `${sign}${words}`);
  const more = rules.length - shown.length;
  return more > 0 ? [...shown, `${sign}${more} more`] : shown;
}

function commentOf(lines: readonly string[]): string {
  return lines.map(escapeTerminal).join("\n");
}
