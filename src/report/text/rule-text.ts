import { type Fact, type NeighbourLine, ruleOutline, type SharedIndicator } from "../rule-outline.ts";
import type { RuleView } from "../rule-view.ts";
import { widthProse } from "../width-prose.ts";
import { thousands } from "../words.ts";
import { escapeTerminal } from "./escape-terminal.ts";
import { logicTree } from "./logic-tree.ts";
import { proseText } from "./prose.ts";
import { type Style, styleFor } from "./style.ts";

/** Everything about some rules and their places in the corpus, one after the other. */
export function ruleText(views: readonly RuleView[], options: { readonly colours: boolean }): string {
  const style = styleFor(options);
  const separator = `\n${style.dim("─".repeat(72))}\n\n`;
  return views.map((view) => `${sectionsOf(view, style).join("\n\n")}\n`).join(separator);
}

function sectionsOf(view: RuleView, style: Style): readonly string[] {
  const { facts, indicators, exclusions, neighbours } = ruleOutline(view);
  const sections: readonly (readonly string[])[] = [
    [style.bold(escapeTerminal(view.analysed.rule.title)), ...factLines(facts, style)],
    [style.bold("Logic"), ...indented(logicTree(view.condition, style))],
    titled("Indicators, and how many other rules test them", indicatorLines(indicators, style), style),
    titled("Exclusions", indented(exclusions.map(escapeTerminal)), style),
    titled("Neighbours", neighbourLines(neighbours, style), style),
    titled("Width", indented([verdict(view, style) + proseText(widthProse(view), style)]), style),
  ];
  return sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
}

function titled(title: string, lines: readonly string[], style: Style): readonly string[] {
  return lines.length === 0 ? [] : [style.bold(title), ...lines];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function factLines(facts: readonly Fact[], style: Style): readonly string[] {
  return facts.map(({ name, words }) => `  ${style.dim(name.padEnd(10))}  ${escapeTerminal(words.join(", "))}`);
}

function indicatorLines(indicators: readonly SharedIndicator[], style: Style): readonly string[] {
  const width = Math.max(0, ...indicators.map(({ others }) => thousands(others).length));
  return indicators.map(({ text, others, byFormat }) => {
    const formats = byFormat === "" ? "" : `  ${style.dim(escapeTerminal(`(${byFormat})`))}`;
    return `  ${thousands(others).padStart(width)}  ${escapeTerminal(text)}${formats}`;
  });
}

function neighbourLines(neighbours: readonly NeighbourLine[], style: Style): readonly string[] {
  const width = Math.max(0, ...neighbours.map(({ relation }) => relation.length));
  return neighbours.map(({ relation, title, path }) => {
    return `  ${relation.padEnd(width)}  ${escapeTerminal(title)}  ${style.cyan(escapeTerminal(path))}`;
  });
}

function verdict({ width }: RuleView, style: Style): string {
  if (width.isNoisy) return `${style.yellow("Noisy.")} `;
  return width.reach === undefined ? "" : `${style.green("Not noisy.")} `;
}
