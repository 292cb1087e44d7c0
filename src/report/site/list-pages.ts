import { html } from "../html/markup.ts";
import { code, linked } from "../html/prose.ts";
import { tableMarkup } from "../html/table.ts";
import { plural, thousands } from "../words.ts";
import { fieldTitle } from "./field-pages.ts";
import { framedPage, linksFrom } from "./frame.ts";
import type { PageKind, Site, SiteFile } from "./site.ts";

/** All events and all fields, each on one page. */
export const listPages: PageKind = {
  name: "lists",
  *files(site) {
    yield eventList(site);
    yield fieldList(site);
  },
};

function eventList(site: Site): SiteFile {
  const path = "events.html";
  const links = linksFrom(site, path);
  const rows = site.events.map(({ event: { provider, id, title }, rules }) => [
    linked(code(`${provider} ${id}`), links.subject({ kind: "event", provider, id })),
    title,
    thousands(rules.length),
    thousands(rules.filter(({ counted }) => counted).length),
  ]);
  const columns = [
    { title: "Event", align: "left" },
    { title: "Title", align: "left" },
    { title: "Rules", align: "right" },
    { title: "Counted", align: "right" },
  ] as const;
  const main = html`<h1 id="events">Events</h1>
<p class="lead">${plural(site.events.length, "event")} that rules look at, by provider.</p>
${tableMarkup(columns, rows, "events")}`;
  return framedPage(site, { path, title: "Events", main });
}

function fieldList(site: Site): SiteFile {
  const path = "fields.html";
  const links = linksFrom(site, path);
  const rows = site.fields
    .toSorted((a, b) => b.rules - a.rules)
    .map((field) => {
      const title = fieldTitle(field);
      const shown = field.field === undefined ? title : code(title);
      return [
        linked(shown, links.subject({ kind: "field", field: field.field })),
        thousands(field.rules),
        thousands(field.indicators.length),
        thousands(field.names.length),
      ];
    });
  const columns = [
    { title: "Field", align: "left" },
    { title: "Rules", align: "right" },
    { title: "Indicators", align: "right" },
    { title: "Spellings", align: "right" },
  ] as const;
  const main = html`<h1 id="fields">Fields</h1>
<p class="lead">${plural(site.fields.length, "field")} that rules test, under one name whatever their authors call them.</p>
${tableMarkup(columns, rows, "fields")}`;
  return framedPage(site, { path, title: "Fields", main });
}
