import { coverageOf, nameOfEvent } from "../analysis/coverage.ts";
import { profileOf } from "../analysis/technique-profile.ts";
import type { Catalogue } from "../attack/catalogue.ts";
import type { Config } from "../config/config.ts";
import { addTo } from "../model/add-to.ts";
import type { RuleWidth } from "../model/assessment.ts";
import type { Technique, TechniqueId } from "../model/attack.ts";
import { type Cover, isCovered, noCover } from "../model/cover.ts";
import { compareEvents, compareText } from "../model/order.ts";
import type { AnalysedRule, Event } from "../model/snapshot.ts";
import type { TechniqueProfile } from "../model/technique-profile.ts";
import type { AnalyticLogSource, Countermeasure, ValidationFacts } from "../model/validation.ts";
import type { Tool } from "../report/diff-view.ts";
import type { ListedRule, RelatedTechnique, TechniquePage, Totals, UnwatchedEvent } from "../report/technique-page.ts";
import { createRoles, type RuleRole } from "./rule-role.ts";
import { type MeasuredSnapshot, measureWidth } from "./snapshots.ts";

/** What pages are made of: a corpus, how it was counted, and what is known of techniques from outside. */
export interface PageSources {
  readonly measured: MeasuredSnapshot;
  readonly catalogue: Catalogue;
  readonly config: Pick<Config, "sources" | "count">;
  readonly facts: ValidationFacts;
  readonly tool: Tool;
  /** By default measured when it is asked for. */
  readonly widthOf?: (rule: AnalysedRule) => RuleWidth;
}

/** Makes the pages of techniques of one corpus; what all pages need is counted once. */
export class TechniquePages {
  readonly #sources: PageSources;
  readonly #roleOf: (rule: AnalysedRule) => RuleRole;
  readonly #widthOf: (rule: AnalysedRule) => RuleWidth;
  /** Positions of the rules that claim a technique itself, ascending. */
  readonly #claiming = new Map<TechniqueId, number[]>();
  /** Of every active technique. */
  readonly #covers: ReadonlyMap<TechniqueId, Cover>;
  /** Counted rules by event. */
  readonly #watched: ReadonlyMap<string, number>;
  readonly #totals: Totals;

