import { attackUrl } from "../../attack/attack-url.ts";
import { strengthOf, strengthText } from "../../model/cover.ts";
import { place, say } from "../../model/prose.ts";
import { brief } from "../brief.ts";
import { coverageOutline } from "../coverage-outline.ts";
import type { CoveredTechnique } from "../covered-technique.ts";
import { techniqueMention } from "../outline.ts";
import type { PageSection } from "../page-outline.ts";
import type { ReportView } from "../report-view.ts";
import { summarySections } from "../summary-sections.ts";
import { targetSections } from "../target-sections.ts";
import type { TrendView } from "../trend-view.ts";
import {
  cut,
  leftOutWords,
  percent,
  plural,
  readingWords,
  shortRevision,
  thinTitle,
  thinWords,
  thousands,
  weightWords,
} from "../words.ts";
import { cutRows, type RowSection } from "./cut-rows.ts";
import { escapeText, link } from "./escape.ts";
import { type CutSection, fitEvenly } from "./fit-evenly.ts";
import type { Measure } from "./fit-sections.ts";
import { gapSection } from "./gap-section.ts";
import { sectionLines } from "./page-markdown.ts";
import { type Links, noLinks, proseMarkdown } from "./prose.ts";
import { trendMarkdown } from "./trend-markdown.ts";

export interface ReportMarkdownOptions {
  readonly links?: Links;
  /** What became of the numbers, where that is known. */
  readonly trend?: TrendView | undefined;
  /** The most; without it nothing is cut. */
  readonly limit?: number;
  /** What the limit counts: characters if not given. */
  readonly measure?: Measure;
}

/**
 * The coverage of a corpus as the summary of a scheduled job: how much, where, what hangs by one rule, what is missing.
 *
 * Longer than the limit only by what is always there, the first lines and the last: where there is too much, long
 * sections are cut and say how much more there is.
 */
export function reportMarkdown(view: ReportView, options: ReportMarkdownOptions = {}): string {
  const { limit = Number.POSITIVE_INFINITY, measure = ({ length }) => length, links = noLinks } = options;
  const head = headOf(view);
  const foot = footer(view, links);
  const room = limit - measure(head) - measure(foot) - 3;
  const sections = fitEvenly(sectionsOf(view, { ...options, links, measure }), room, measure);
  return `${[head, ...sections.flatMap((section) => section ?? []), foot].join("\n\n")}\n`;
}

function headOf(view: ReportView): string {
  const { covered, total, thin } = coverageOutline(view);
  const share = `${thousands(covered)} of ${plural(total, "technique")}`;
  const lines = [
    `### Detection coverage: ${share} (${percent(covered, total)})`,
    leadLine(view, thin.length),
    historyLine(view),
  ];
  return lines.filter((line) => line !== "").join("\n\n");
}

interface Manner {
  readonly links: Links;
  readonly measure: Measure;
  readonly trend?: TrendView | undefined;
}

/** In the order in which a lead asks. */
function sectionsOf(view: ReportView, { links, measure, trend }: Manner): readonly CutSection[] {
  const { covered, total, thin, most, gaps } = coverageOutline(view);
  const { change, widest, stale, claims } = summarySections(view);
  const folded = (section: PageSection | undefined) => pageSection(section, "folded", links);
  const rows = (section: RowSection | undefined) => (section === undefined ? [] : [cutRows(section, links, measure)]);
  return [
    ...targetSections(view, targetsShown).flatMap((section) => rows(pageSection(section, "open", links))),
    ...rows(pageSection(change, "open", links)),
    ...whole(trend === undefined ? "" : trendMarkdown(trend)),
    ...whole(tacticTable(view)),
    ...rows(thinSection(thin, view, links)),
    ...rows(folded(widest)),
    ...rows(folded(stale)),
    ...rows(folded(claims)),
    ...rows(coveredSection(most, view)),
    ...(gaps.length === 0 ? [] : [gapSection(gaps, total - covered, { links, measure })]),
    ...rows(diagnosticSection(view, links)),
  ];
}

/** Those that are met come last; the page and the JSON have all. */
const targetsShown = 20;

function pageSection(
  section: PageSection | undefined,
  manner: RowSection["manner"],
  links: Links,
): RowSection | undefined {
  return section === undefined ? undefined : { title: section.title, manner, ...sectionLines(section, links) };
}

/** What makes no sense by halves. */
function whole(full: string): readonly CutSection[] {
  return full === "" ? [] : [{ full, cut: () => undefined }];
}

