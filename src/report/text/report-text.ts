import { type CoverageOutline, coverageOutline } from "../coverage-outline.ts";
import type { CoveredTechnique } from "../covered-technique.ts";
import type { ReportView, TacticView } from "../report-view.ts";
import { summarySections } from "../summary-sections.ts";
import { targetSections } from "../target-sections.ts";
import {
  coverWords,
  formatWords,
  leftOutWords,
  percent,
  plural,
  readingWords,
  shortRevision,
  thinTitle,
  thousands,
} from "../words.ts";
import { escapeTerminal } from "./escape-terminal.ts";
import { sectionText } from "./page-text.ts";
import { proseText } from "./prose.ts";
import { type Style, styleFor } from "./style.ts";

/** The coverage of a corpus on one screen. */
export function reportText(view: ReportView, options: { readonly colours: boolean }): string {
  const style = styleFor(options);
  const outline = coverageOutline(view);
  const sections = [
    titleLines(view, outline, style),
    ...targetSections(view, targetsShown).map((section) => [sectionText(section, style)]),
    tacticLines(view.tactics, style),
    mostLines(outline, style),
    thinLines(view, outline, style),
    ruleLines(view, style),
    ...historySections(view, style),
    diagnosticLines(view, style),
  ];
  const texts = sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${texts.join("\n\n")}\n`;
}

/** Those that are met come last; the JSON has all. */
const targetsShown = 20;

function titleLines(view: ReportView, { covered, total }: CoverageOutline, style: Style): readonly string[] {
  const { attack, revision, tool } = view;
  const share = `${thousands(covered)} of ${plural(total, "technique")} (${percent(covered, total)})`;
  const source = [
    `ATT&CK ${attack.version} (${attack.domain})`,
    shortRevision(revision),
    `${tool.name} ${tool.version}`,
  ];
  return [style.bold(`Detection coverage: ${share}`), style.dim(escapeTerminal(source.join(" · ")))];
}

/** A technique in two tactics is in the row of each. */
function tacticLines(tactics: readonly TacticView[], style: Style): readonly string[] {
  const names = column(tactics.map(({ tactic }) => escapeTerminal(tactic.name)));
  const covered = column(
    tactics.map((tactic) => thousands(tactic.covered)),
    "right",
  );
  const total = column(
    tactics.map((tactic) => thousands(tactic.total)),
    "right",
  );
  const uncovered = column(
    tactics.map((tactic) => thousands(tactic.total - tactic.covered)),
    "right",
  );
  return tactics.map((tactic, row) => {
    const share = `${covered[row]} of ${total[row]} ${percent(tactic.covered, tactic.total).padStart(5)}`;
    return `${names[row]}  ${bar(tactic, style)}  ${share}  ${style.dim(`${uncovered[row]} uncovered`)}`;
  });
}

/** Texts of one column, filled up to the longest. */
function column(texts: readonly string[], side: "left" | "right" = "left"): readonly string[] {
  const width = Math.max(0, ...texts.map((text) => text.length));
  return texts.map((text) => (side === "left" ? text.padEnd(width) : text.padStart(width)));
}

const barWidth = 20;
const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;

/** To an eighth of a block: any coverage is seen, and only whole coverage fills the bar. */
function bar({ covered, total }: TacticView, style: Style): string {
  const steps = barWidth * eighths.length;
  const exact = total === 0 ? 0 : Math.floor((covered / total) * steps);
  const filled = covered > 0 ? Math.max(exact, 1) : 0;
  const blocks = "█".repeat(Math.floor(filled / eighths.length)) + (eighths[filled % eighths.length] ?? "");
  return style.green(blocks) + style.dim("·".repeat(barWidth - blocks.length));
}

const mostShown = 5;

function mostLines({ most }: CoverageOutline, style: Style): readonly string[] {
  if (most.length === 0) return [];
  const shown = most.slice(0, mostShown);
  const rules = column(shown.map((technique) => coverWords(technique.cover)));
  return [style.bold("Most covered"), ...shown.map((covered, row) => `  ${rules[row]}  ${nameOf(covered)}`)];
}

function nameOf({ technique }: CoveredTechnique): string {
  return escapeTerminal(`${technique.id} ${technique.name}`);
}

function thinLines({ corpus }: ReportView, { thin, covered }: CoverageOutline, style: Style): readonly string[] {
  if (thin.length === 0) return [];
  return [
    `${style.bold(`${thinTitle(corpus)}:`)} ${style.yellow(thousands(thin.length))} of ${thousands(covered)} covered techniques`,
  ];
}

function ruleLines(view: ReportView, style: Style): readonly string[] {
  const { corpus, unmapped, noiseThreshold, noisyRules } = view;
  const facts: readonly (readonly [string, readonly string[]])[] = [
    ["formats", [escapeTerminal(formatWords(corpus.byFormat))]],
    ["read", readingWords(corpus)],
    ["left out", leftOutWords(corpus)],
    ["weighted", corpus.weights === undefined ? [] : [proseText(corpus.weights, styleFor({ colours: false }))]],
    ["unmapped", unmapped.length === 0 ? [] : [`${plural(unmapped.length, "counted rule")} without a known technique`]],
    [
      "noisy",
      [`${thousands(noisyRules)}: one way to match tests only what ${plural(noiseThreshold, "rule")} or more test`],
    ],
  ];
  const head = `${thousands(corpus.rules)} in ${plural(corpus.files, "file")}, ${thousands(corpus.counted)} of them count`;
  const lines = facts.filter(([, words]) => words.length > 0);
  return [
    `${style.bold("Rules:")} ${head}`,
    ...lines.map(([name, words]) => `  ${style.dim(name.padEnd(8))}  ${words.join(", ")}`),
  ];
}

/** Only where the history was asked for: without it a report is one screen. */
function historySections(view: ReportView, style: Style): readonly (readonly string[])[] {
  const { history } = view;
  if (history.kind === "not-asked") return [];
  const { change, widest, stale, claims } = summarySections(view);
  const reason = history.kind === "absent" ? [[style.yellow(escapeTerminal(history.reason))]] : [];
  const sections = [change, stale, widest, claims].flatMap((section) => section ?? []);
  return [...reason, ...sections.map((section) => [sectionText(section, style)])];
}

const diagnosticsShown = 5;

function diagnosticLines({ corpus: { diagnostics } }: ReportView, style: Style): readonly string[] {
  if (diagnostics.length === 0) return [];
  const shown = diagnostics.slice(0, diagnosticsShown).map(({ message, location: { path, line } }) => {
    return `  ${style.cyan(escapeTerminal(`${path}:${line}`))}: ${escapeTerminal(message)}`;
  });
  const more = diagnostics.length - shown.length;
  const rest = more > 0 ? [style.dim(`  … ${thousands(more)} more; --format json has them all`)] : [];
  return [`${style.bold("Not read as meant:")} ${thousands(diagnostics.length)}`, ...shown, ...rest];
}
