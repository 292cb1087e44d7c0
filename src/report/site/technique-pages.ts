import { attackUrl } from "../../attack/attack-url.ts";
import type { Technique } from "../../model/attack.ts";
import { pageMarkup } from "../html/page-html.ts";
import { sentence } from "../profile-sections.ts";
import { documentLimits, techniqueOutline } from "../technique-outline.ts";
import { framedPage, linksFrom } from "./frame.ts";
import type { PageKind, Site, SiteFile } from "./site.ts";

/** One page for each active technique, covered or not: everything that `detcov technique` says. */
export const techniquePages: PageKind = {
  name: "technique",
  *files(site) {
    for (const { technique } of site.report.techniques) yield techniquePage(site, technique);
  },
};

function techniquePage(site: Site, technique: Technique): SiteFile {
  const path = site.addresses.technique(technique.id) ?? "";
  const outline = techniqueOutline(site.techniquePage(technique), documentLimits);
  const title = `${technique.id} ${technique.name}`;
  const outside = { kind: "link", text: `${technique.id} on attack.mitre.org`, url: attackUrl(technique.id) } as const;
  const page = {
    ...outline,
    title: sentence(title),
    facts: [...outline.facts, { name: "described at", prose: [outside] }],
  };
  // The title of a rule leads to its page, and that to its file.
  const links = { ...linksFrom(site, path), file: () => undefined };
  return framedPage(site, { path, title, main: pageMarkup(page, links) });
}
