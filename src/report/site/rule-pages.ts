import { addTo } from "../../model/add-to.ts";
import type { Predicate } from "../../model/condition.ts";
import { indicatorText } from "../../model/indicator-text.ts";
import { type Prose, quote, say } from "../../model/prose.ts";
import { joinProse } from "../../model/prose-list.ts";
import type { AnalysedRule } from "../../model/snapshot.ts";
import { compareReach } from "../compare-reach.ts";
import { html, type Markup, nothing } from "../html/markup.ts";
import { factsMarkup } from "../html/page-html.ts";
import { code, type HtmlLinks, linked, proseHtml } from "../html/prose.ts";
import { tableMarkup } from "../html/table.ts";
import { techniqueMention } from "../outline.ts";
import type { PageFact } from "../page-outline.ts";
import { type NeighbourGroup, neighbourGroups, neighboursShown } from "../rule-outline.ts";
import { ruleTitle } from "../rule-title.ts";
import type { NeighbourView, ReachedIndicator, RuleView } from "../rule-view.ts";
import { widthProse } from "../width-prose.ts";
import { cut, formatWords, shortRevision, thousands } from "../words.ts";
import { framedPage, linksFrom } from "./frame.ts";
import { logicHtml, type ReachedValue } from "./logic-html.ts";
import { rulePath } from "./rule-rows.ts";
import type { PageKind, Site, SiteFile } from "./site.ts";

/** One page for each rule: what it looks for, how common each part of that is, and what is beside it. */
export const rulePages: PageKind = {
  name: "rule",
  async *files(site) {
    for (const rule of site.rules) yield rulePage(site, await site.ruleView(rule));
  },
};

function rulePage(site: Site, view: RuleView): SiteFile {
  const { analysed } = view;
  const path = rulePath(site, analysed);
  const links = linksFrom(site, path);
  const title = ruleTitle(analysed.rule);
  const main = html`<h1>${title}</h1>
${factsMarkup(factsOf(site, view), links)}
${widthSection(view, links)}
<h2 id="logic">Logic</h2>
${logicSection(site, view, links)}
${indicatorSection(view, links)}
${exclusionSection(view)}
${neighbourSection(view, links)}
${historySection(site, analysed)}`;
  return framedPage(site, { path, title, main });
}

function factsOf(site: Site, { analysed }: RuleView): readonly PageFact[] {
  const { rule, techniques, events, counted, isHelper, reading } = analysed;
  const words = (...parts: readonly (string | undefined)[]): Prose => {
    const text = parts.filter((part) => part !== undefined).join(", ");
    return text === "" ? [] : [{ kind: "sentence", text }];
  };
  const { product, category, service, tables } = rule.logSource;
  const unresolved = rule.techniques.filter(({ id }) => !techniques.includes(id));
  const facts: readonly PageFact[] = [
    {
      name: "techniques",
      prose: joinProse(techniques.map((id) => [techniqueMention(techniqueNamed(site, id))])),
    },
    {
      name: "not active",
      prose: joinProse(unresolved.map(({ declared, line }) => say`${quote(declared)} (line ${line})`)),
    },
    {
      name: "events",
      prose: joinProse(
        events.map((event) => {
          const name = quote(`${event.provider} ${event.id}`, {
            kind: "event",
            provider: event.provider,
            id: event.id,
          });
          return event.title === "" ? [name] : say`${name} ${{ kind: "sentence", text: event.title }}`;
        }),
      ),
    },
    { name: "log source", prose: words(product, category, service, ...tables) },
    { name: "written in", prose: words(rule.format, rule.language === rule.format ? undefined : rule.language) },
    { name: "severity", prose: words(rule.severity) },
    {
      name: "lifecycle",
      prose: words(rule.lifecycle, counted ? undefined : isHelper ? "part of another rule" : "does not count"),
    },
    { name: "read", prose: reading === "full" ? [] : words(reading === "partial" ? "in part" : "without its logic") },
    { name: "file", prose: fileProse(site, analysed) },
    { name: "key", prose: [quote(rule.key)] },
  ];
  return facts.filter(({ prose }) => prose.length > 0);
}

function techniqueNamed(site: Site, id: string): { readonly id: string; readonly name: string } {
  return { id, name: site.techniqueName(id) };
}

/** A file of the repository; not the page that stands for it here. */
function fileProse(site: Site, { rule }: AnalysedRule): Prose {
  const url = site.webAddress(rule.path, rule.line);
  const text = `${rule.path}:${rule.line}`;
  return url === undefined ? [quote(text)] : [{ kind: "link", text, url }];
}

