import type { Technique } from "../../model/attack.ts";
import { strengthOf } from "../../model/cover.ts";
import { compareText } from "../../model/order.ts";
import type { AnalysedRule } from "../../model/snapshot.ts";
import { coverageOutline } from "../coverage-outline.ts";
import { html, type Markup, nothing } from "../html/markup.ts";
import { barMarkup } from "../html/table.ts";
import type { TacticView, TechniqueView } from "../report-view.ts";
import { proseText } from "../text/prose.ts";
import { styleFor } from "../text/style.ts";
import { leftOutWords, percent, plural, readingWords, thinWords, thousands, weightWords } from "../words.ts";
import { framedPage } from "./frame.ts";
import type { PageKind, Site } from "./site.ts";

/** The first page: every technique under its tactics, by how many rules cover it. */
export const matrixPage: PageKind = {
  name: "matrix",
  *files(site) {
    const filters = new Filters(site);
    const { tactics } = site.report;
    const main = html`<h1>Detection coverage</h1>
${numbersMarkup(site)}
<section><h2 id="matrix">Matrix</h2>
${filters.form()}
<p class="legend" aria-hidden="true">${site.report.corpus.weights === undefined ? "Rules" : "Strength"}: <span class="h0">0</span> <span class="h1">1</span> <span class="h2">2–4</span> <span class="h3">5–14</span> <span class="h4">15–49</span> <span class="h5">50 or more</span></p>
<label class="subs"><input type="checkbox" id="subs"> Show sub-techniques</label>
<p id="shown" class="soft" role="status"></p>
<div class="matrix" role="region" aria-labelledby="matrix" tabindex="0">
${tactics.map((tactic) => tacticMarkup(site, tactic, filters))}</div></section>`;
    yield framedPage(site, { path: "index.html", title: "Matrix", main });
  },
};

function numbersMarkup(site: Site): Markup {
  const { corpus, events } = site.report;
  const { covered, total, thin } = coverageOutline(site.report);
  const noisy = site.rules.filter((rule) => rule.counted && site.isNoisy(rule)).length;
  const indicators = site.fields.reduce((sum, field) => sum + field.indicators.length, 0);
  const numbers = [
    [percent(covered, total), `${thousands(covered)} of ${thousands(total)} techniques covered`],
    [thousands(corpus.counted), "rules count"],
    [thousands(thin.length), `techniques ${thinWords(corpus)}`],
    [thousands(noisy), "noisy rules"],
    [thousands(events.length), "events watched"],
    [thousands(indicators), "distinct indicators"],
  ] as const;
  const read = [`${plural(corpus.rules, "rule")} read: ${readingWords(corpus).join(", ")}`];
  const leftOut = leftOutWords(corpus);
  if (leftOut.length > 0) read.push(`not counted: ${leftOut.join(", ")}`);
  if (corpus.weights !== undefined) read.push(proseText(weightWords(corpus), styleFor({ colours: false })));
  if (corpus.diagnostics.length > 0) read.push(`${plural(corpus.diagnostics.length, "problem")} with files`);
  return html`<ul class="numbers">${numbers.map(([number, words]) => html`<li><b>${number}</b> ${words}</li>`)}</ul>
<p class="soft">${read.join("; ")}.</p>`;
}

function tacticMarkup(site: Site, { tactic, covered, total }: TacticView, filters: Filters): Markup {
  const members = site.report.techniques.filter(({ technique }) => technique.tactics.includes(tactic.id));
  const children = (parent: Technique) => members.filter(({ technique }) => technique.parent === parent.id);
  const ids = new Set(members.map(({ technique }) => technique.id));
  const tops = members.filter(({ technique: { parent } }) => parent === undefined || !ids.has(parent));
  const cells = tops.map((top) => cellMarkup(site, top, children(top.technique), filters));
  return html`<details class="tactic" open><summary><span class="name">${tactic.name}</span> <span class="share">${covered} of ${total}</span>${barMarkup(covered, total)}</summary>
<ul>
${cells}</ul></details>
`;
}

