import { isCovered } from "../../model/cover.ts";
import type { AnalysedRule } from "../../model/snapshot.ts";
import { type HtmlValue, html, type Markup } from "../html/markup.ts";
import { barMarkup, tableMarkup } from "../html/table.ts";
import type { TechniqueView } from "../report-view.ts";
import { percent, thousands } from "../words.ts";
import { framedPage } from "./frame.ts";
import { groupBy, productOf } from "./rule-counts.ts";
import type { PageKind } from "./site.ts";

/** Coverage by everything that a lead may ask for: tactic, platform, source, format, product, lifecycle. */
export const coveragePage: PageKind = {
  name: "coverage",
  *files(site) {
    const { techniques } = site.report;
    const counted = site.rules.filter((rule) => rule.counted);
    const main = html`<h1>Coverage</h1>
<p class="lead">Rules that count, and the techniques that they cover by themselves or by a sub-technique.</p>
${shareSection(
  "By tactic",
  "tactics",
  site.report.tactics.map(({ tactic, covered, total }) => ({
    name: tactic.name,
    covered,
    total,
    rules: rulesFor(techniques.filter(({ technique }) => technique.tactics.includes(tactic.id))),
  })),
)}
${shareSection("By platform", "platforms", platformsOf(techniques))}
${countSection("By source", "sources", counted, (rule) => [site.sourceOf(rule)])}
${countSection("By format", "formats", counted, ({ rule }) => [rule.format])}
${countSection("By what they watch", "products", counted, (rule) => [productOf(rule)])}
${countSection("By lifecycle", "lifecycles", counted, ({ rule }) => [rule.lifecycle])}
${countSection("By severity", "severities", counted, ({ rule }) => [rule.severity ?? "not given"])}`;
    yield framedPage(site, { path: "coverage.html", title: "Coverage", main });
  },
};

interface Share {
  readonly name: string;
  readonly covered: number;
  readonly total: number;
  readonly rules: number;
}

function platformsOf(techniques: readonly TechniqueView[]): readonly Share[] {
  const names = [...new Set(techniques.flatMap(({ technique }) => technique.platforms))].sort();
  return names.map((name) => {
    const members = techniques.filter(({ technique }) => technique.platforms.includes(name));
    return {
      name,
      covered: members.filter(({ cover }) => isCovered(cover)).length,
      total: members.length,
      rules: rulesFor(members),
    };
  });
}

function rulesFor(techniques: readonly TechniqueView[]): number {
  return new Set(techniques.flatMap(({ rules, rulesBelow }) => [...rules, ...rulesBelow])).size;
}

function shareSection(title: string, id: string, shares: readonly Share[]): Markup {
  const rows = shares.map(({ name, covered, total, rules }) => [
    name,
    barMarkup(covered, total),
    `${thousands(covered)} of ${thousands(total)}`,
    percent(covered, total),
    thousands(rules),
  ]);
  return section(title, id, ["", "Techniques", "", "Rules"], rows);
}

function countSection(
  title: string,
  id: string,
  counted: readonly AnalysedRule[],
  namesOf: (rule: AnalysedRule) => readonly string[],
): Markup {
  const groups = [...groupBy(counted, namesOf)].toSorted(([, a], [, b]) => b.length - a.length);
  const most = groups[0]?.[1].length ?? 0;
  const rows = groups.map(([name, rules]) => [
    name,
    barMarkup(rules.length, most),
    thousands(rules.length),
    percent(rules.length, counted.length),
    thousands(new Set(rules.flatMap(({ techniques }) => techniques)).size),
  ]);
  return section(title, id, ["", "Rules", "Share", "Techniques named"], rows);
}

function section(
  title: string,
  id: string,
  [bar = "", ...numbers]: readonly string[],
  rows: readonly (readonly HtmlValue[])[],
): Markup {
  const columns = [
    { title: "Name", align: "left" },
    { title: bar, align: "left" },
    ...numbers.map((name) => ({ title: name, align: "right" }) as const),
  ] as const;
  return html`<section><h2 id="${id}">${title}</h2>\n${tableMarkup(columns, rows, id)}</section>`;
}
