import type { EventRules } from "../../model/event-rules.ts";
import { type Prose, quote } from "../../model/prose.ts";
import type { AnalysedRule } from "../../model/snapshot.ts";
import { html, type Markup, nothing } from "../html/markup.ts";
import { factsMarkup, sectionMarkup } from "../html/page-html.ts";
import { code, type HtmlLinks, linked } from "../html/prose.ts";
import { tableMarkup } from "../html/table.ts";
import type { PageSection } from "../page-outline.ts";
import { exclusionSection, fieldSection, indicatorSection, sentence } from "../profile-sections.ts";
import { formatWords, plural, thousands } from "../words.ts";
import { partName } from "./addresses.ts";
import { framedPage, linksFrom } from "./frame.ts";
import { formatsOf } from "./rule-counts.ts";
import { partLinks } from "./rule-lists.ts";
import { ruleColumns, ruleRow } from "./rule-rows.ts";
import type { PageKind, Site, SiteFile } from "./site.ts";

/** One page for each event: who looks at it, for which techniques, and what the rules test. */
export const eventPages: PageKind = {
  name: "event",
  *files(site) {
    for (const event of site.events) {
      yield eventPage(site, event);
      yield* furtherPages(site, event);
    }
  },
};

const rowsShown = { fields: 15, indicators: 25, exclusions: 15, techniques: 30, rules: 150 } as const;

/** What fewer have in common is on their own pages. */
const rulesWithProfile = 3;

function eventPage(site: Site, { event, rules }: EventRules): SiteFile {
  const { provider, id, title } = event;
  const path = site.addresses.subject({ kind: "event", provider, id }) ?? "";
  const links = linksFrom(site, path);
  const name = `${provider} ${id}`;
  const counted = rules.filter((rule) => rule.counted);
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
${rules.length < rulesWithProfile ? nothing : profileSections(site, rules, links)}
<section><h2 id="rules">Rules</h2>
${ruleTable(site, { event, rules }, 0)}</section>`;
  return framedPage(site, { path, title: name, main });
}

/** What rules of an event with many have in common. */
function profileSections(site: Site, rules: readonly AnalysedRule[], links: HtmlLinks): Markup {
  const { noiseThreshold, corpus } = site.report;
  const profile = site.profile(rules);
  const profiled = { ...profile, rules, noiseThreshold, totals: { corpus: corpus.rules }, subject: "this event" };
  return html`${section(fieldSection(profiled, rowsShown.fields), "fields", links)}
${section(indicatorSection(profiled, rowsShown.indicators), "indicators", links)}
${section(exclusionSection(profile, rowsShown.exclusions), "exclusions", links)}`;
}

/** The rest of its rules, where they are too many for one page. */
function* furtherPages(site: Site, event: EventRules): Iterable<SiteFile> {
  const { provider, id } = event.event;
  const parts = partsOf(event);
  for (let part = 1; part < parts; part++) {
    const path = `event/${partName(fileName(site, event), part)}.html`;
    const title = `${provider} ${id}`;
    const main = html`<h1 id="rules">${code(title)}</h1>
<p class="lead">${plural(event.rules.length, "rule")}, page ${part + 1} of ${parts}.</p>
${ruleTable(site, event, part)}`;
    yield framedPage(site, { path, title: `${title}, page ${part + 1}`, main });
  }
}

function partsOf({ rules }: EventRules): number {
  return Math.ceil(rules.length / rowsShown.rules);
}

/** Of its first page, without the ending. */
function fileName({ addresses }: Site, { event: { provider, id } }: EventRules): string {
  return (addresses.subject({ kind: "event", provider, id }) ?? "").slice("event/".length, -".html".length);
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

/** Where the files are is on the rules' own pages. */
const columns = ruleColumns.slice(0, -1);

function ruleTable(site: Site, event: EventRules, part: number): Markup {
  const name = fileName(site, event);
  const links = linksFrom(site, `event/${name}.html`);
  const rows = event.rules
    .slice(part * rowsShown.rules, (part + 1) * rowsShown.rules)
    .map((rule) => ruleRow(site, rule, links).slice(0, columns.length));
  const pages = partLinks(name, part, partsOf(event));
  return html`${pages}
${tableMarkup(columns, rows, "rules")}
${pages}`;
}