function cellMarkup(site: Site, view: TechniqueView, below: readonly TechniqueView[], filters: Filters): Markup {
  const { id, name, platforms } = view.technique;
  const rules = rulesOf(view);
  const subs =
    below.length === 0 ? nothing : html`\n<ul>${below.map((child) => cellMarkup(site, child, [], filters))}</ul>`;
  return html`<li data-n="${filters.counts(rules)}" data-p="${filters.platforms(platforms)}"><a class="cell h${heat(strengthOf(view.cover))}" href="${site.addresses.technique(id)}"><span class="id">${id}</span> <span>${name}</span> <b>${rules.length}</b></a>${subs}</li>
`;
}

function rulesOf({ rules, rulesBelow }: TechniqueView): readonly AnalysedRule[] {
  return [...rules, ...rulesBelow];
}

/** The script has the same steps. */
const steps = [1, 2, 5, 15, 50] as const;

function heat(strength: number): number {
  return steps.filter((step) => strength >= step).length;
}

/** What the matrix can be narrowed to, and where each technique stands in that. */
class Filters {
  readonly #platforms: readonly string[];
  /** Source, format and lifecycle of counted rules, as far as there are any; one for each weight. */
  readonly #groups: readonly (readonly [string, string, string])[];
  /** Of a rule of each group; undefined: rules have no weights. */
  readonly #weights: readonly number[] | undefined;
  readonly #groupOf: (rule: AnalysedRule) => number;

  constructor({ rules, report, sourceOf }: Site) {
    this.#platforms = [...new Set(report.techniques.flatMap(({ technique }) => technique.platforms))].sort(compareText);
    const groups = new Map<string, readonly [string, string, string]>();
    const weights = new Map<string, number>();
    const keyOf = (rule: AnalysedRule) =>
      JSON.stringify([sourceOf(rule), rule.rule.format, rule.rule.lifecycle, rule.weight]);
    for (const rule of rules.filter(({ counted }) => counted)) {
      groups.set(keyOf(rule), [sourceOf(rule), rule.rule.format, rule.rule.lifecycle]);
      if (rule.weight !== undefined) weights.set(keyOf(rule), rule.weight);
    }
    const keys = [...groups.keys()].sort(compareText);
    const positions = new Map(keys.map((key, index) => [key, index]));
    this.#groups = keys.flatMap((key) => {
      const group = groups.get(key);
      return group === undefined ? [] : [group];
    });
    this.#weights = weights.size === 0 ? undefined : keys.map((key) => weights.get(key) ?? 1);
    this.#groupOf = (rule) => positions.get(keyOf(rule)) ?? 0;
  }

  /** `0:12 3:1`: twelve rules of the first group, one of the fourth. */
  counts(rules: readonly AnalysedRule[]): string {
    const counts = new Map<number, number>();
    for (const rule of rules) counts.set(this.#groupOf(rule), (counts.get(this.#groupOf(rule)) ?? 0) + 1);
    return Array.from(counts, ([group, count]) => `${group}:${count}`).join(" ");
  }

  platforms(platforms: readonly string[]): string {
    return platforms.map((platform) => this.#platforms.indexOf(platform)).join(" ");
  }

  /** Shown by the script, which reads from each choice the groups that it leaves. */
  form(): Markup {
    const platforms = this.#platforms.map((name, index) => ({ name, value: String(index) }));
    const weights = this.#weights === undefined ? nothing : html` data-w="${this.#weights.join(" ")}"`;
    return html`<div id="filters" role="group" aria-label="Filters of the matrix"${weights} hidden>
${selectMarkup("platform", "Platform", platforms)}
${selectMarkup("source", "Source", this.#choices(0))}
${selectMarkup("format", "Format", this.#choices(1))}
${selectMarkup("status", "Status", this.#choices(2))}
<button type="button">Reset</button>
</div>`;
  }

  #choices(part: 0 | 1 | 2): readonly Choice[] {
    const names = [...new Set(this.#groups.map((group) => group[part]))].sort(compareText);
    return names.map((name) => ({
      name,
      value: this.#groups.flatMap((group, index) => (group[part] === name ? [index] : [])).join(" "),
    }));
  }
}

interface Choice {
  readonly name: string;
  readonly value: string;
}

/** Nothing to choose between is no choice. */
function selectMarkup(id: string, label: string, choices: readonly Choice[]): Markup {
  if (choices.length < 2) return nothing;
  const options = choices.map(({ name, value }) => html`<option value="${value}">${name}</option>`);
  return html`<label>${label} <select id="${id}"><option value="">all</option>${options}</select></label>`;
}
