import type { EventRules } from "../../model/event-rules.ts";
import { type Prose, quote } from "../../model/prose.ts";
import type { AnalysedRule } from "../../model/snapshot.ts";
import { html, type Markup, nothing } from "../html/markup.ts";
import { factsMarkup, sectionMarkup } from "../html/page-html.ts";
import { code, type HtmlLinks, linked } from "../html/prose.ts";
import { tableMarkup } from "../html/table.ts";
import type { PageSection } from "../page-outline.ts";
import { exclusionSection, fieldSection, indicatorSection, sentence } from "../profile-sections.ts";
import { formatWords, thousands } from "../words.ts";
import { framedPage, linksFrom } from "./frame.ts";
import { formatsOf } from "./rule-counts.ts";
import { ruleColumns, ruleRow } from "./rule-rows.ts";
import type { PageKind, Site, SiteFile } from "./site.ts";

/** One page for each event: who looks at it, for which techniques, and what the rules test. */
export const eventPages: PageKind = {
  name: "event",
  *files(site) {
    for (const event of site.events) yield eventPage(site, event);
  },
};

const rowsShown = { fields: 15, indicators: 25, exclusions: 15, techniques: 30, rules: 150 } as const;

function eventPage(site: Site, { event, rules }: EventRules): SiteFile {
  const { provider, id, title } = event;
  const path = site.addresses.subject({ kind: "event", provider, id }) ?? "";
  const links = linksFrom(site, path);
  const name = `${provider} ${id}`;
  const counted = rules.filter((rule) => rule.counted);
  const profile = site.profile(rules);
  const { noiseThreshold, corpus } = site.report;
  const profiled = { ...profile, rules, noiseThreshold, totals: { corpus: corpus.rules }, subject: "this event" };
  const facts: readonly { readonly name: string; readonly prose: Prose }[] = [
    { name: "title", prose: title === "" ? [] : sentence(title) },
    { name: "provider", prose: [quote(provider)] },
    { name: "id", prose: [quote(id)] },
    {
      name: "rules",
      prose: sentence(
        `${thousands(rules.length)} (${formatWords(formatsOf(rules))}), of which ${thousands(counted.length)} count`,
      ),
    },
  ];
  const main = html`<h1>${code(name)}</h1>
${factsMarkup(
  facts.filter(({ prose }) => prose.length > 0),
  links,
)}
${techniqueTable(site, counted, links)}
${section(fieldSection(profiled, rowsShown.fields), "fields", links)}
${section(indicatorSection(profiled, rowsShown.indicators), "indicators", links)}
${section(exclusionSection(profile, rowsShown.exclusions), "exclusions", links)}
${ruleTable(site, rules, links)}`;
  return framedPage(site, { path, title: name, main });
}

function section(content: PageSection, id: string, links: HtmlLinks): Markup {
  return content.rows.length === 0 ? nothing : sectionMarkup(content, id, links);
}

function techniqueTable(site: Site, counted: readonly AnalysedRule[], links: HtmlLinks): Markup {
  const counts = new Map<string, number>();
  for (const id of counted.flatMap(({ techniques }) => techniques)) counts.set(id, (counts.get(id) ?? 0) + 1);
  if (counts.size === 0) return nothing;
  const most = [...counts].toSorted(([, a], [, b]) => b - a);
  const rows = most
    .slice(0, rowsShown.techniques)
    .map(([id, rules]) => [
      linked(html`<b class="id">${id}</b> ${site.techniqueName(id)}`, links.technique(id)),
      thousands(rules),
    ]);
  const more = most.length - rows.length;
  const columns = [
    { title: "Technique", align: "left" },
    { title: "Rules", align: "right" },
  ] as const;
  return html`<section><h2 id="techniques">Techniques covered with it</h2>
${tableMarkup(columns, rows, "techniques")}
${more > 0 ? html`<p class="soft">${thousands(more)} more.</p>` : nothing}</section>`;
}

function ruleTable(site: Site, rules: readonly AnalysedRule[], links: HtmlLinks): Markup {
  const rows = rules.slice(0, rowsShown.rules).map((rule) => ruleRow(site, rule, links));
  const more = rules.length - rows.length;
  return html`<section><h2 id="rules">Rules</h2>
${tableMarkup(ruleColumns, rows, "rules")}
${more > 0 ? html`<p class="soft">${thousands(more)} more; the search finds them.</p>` : nothing}</section>`;
}
