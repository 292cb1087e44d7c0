import type { AnalysedRule } from "../../model/snapshot.ts";
import { type HtmlValue, html, nothing } from "../html/markup.ts";
import { code, type HtmlLinks, linked } from "../html/prose.ts";
import { ruleTitle } from "../rule-title.ts";
import type { Site } from "./site.ts";

/** Every rule has a page. */
export function rulePath({ addresses }: Pick<Site, "addresses">, { rule }: AnalysedRule): string {
  const path = addresses.subject({ kind: "rule", key: rule.key });
  if (path === undefined) throw new Error(`The rule ${rule.key} has no page.`);
  return path;
}

/** Columns of a list of rules. */
export const ruleColumns = [
  { title: "Rule", align: "left" },
  { title: "Techniques", align: "left" },
  { title: "Severity", align: "left" },
  { title: "Lifecycle", align: "left" },
  { title: "File", align: "left" },
] as const;

const techniquesShown = 3;

/** A rule in a list, by its title. */
export function ruleRow(site: Site, analysed: AnalysedRule, links: HtmlLinks): readonly HtmlValue[] {
  const { rule, techniques } = analysed;
  const shown = techniques.slice(0, techniquesShown).map((id) => html`${linked(id, links.technique(id))} `);
  const more = techniques.length - shown.length;
  return [
    html`${ruleLink(analysed, links)}${site.isNoisy(analysed) ? html` <b class="mark warn">noisy</b>` : nothing}`,
    html`${shown}${more > 0 ? `and ${more} more` : ""}`,
    rule.severity,
    rule.lifecycle,
    code(rule.path),
  ];
}

export function ruleLink({ rule }: AnalysedRule, links: HtmlLinks): HtmlValue {
  return linked(ruleTitle(rule), links.subject({ kind: "rule", key: rule.key }));
}