  constructor(sources: PageSources) {
    this.#sources = sources;
    this.#roleOf = createRoles(sources.config);
    this.#widthOf = sources.widthOf ?? ((rule) => measureWidth(rule, sources.measured));
    const { rules } = sources.measured.snapshot;
    const { techniques } = coverageOf(rules, sources.catalogue);
    this.#covers = new Map(techniques.map(({ id, cover }) => [id, cover]));
    rules.forEach((rule, position) => {
      for (const id of new Set(rule.techniques)) addTo(this.#claiming, id, position);
    });
    this.#watched = countEvents(rules);
    this.#totals = { corpus: rules.length, rules: countMapped(rules), ...sources.facts.totals };
  }

  /** The page of a technique in any state; `revoked` is what was asked for where `technique` took its place. */
  page(technique: Technique, revoked?: Technique): TechniquePage {
    const { measured, catalogue, facts, tool } = this.#sources;
    const children = catalogue.children(technique.id);
    const claiming = this.#rulesClaiming(technique, children);
    const rules = this.#listed(claiming);
    const profile = profileOf(
      technique.id,
      rules.map(({ analysed }) => analysed),
      measured.reach,
    );
    const analytics = facts.analytics(technique.id);
    const parent = technique.parent === undefined ? undefined : catalogue.technique(technique.parent);
    return {
      tool,
      attack: { domain: catalogue.domain, version: catalogue.version },
      revision: measured.snapshot.revision,
      technique,
      revoked,
      parent: parent === undefined ? undefined : this.#related(parent),
      children: children.map((child) => this.#related(child)),
      tactics: catalogue.tactics.filter(({ id }) => technique.tactics.includes(id)),
      rules,
      cover: this.#coverOf(technique),
      leftOut: claiming.length - rules.length,
      events: profile.events,
      unwatched: this.#unwatched(profile, analytics),
      analytics,
      fields: profile.fields,
      indicators: profile.indicators,
      exclusions: profile.exclusions,
      together: this.#together(profile, children),
      countermeasures: uniqueCountermeasures([technique, ...children].map(({ id }) => facts.countermeasures(id))),
      tests: [technique, ...children].flatMap(({ id }) => facts.tests(id)),
      totals: this.#totals,
      noiseThreshold: measured.noiseThreshold,
    };
  }

  #rulesClaiming({ id, state }: Technique, children: readonly Technique[]): readonly AnalysedRule[] {
    const { catalogue, measured } = this.#sources;
    const { rules } = measured.snapshot;
    if (state.kind !== "active") {
      return rules.filter(({ rule }) => rule.techniques.some((claim) => catalogue.technique(claim.id)?.id === id));
    }
    const positions = new Set(
      [id, ...children.map((child) => child.id)].flatMap((claimed) => this.#claiming.get(claimed) ?? []),
    );
    return [...positions].sort((a, b) => a - b).flatMap((position) => rules[position] ?? []);
  }

  /** A rule of a reference source is listed where it would count if it were the team's own. */
  #listed(rules: readonly AnalysedRule[]): readonly ListedRule[] {
    return rules
      .flatMap((analysed): readonly ListedRule[] => {
        const role = this.#roleOf(analysed);
        return role === undefined ? [] : [{ analysed, role, width: this.#widthOf(analysed) }];
      })
      .sort((a, b) => compareText(a.analysed.rule.format, b.analysed.rule.format) || compareText(a.role, b.role));
  }

  #related(technique: Technique): RelatedTechnique {
    const cover = this.#coverOf(technique);
    return {
      technique,
      rules: cover.rules,
      isCovered: isCovered(cover),
      tests: this.#sources.facts.tests(technique.id).length,
    };
  }

  #coverOf({ id }: Technique): Cover {
    return this.#covers.get(id) ?? noCover;
  }

  #together({ techniques }: TechniqueProfile, children: readonly Technique[]): readonly RelatedTechnique[] {
    const { catalogue } = this.#sources;
    return techniques.flatMap(({ id, rules }): readonly RelatedTechnique[] => {
      const technique = catalogue.technique(id);
      if (technique === undefined || children.includes(technique)) return [];
      const isCoveredToo = isCovered(this.#coverOf(technique));
      return [{ technique, rules, isCovered: isCoveredToo, tests: this.#sources.facts.tests(id).length }];
    });
  }

  #unwatched({ events }: TechniqueProfile, analytics: readonly AnalyticLogSource[]): readonly UnwatchedEvent[] {
    const watched = new Set(events.map(({ event }) => eventKey(event)));
    const found = new Map<string, UnwatchedEvent>();
    for (const { events: named, strategy } of analytics) {
      for (const event of named.filter((candidate) => !watched.has(eventKey(candidate)))) {
        const strategies = [...new Set([...(found.get(eventKey(event))?.strategies ?? []), strategy])].sort();
        found.set(eventKey(event), { event, elsewhere: this.#watched.get(eventKey(event)) ?? 0, strategies });
      }
    }
    return [...found.values()].sort((a, b) => compareEvents(a.event, b.event));
  }
}

function uniqueCountermeasures(lists: readonly (readonly Countermeasure[])[]): readonly Countermeasure[] {
  const byName = new Map(lists.flat().map((found) => [`${found.id} ${found.relation}`, found]));
  return [...byName].sort(([a], [b]) => compareText(a, b)).map(([, countermeasure]) => countermeasure);
}

/** Names of operations are compared without case. */
function eventKey(event: Event): string {
  return nameOfEvent(event).toLowerCase();
}

function countEvents(rules: readonly AnalysedRule[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { events } of rules.filter(({ counted }) => counted)) {
    for (const key of new Set(events.map(eventKey))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function countMapped(rules: readonly AnalysedRule[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of rules.filter(({ counted, techniques }) => counted && techniques.length > 0)) {
    counts.set(rule.format, (counts.get(rule.format) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a], [b]) => compareText(a, b)));
}
