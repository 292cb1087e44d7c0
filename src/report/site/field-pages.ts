import type { FieldTests, IndicatorRules } from "../../model/field-tests.ts";
import { type HtmlValue, html, type Markup, nothing } from "../html/markup.ts";
import { code, type HtmlLinks } from "../html/prose.ts";
import { barMarkup, tableMarkup } from "../html/table.ts";
import { cut, formatWords, plural, thousands } from "../words.ts";
import { indicatorsOnPage, partName } from "./addresses.ts";
import { framedPage, linksFrom } from "./frame.ts";
import { partLinks } from "./rule-lists.ts";
import { ruleLink } from "./rule-rows.ts";
import type { PageKind, Site, SiteFile } from "./site.ts";

/**
 * The pages of each field: what rules test it for, by reach, with the rules that do. This is where an indicator is
 * looked up: there are too many for a page each.
 */
export const fieldPages: PageKind = {
  name: "field",
  *files(site) {
    for (const field of site.fields) yield* pagesOf(site, field);
  },
};

export function fieldTitle({ field }: Pick<FieldTests, "field">): string {
  return field ?? "Anywhere in the event";
}

function* pagesOf(site: Site, field: FieldTests): Iterable<SiteFile> {
  const first = site.addresses.subject({ kind: "field", field: field.field }) ?? "";
  const name = first.slice("field/".length, -".html".length);
  const parts = Math.max(1, Math.ceil(field.indicators.length / indicatorsOnPage));
  for (let part = 0; part < parts; part++) {
    const path = `field/${partName(name, part)}.html`;
    const links = linksFrom(site, path);
    const title = fieldTitle(field);
    const pages = partLinks(name, part, parts);
    const main = html`<h1>${field.field === undefined ? title : code(title)}</h1>
${part === 0 ? aboutField(field) : html`<p>Page ${part + 1} of ${parts}.</p>`}
<section><h2 id="indicators">Indicators by reach</h2>
${pages}
${indicatorTable(field, part, links)}
${pages}</section>
${part === 0 ? exclusionSection(field) : nothing}`;
    yield framedPage(site, { path, title: part === 0 ? title : `${title}, page ${part + 1}`, main });
  }
}

function aboutField({ rules, indicators, names, field }: FieldTests): Markup {
  const operators = new Map<string, number>();
  for (const { indicator } of indicators)
    operators.set(indicator.operator, (operators.get(indicator.operator) ?? 0) + 1);
  const most = [...operators].toSorted(([, a], [, b]) => b - a);
  const shown = names.filter(({ name }) => name !== field).slice(0, 12);
  const more = names.length - shown.length - (names.length > 0 && names.some(({ name }) => name === field) ? 1 : 0);
  const called = shown.map(
    ({ name, rules: count }, index) => html`${index === 0 ? "" : ", "}${code(name)} ${thousands(count)}`,
  );
  return html`<dl class="facts">
<dt>rules</dt><dd>${thousands(rules)}</dd>
<dt>indicators</dt><dd>${thousands(indicators.length)}</dd>
${shown.length === 0 ? nothing : html`<dt>authors write</dt><dd>${called}${more > 0 ? ` and ${thousands(more)} more` : ""}</dd>`}
</dl>
<section><h2 id="how">How it is tested</h2>
${tableMarkup(
  [
    { title: "Operator", align: "left" },
    { title: "Values", align: "right" },
    { title: "", align: "left" },
  ],
  most.map(([name, count]) => [name, thousands(count), barMarkup(count, indicators.length)]),
  "how",
)}</section>`;
}

const indicatorColumns = [
  { title: "Value", align: "left" },
  { title: "Operator", align: "left" },
  { title: "Reach", align: "right" },
  { title: "By format", align: "left" },
  { title: "Rules", align: "left" },
] as const;

function indicatorTable({ indicators }: FieldTests, part: number, links: HtmlLinks): Markup {
  const start = part * indicatorsOnPage;
  const rows = indicators
    .slice(start, start + indicatorsOnPage)
    .map((use, index) => indicatorRow(use, start + index + 1, links));
  return tableMarkup(indicatorColumns, rows, "indicators");
}

/** So many fit into a cell without folding. */
const rulesBeside = 3;

/** More are found by the search. */
const rulesFolded = 30;

function indicatorRow({ indicator, rules }: IndicatorRules, position: number, links: HtmlLinks): readonly HtmlValue[] {
  const byFormat = new Map<string, number>();
  for (const { rule } of rules) byFormat.set(rule.format, (byFormat.get(rule.format) ?? 0) + 1);
  const { operator, value } = indicator;
  return [
    html`<span id="${`i${position}`}">${operator === "exists" ? "any value" : code(cut(value, 300))}</span>`,
    operator.replaceAll("_", " "),
    thousands(rules.length),
    formatWords(new Map([...byFormat].sort())),
    rulesCell(rules, links),
  ];
}

function rulesCell(rules: IndicatorRules["rules"], links: HtmlLinks): HtmlValue {
  const [only, ...others] = rules;
  if (only !== undefined && others.length === 0) return ruleLink(only, links);
  const shown = rules.slice(0, rulesFolded).map((rule) => html`<li>${ruleLink(rule, links)}</li>`);
  const more = rules.length - shown.length;
  const list = html`<ul class="values">${shown}${more > 0 ? html`<li class="soft">${thousands(more)} more</li>` : nothing}</ul>`;
  if (rules.length <= rulesBeside) return list;
  return html`<details class="few"><summary>${plural(rules.length, "rule")}</summary>${list}</details>`;
}

const exclusionsShown = 50;

function exclusionSection({ exclusions }: FieldTests): Markup {
  if (exclusions.length === 0) return nothing;
  const rows = exclusions
    .slice(0, exclusionsShown)
    .map(({ indicator, rules }) => [
      indicator.operator === "exists" ? "any value" : code(cut(indicator.value, 200)),
      indicator.operator.replaceAll("_", " "),
      thousands(rules),
    ]);
  const more = exclusions.length - rows.length;
  const columns = [
    { title: "Value", align: "left" },
    { title: "Operator", align: "left" },
    { title: "Rules", align: "right" },
  ] as const;
  return html`<section><h2 id="exclusions">What rules leave out</h2>
${tableMarkup(columns, rows, "exclusions")}
${more > 0 ? html`<p class="soft">${thousands(more)} more.</p>` : nothing}</section>`;
}
