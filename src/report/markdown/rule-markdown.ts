import { attackUrl } from "../../attack/attack-url.ts";
import { type Fact, type NeighbourLine, ruleOutline, type SharedIndicator } from "../rule-outline.ts";
import type { RuleView } from "../rule-view.ts";
import { logicTree } from "../text/logic-tree.ts";
import { styleFor } from "../text/style.ts";
import { widthProse } from "../width-prose.ts";
import { thousands } from "../words.ts";
import { codeSpan, escapeText, link } from "./escape.ts";
import { noLinks, proseMarkdown } from "./prose.ts";

/** Everything about some rules and their places in the corpus, a section for each. */
export function ruleMarkdown(views: readonly RuleView[]): string {
  return views.map((view) => `${sectionsOf(view).join("\n\n")}\n`).join("\n");
}

function sectionsOf(view: RuleView): readonly string[] {
  const { facts, indicators, exclusions, neighbours } = ruleOutline(view);
  const sections = [
    `### ${escapeText(view.analysed.rule.title)}`,
    facts.map(factItem).join("\n"),
    `${view.width.isNoisy ? "⚠️ **Noisy.** " : ""}${proseMarkdown(widthProse(view), noLinks)}`,
    `**Logic**\n\n${codeBlock(logicTree(view.condition, styleFor({ colours: false })))}`,
    indicatorTable(indicators),
    exclusions.length === 0 ? "" : `**Exclusions**\n\n${exclusions.map((text) => `- ${codeSpan(text)}`).join("\n")}`,
    neighbourList(neighbours),
  ];
  return sections.filter((section) => section !== "");
}

function factItem({ name, words, kind }: Fact): string {
  const shown = words.map((word) => (kind === "techniques" ? link(escapeText(word), attackUrl(word)) : codeSpan(word)));
  return `- ${name}: ${shown.join(", ")}`;
}

function neighbourList(neighbours: readonly NeighbourLine[]): string {
  if (neighbours.length === 0) return "";
  const items = neighbours.map(({ relation, title, path }) => `- ${relation} ${escapeText(title)} ${codeSpan(path)}`);
  return `**Neighbours**\n\n${items.join("\n")}`;
}

function indicatorTable(indicators: readonly SharedIndicator[]): string {
  if (indicators.length === 0) return "";
  const rows = indicators.map(
    ({ text, others, byFormat }) => `| ${codeSpan(text)} | ${thousands(others)} | ${escapeText(byFormat)} |`,
  );
  return ["| Indicator | Other rules | By format |", "|:--|--:|:--|", ...rows].join("\n");
}

/** Lines without line breaks of their own, in a fence that none of them can close. */
function codeBlock(lines: readonly string[]): string {
  const longest = lines.reduce(
    (most, line) => Math.max(most, ...(line.match(/`+/g) ?? [""]).map(({ length }) => length)),
    2,
  );
  const fence = "`".repeat(longest + 1);
  return [fence, ...lines, fence].join("\n");
}
