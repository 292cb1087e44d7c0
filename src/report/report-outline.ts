import { strengthOf, strengthText } from "../model/cover.ts";
import type { Prose } from "../model/prose.ts";
import { place, quote, say } from "../model/prose.ts";
import { joinProse, listProse } from "../model/prose-list.ts";
import { coverageOutline, type TacticGap } from "./coverage-outline.ts";
import type { CoveredTechnique } from "./covered-technique.ts";
import { techniqueMention } from "./outline.ts";
import type { PageOutline, PageSection } from "./page-outline.ts";
import type { ReportView } from "./report-view.ts";
import { summarySections } from "./summary-sections.ts";
import { targetSections } from "./target-sections.ts";
import {
  leftOutWords,
  percent,
  plural,
  readingWords,
  shortRevision,
  thinTitle,
  thousands,
  weightWords,
} from "./words.ts";

/** A report as a page: what the team asks for, what changed, where coverage is and is thin, which rules want a look, what is missing. */
export function reportOutline(view: ReportView): PageOutline {
  const { covered, total, thin, gaps } = coverageOutline(view);
  const { change, widest, stale, claims } = summarySections(view);
  const sections = [
    ...targetSections(view, Number.POSITIVE_INFINITY),
    change,
    tacticSection(view),
    thinSection(thin, view),
    widest,
    stale,
    claims,
    gapSection(gaps),
  ];
  return {
    title: [`Detection coverage: ${thousands(covered)} of ${plural(total, "technique")} (${percent(covered, total)})`],
    facts: factsOf(view, thin.length),
    sections: sections.flatMap((section) => section ?? []),
    footer: footerOf(view),
  };
}

function factsOf({ corpus, unmapped, noisyRules, history }: ReportView, thin: number) {
  return [
    { name: "Rules that count", prose: [`${thousands(corpus.counted)} of ${thousands(corpus.rules)}`] },
    { name: thinTitle(corpus), prose: [plural(thin, "technique")] },
    { name: "Noisy", prose: [plural(noisyRules, "rule")] },
    ...(unmapped.length === 0 ? [] : [{ name: "Without a known technique", prose: [plural(unmapped.length, "rule")] }]),
    ...(history.kind === "absent"
      ? [{ name: "History", prose: say`${{ kind: "sentence", text: history.reason }}` }]
      : []),
  ];
}

/** A technique in two tactics is in the row of each. */
function tacticSection({ tactics }: ReportView): PageSection {
  return {
    title: "Tactics",
    lead: [],
    columns: [
      { title: "Tactic", align: "left" },
      { title: "Covered", align: "right" },
      { title: "Share", align: "right" },
      { title: "Uncovered", align: "right" },
    ],
    rows: tactics.map(({ tactic, covered, total }): readonly Prose[] => [
      [techniqueMention(tactic)],
      [`${thousands(covered)} of ${thousands(total)}`],
      [percent(covered, total)],
      [thousands(total - covered)],
    ]),
    more: 0,
  };
}

function thinSection(thin: readonly CoveredTechnique[], { corpus }: ReportView): PageSection | undefined {
  if (thin.length === 0) return undefined;
  const isWeighted = corpus.weights !== undefined;
  return {
    title: thinTitle(corpus),
    lead: [],
    columns: [
      { title: "Technique", align: "left" },
      { title: isWeighted ? "Its rules" : "Its one rule", align: "left" },
      { title: "File", align: "left" },
      ...(isWeighted ? [{ title: "Strength", align: "right" } as const] : []),
    ],
    rows: thin.map(({ technique, rules, cover }): readonly Prose[] => [
      [techniqueMention(technique)],
      listProse(rules, ({ rule }) => [quote(rule.title)]),
      listProse(rules, ({ rule }) => [place(rule.path, rule.line)]),
      ...(isWeighted ? [[strengthText(strengthOf(cover))]] : []),
    ]),
    more: 0,
  };
}

function gapSection(gaps: readonly TacticGap[]): PageSection | undefined {
  if (gaps.length === 0) return undefined;
  return {
    title: "Uncovered",
    lead: [],
    columns: [
      { title: "Tactic", align: "left" },
      { title: "Techniques", align: "left" },
    ],
    rows: gaps.map(({ tactic, total, techniques }): readonly Prose[] => [
      say`${techniqueMention(tactic)} (${total})`,
      joinProse(
        techniques.map(({ technique, below }) => [
          techniqueMention(technique),
          ...(below === 0 ? [] : [` with ${plural(below, "sub-technique")}`]),
        ]),
      ),
    ]),
    more: 0,
  };
}

function footerOf({ attack, revision, corpus, noiseThreshold, tool }: ReportView): readonly Prose[] {
  const leftOut = leftOutWords(corpus);
  return [
    [`ATT&CK `, quoteless(attack.version)],
    [quoteless(shortRevision(revision))],
    [`${plural(corpus.rules, "rule")} in ${plural(corpus.files, "file")}`],
    ...(corpus.rules === 0 ? [] : [[`read: ${readingWords(corpus).join(", ")}`]]),
    ...(leftOut.length === 0 ? [] : [[`not counted: ${leftOut.join(", ")}`]]),
    ...(corpus.weights === undefined ? [] : [weightWords(corpus)]),
    [`noisy from ${plural(noiseThreshold, "rule")} on`],
    [`${tool.name} ${tool.version}`],
  ];
}

/** Foreign text that needs no marks. */
function quoteless(text: string) {
  return { kind: "sentence", text } as const;
}