function leadLine({ corpus, unmapped, noisyRules }: ReportView, thin: number): string {
  const sentences = [
    `${plural(corpus.counted, "rule")} count${corpus.counted === 1 ? "s" : ""}.`,
    ...(thin > 0 ? [`${plural(thin, "technique")} ${thin === 1 ? "is" : "are"} ${thinWords(corpus)}.`] : []),
    ...(noisyRules > 0 ? [`${plural(noisyRules, "rule")} ${noisyRules === 1 ? "is" : "are"} noisy.`] : []),
    ...(unmapped.length > 0
      ? [`${plural(unmapped.length, "counted rule")} ${unmapped.length === 1 ? "names" : "name"} no known technique.`]
      : []),
  ];
  return sentences.join(" ");
}

/** Why nothing is said of the past, where it was asked for. */
function historyLine({ history }: ReportView): string {
  return history.kind === "absent" ? `<sub>${escapeText(history.reason)}</sub>` : "";
}

/** A technique in two tactics is in the row of each. */
function tacticTable({ tactics }: ReportView): string {
  if (tactics.length === 0) return "";
  const rows = tactics.map(({ tactic, covered, total }) => {
    const cells = [
      link(escapeText(tactic.name), attackUrl(tactic.id)),
      `${thousands(covered)} of ${thousands(total)}`,
      percent(covered, total),
      thousands(total - covered),
    ];
    return tableRow(cells);
  });
  return [tableRow(["Tactic", "Covered", "", "Uncovered"]), "|:--|--:|--:|--:|", ...rows].join("\n");
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function thinSection(thin: readonly CoveredTechnique[], { corpus }: ReportView, links: Links): RowSection | undefined {
  if (thin.length === 0) return undefined;
  const isWeighted = corpus.weights !== undefined;
  const rows = thin.map(({ technique, rules, cover }) => {
    const names = rules.map(({ rule }) => say`${{ kind: "sentence", text: rule.title }} ${place(rule.path)}`);
    return tableRow([
      proseMarkdown([techniqueMention(technique)], links),
      names.map((prose) => proseMarkdown(brief(prose), links)).join("<br>"),
      ...(isWeighted ? [strengthText(strengthOf(cover))] : []),
    ]);
  });
  const titles = isWeighted ? ["Technique", "Its rules", "Strength"] : ["Technique", "Its one rule"];
  const head = [tableRow(titles), isWeighted ? "|:--|:--|--:|" : "|:--|:--|"];
  return { title: thinTitle(corpus), manner: "folded", lead: [], head, rows, more: 0 };
}

/** The strongest first. */
function coveredSection(most: readonly CoveredTechnique[], { corpus }: ReportView): RowSection | undefined {
  if (most.length === 0) return undefined;
  const isWeighted = corpus.weights !== undefined;
  const rows = most.map(({ technique, rules, cover }) =>
    tableRow([
      proseMarkdown([techniqueMention(technique)], noLinks),
      thousands(rules.length),
      ...(isWeighted ? [strengthText(strengthOf(cover))] : []),
    ]),
  );
  const titles = ["Technique", "Rules", ...(isWeighted ? ["Strength"] : [])];
  const head = [tableRow(titles), isWeighted ? "|:--|--:|--:|" : "|:--|--:|"];
  return { title: "Covered", manner: "folded", lead: [], head, rows, more: 0 };
}

/** More belong into the JSON. */
const diagnosticsShown = 50;

function diagnosticSection({ corpus: { diagnostics } }: ReportView, links: Links): RowSection | undefined {
  if (diagnostics.length === 0) return undefined;
  const shown = diagnostics.slice(0, diagnosticsShown);
  const rows = shown.map(({ message, location: { path, line } }) => {
    const prose = say`${place(path, line)}: ${{ kind: "sentence", text: cut(message, 300) }}`;
    return `- ${proseMarkdown(prose, links)}`;
  });
  const more = diagnostics.length - shown.length;
  return { title: "Not read as meant", manner: "folded", lead: [], head: [], rows, more };
}

function footer({ attack, revision, corpus, noiseThreshold, tool }: ReportView, { run }: Links): string {
  const leftOut = leftOutWords(corpus);
  const parts = [
    `ATT&amp;CK ${escapeText(attack.version)}`,
    escapeText(shortRevision(revision)),
    `${plural(corpus.rules, "rule")} in ${plural(corpus.files, "file")}`,
    ...(corpus.rules === 0 ? [] : [`read: ${readingWords(corpus).join(", ")}`]),
    ...(leftOut.length === 0 ? [] : [`not counted: ${leftOut.join(", ")}`]),
    ...(corpus.weights === undefined ? [] : [proseMarkdown(weightWords(corpus), noLinks)]),
    `noisy from ${plural(noiseThreshold, "rule")} on`,
    `${tool.name} ${escapeText(tool.version)}`,
    ...(run === undefined ? [] : [`[full report](${run})`]),
  ];
  return `<sub>${parts.join(" · ")}</sub>`;
}