function widthSection(view: RuleView, links: HtmlLinks): Markup {
  const { isNoisy, reach } = view.width;
  const verdict = isNoisy
    ? html`<b class="mark warn">Noisy.</b> `
    : reach === undefined
      ? nothing
      : html`<b class="mark pass">Not noisy.</b> `;
  return html`<p class="verdict">${verdict}${proseHtml(widthProse(view), links)}</p>`;
}

function logicSection(site: Site, view: RuleView, links: HtmlLinks): Markup {
  const { analysed } = view;
  const shown = new Set<number>();
  const reaches = new Map(view.indicators.map(({ indicator, reach }) => [indicator.key, reach - 1]));
  return html`${logicHtml(view.condition, {
    links,
    lineOf: (line) => {
      const isNew = !shown.has(line);
      shown.add(line);
      return isNew ? site.lineOf(analysed, line) : undefined;
    },
    othersOf: (predicate: Predicate): readonly ReachedValue[] =>
      site.keysOf(predicate).map((key) => ({ key, others: reaches.get(key) })),
  })}
<p class="soft">A number behind a value says how many other rules of the corpus test it.</p>`;
}

/** The others are in the tree. */
const indicatorsShown = 12;

/** Those that other rules test too; what the tree says of the rest is all there is to say. */
function indicatorSection({ analysed, indicators }: RuleView, links: HtmlLinks): Markup {
  const sorted = indicators.filter(({ reach }) => reach > 1).sort(compareReach);
  if (indicators.length < 2 || sorted.length === 0) return nothing;
  const rows = sorted.slice(0, indicatorsShown).map((reached) => indicatorRow(reached, analysed, links));
  const own = indicators.length - sorted.length;
  const more = [
    ...(sorted.length > rows.length ? [`${thousands(sorted.length - rows.length)} more in the logic above`] : []),
    ...(own > 0 ? [`${thousands(own)} that no other rule tests`] : []),
  ];
  const columns = [
    { title: "Indicator", align: "left" },
    { title: "Other rules", align: "right" },
    { title: "By format", align: "left" },
  ] as const;
  return html`<section><h2 id="indicators">Indicators by reach</h2>
${tableMarkup(columns, rows, "indicators")}
${more.length > 0 ? html`<p class="soft">And ${more.join(", ")}.</p>` : nothing}</section>`;
}

function indicatorRow({ indicator, reach, byFormat }: ReachedIndicator, { rule }: AnalysedRule, links: HtmlLinks) {
  const others = new Map(byFormat).set(rule.format, (byFormat.get(rule.format) ?? 1) - 1);
  const text = indicatorText({ ...indicator, value: cut(indicator.value, 120) });
  const url = links.subject({ kind: "indicator", key: indicator.key });
  return [linked(code(text), url), thousands(reach - 1), formatWords(others)];
}

const exclusionsShown = 50;

function exclusionSection({ analysed: { exclusions } }: RuleView): Markup {
  if (exclusions.length === 0) return nothing;
  const items = exclusions.slice(0, exclusionsShown).map((exclusion) => {
    return html`<li>${code(indicatorText({ ...exclusion, value: cut(exclusion.value, 120) }))}</li>`;
  });
  const more = exclusions.length - items.length;
  return html`<section><h2 id="exclusions">Exclusions</h2>
<ul class="plain">${items}${more > 0 ? html`<li class="soft">${thousands(more)} more</li>` : nothing}</ul></section>`;
}

function neighbourSection({ neighbours }: RuleView, links: HtmlLinks): Markup {
  const groups = byRelation(neighbourGroups(neighbours));
  if (groups.size === 0) return nothing;
  const lists = Array.from(groups, ([relation, found]) => {
    const items = found.map((neighbour) => {
      return html`<li>${linked(ruleTitle(neighbour), links.subject({ kind: "rule", key: neighbour.key }))}</li>`;
    });
    return html`<p class="lead">This rule ${relation}</p>\n<ul class="plain">${items}</ul>\n`;
  });
  return html`<section><h2 id="neighbours">Neighbours</h2>
${lists}</section>`;
}

/** Rules that share as many values stand together. */
function byRelation(groups: readonly NeighbourGroup[]): ReadonlyMap<string, readonly NeighbourView[]> {
  const found = new Map<string, NeighbourView[]>();
  for (const { relation, neighbours } of groups) {
    for (const neighbour of neighbours.slice(0, neighboursShown)) addTo(found, relation, neighbour);
  }
  return found;
}

function historySection(site: Site, rule: AnalysedRule): Markup {
  const changes = site.historyOf(rule);
  if (changes === undefined || changes.length === 0) return nothing;
  const items = changes.map(({ commit, date, subject }) => {
    return html`<li><time datetime="${date}">${date}</time> ${subject} ${code(shortRevision(commit))}</li>`;
  });
  return html`<section><h2 id="history">Last changes</h2><ul class="plain">${items}</ul></section>`;
}
