import type { AnalysedRule } from "../../model/snapshot.ts";
import { html, type Markup } from "../html/markup.ts";
import { barMarkup, tableMarkup } from "../html/table.ts";
import { plural, thousands } from "../words.ts";
import { Names, partName } from "./addresses.ts";
import { framedPage, linksFrom } from "./frame.ts";
import { groupBy, productOf } from "./rule-counts.ts";
import { ruleColumns, ruleRow } from "./rule-rows.ts";
import type { PageKind, Site, SiteFile } from "./site.ts";

/** All rules, by format and product, on pages of a size that opens at once. */
export const ruleLists: PageKind = {
  name: "rules",
  *files(site) {
    const lists = listsOf(site);
    yield overview(site, lists);
    for (const list of lists) yield* listPages(site, list);
  },
};

interface RuleList {
  readonly format: string;
  readonly product: string;
  readonly rules: readonly AnalysedRule[];
  /** Of its first page, without the ending. */
  readonly name: string;
}

const rulesOnPage = 200;

function listsOf(site: Site): readonly RuleList[] {
  const names = new Names();
  return [...groupBy(site.rules, ({ rule }) => [rule.format])].flatMap(([format, ofFormat]) =>
    Array.from(
      groupBy(ofFormat, (rule) => [productOf(rule)]),
      ([product, rules]) => ({
        format,
        product,
        rules,
        name: names.take("rules", `${format} ${product}`),
      }),
    ),
  );
}

function overview(site: Site, lists: readonly RuleList[]): SiteFile {
  const most = Math.max(0, ...lists.map(({ rules }) => rules.length));
  const rows = lists.map(({ format, product, rules, name }) => [
    html`<a href="${`rules/${name}.html`}">${format}: ${product}</a>`,
    thousands(rules.length),
    thousands(rules.filter(({ counted }) => counted).length),
    barMarkup(rules.length, most),
  ]);
  const columns = [
    { title: "List", align: "left" },
    { title: "Rules", align: "right" },
    { title: "Counted", align: "right" },
    { title: "", align: "left" },
  ] as const;
  const main = html`<h1 id="lists">Rules</h1>
<p class="lead">${plural(site.rules.length, "rule")}, by format and by what they watch.</p>
${tableMarkup(columns, rows, "lists")}`;
  return framedPage(site, { path: "rules.html", title: "Rules", main });
}

function* listPages(site: Site, { format, product, rules, name }: RuleList): Iterable<SiteFile> {
  const parts = Math.ceil(rules.length / rulesOnPage);
  for (let part = 0; part < parts; part++) {
    const path = `rules/${partName(name, part)}.html`;
    const links = linksFrom(site, path);
    const rows = rules.slice(part * rulesOnPage, (part + 1) * rulesOnPage).map((rule) => ruleRow(site, rule, links));
    const title = `${format}: ${product}`;
    const main = html`<h1 id="rules">${title}</h1>
<p class="lead">${plural(rules.length, "rule")}${parts === 1 ? "" : `, page ${part + 1} of ${parts}`}.</p>
${partLinks(name, part, parts)}
${tableMarkup(ruleColumns, rows, "rules")}
${partLinks(name, part, parts)}`;
    yield framedPage(site, { path, title: part === 0 ? title : `${title}, page ${part + 1}`, main });
  }
}

/** The numbers of the pages of a list that is too long for one. */
export function partLinks(name: string, part: number, parts: number): Markup {
  if (parts === 1) return html``;
  const links = Array.from({ length: parts }, (_, index) => {
    const current = index === part ? html` aria-current="true"` : html``;
    return html`<li><a href="${`${partName(name, index)}.html`}"${current}>${index + 1}</a></li>`;
  });
  return html`<ol class="parts">${links}</ol>`;
}
