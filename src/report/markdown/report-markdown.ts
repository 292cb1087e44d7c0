import { attackUrl } from "../../attack/attack-url.ts";
import { strengthOf, strengthText } from "../../model/cover.ts";
import { coverageOutline, type TacticGap, type UncoveredTechnique } from "../coverage-outline.ts";
import type { CoveredTechnique } from "../covered-technique.ts";
import type { PageSection } from "../page-outline.ts";
import type { ReportView } from "../report-view.ts";
import { summarySections } from "../summary-sections.ts";
import { targetSections } from "../target-sections.ts";
import type { TrendView } from "../trend-view.ts";
import {
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
import { codeSpan, escapeText, link } from "./escape.ts";
import { sectionBody } from "./page-markdown.ts";
import { type Links, noLinks, proseMarkdown } from "./prose.ts";
import { trendMarkdown } from "./trend-markdown.ts";

export interface ReportMarkdownOptions {
  readonly links?: Links;
  /** What became of the numbers, where that is known. */
  readonly trend?: TrendView | undefined;
}

/** The coverage of a corpus as the summary of a scheduled job: how much, where, what hangs by one rule, what is missing. */
export function reportMarkdown(view: ReportView, { links = noLinks, trend }: ReportMarkdownOptions = {}): string {
  const { covered, total, thin, gaps } = coverageOutline(view);
  const { change, widest, stale, claims } = summarySections(view);
  const foldedSection = (section: PageSection | undefined, count: number) =>
    section === undefined ? "" : folded(`${section.title} (${thousands(count)})`, sectionBody(section, links));
  const share = `${thousands(covered)} of ${plural(total, "technique")}`;
  const sections = [
    `### Detection coverage: ${share} (${percent(covered, total)})`,
    leadLine(view, thin.length),
    historyLine(view),
    ...targetSections(view, targetsShown).map((section) => sectionWithTitle(section, links)),
    change === undefined ? "" : sectionWithTitle(change, links),
    trend === undefined ? "" : trendMarkdown(trend),
    tacticTable(view),
    folded(`${thinTitle(view.corpus)} (${thousands(thin.length)})`, thinTable(thin, view)),
    foldedSection(widest, view.widest.length),
    foldedSection(stale, view.history.kind === "present" ? view.history.stale.rules.length : 0),
    foldedSection(claims, view.claims.length),
    folded(`Uncovered (${thousands(total - covered)})`, gaps.map(gapParagraph).join("\n\n")),
    folded(`Not read as meant (${thousands(view.corpus.diagnostics.length)})`, diagnosticList(view)),
    footer(view),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** Those that are met come last; the page and the JSON have all. */
const targetsShown = 20;

function sectionWithTitle(section: PageSection, links: Links): string {
  return `#### ${section.title}\n\n${sectionBody(section, links)}`;
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

/** Nothing where there is nothing to fold. */
function folded(summary: string, body: string): string {
  return body === "" ? "" : `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

function thinTable(thin: readonly CoveredTechnique[], { corpus }: ReportView): string {
  if (thin.length === 0) return "";
  const isWeighted = corpus.weights !== undefined;
  const rows = thin.map(({ technique, rules, cover }) =>
    tableRow([
      techniqueLink(technique),
      rules.map(({ rule }) => `${escapeText(rule.title)} ${codeSpan(rule.path)}`).join("<br>"),
      ...(isWeighted ? [strengthText(strengthOf(cover))] : []),
    ]),
  );
  const head = isWeighted ? ["Technique", "Its rules", "Strength"] : ["Technique", "Its one rule"];
  return [tableRow(head), isWeighted ? "|:--|:--|--:|" : "|:--|:--|", ...rows].join("\n");
}

function techniqueLink({ id, name }: { readonly id: string; readonly name: string }): string {
  return link(`${escapeText(id)} ${escapeText(name)}`, attackUrl(id));
}

function gapParagraph({ tactic, total, techniques }: TacticGap): string {
  return `**${escapeText(tactic.name)}** (${thousands(total)}): ${techniques.map(gapText).join(", ")}`;
}

function gapText({ technique, below }: UncoveredTechnique): string {
  const children = below === 0 ? "" : ` with ${plural(below, "sub-technique")}`;
  return `${techniqueLink(technique)}${children}`;
}

/** More belong into the JSON. */
const diagnosticsShown = 50;

function diagnosticList({ corpus: { diagnostics } }: ReportView): string {
  const items = diagnostics
    .slice(0, diagnosticsShown)
    .map(({ message, location: { path, line } }) => `- ${codeSpan(`${path}:${line}`)}: ${escapeText(message)}`);
  const more = diagnostics.length - items.length;
  return [...items, ...(more > 0 ? [`- ${thousands(more)} more`] : [])].join("\n");
}

function footer({ attack, revision, corpus, noiseThreshold, tool }: ReportView): string {
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
  ];
  return `<sub>${parts.join(" · ")}</sub>`;
}
