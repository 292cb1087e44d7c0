import type { FieldUse, IndicatorUse } from "../../model/technique-profile.ts";
import {
  countFormats,
  type ListedRule,
  type RelatedTechnique,
  type TechniquePage,
  type UnwatchedEvent,
} from "../technique-page.ts";
import { attackPart, eventPart, indicatorPart, printJson, strengthPart, testPart, toolPart } from "./parts.ts";

/** DESIGN 5.2, `technique`; `schema/technique.schema.json`. */
export function techniqueJson(page: TechniquePage): string {
  const { technique, revoked } = page;
  return printJson({
    schemaVersion: 1,
    tool: toolPart(page.tool),
    attack: attackPart(page.attack),
    revision: page.revision,
    id: technique.id,
    name: technique.name,
    tactics: page.tactics.map(({ id, name, shortName }) => ({ id, name, shortName })),
    platforms: technique.platforms,
    state: technique.state.kind,
    asked: revoked === undefined ? null : { id: revoked.id, name: revoked.name },
    parent: page.parent === undefined ? null : relatedPart(page.parent),
    children: page.children.map(relatedPart),
    rules: rulesPart(page),
    events: page.events.map(({ event, rules }) => ({ ...eventPart(event), rules })),
    unwatched: page.unwatched.map(unwatchedPart),
    fields: page.fields.map(fieldPart),
    indicators: page.indicators.map(indicatorUsePart),
    exclusions: page.exclusions.map(({ indicator, rules }) => ({ ...indicatorPart(indicator), rules })),
    ruleList: page.rules.map(listedPart),
    together: page.together.map(relatedPart),
    countermeasures: page.countermeasures.map(({ id, name, tactic, relation, url }) => ({
      id,
      name,
      tactic,
      relation,
      url,
    })),
    tests: page.tests.map(testPart),
    analytics: page.analytics.map(({ name, component, events, strategy }) => ({
      name,
      component,
      strategy,
      events: events.map(eventPart),
    })),
    totals: {
      rules: page.totals.corpus,
      byFormat: Object.fromEntries(page.totals.rules),
      countermeasures: page.totals.countermeasures,
      tests: page.totals.tests,
    },
    noise: { threshold: page.noiseThreshold },
  });
}

/** `total` and `byFormat` are of rules that count. */
function rulesPart({ rules, cover, leftOut }: TechniquePage) {
  const own = rules.filter(({ role }) => role === "own");
  return {
    total: own.length,
    ...strengthPart(cover),
    byFormat: Object.fromEntries(countFormats(own)),
    reference: rules.length - own.length,
    leftOut,
    noisy: own.filter(({ width }) => width.isNoisy).length,
  };
}

function relatedPart({ technique: { id, name }, rules, tests }: RelatedTechnique) {
  return { id, name, rules, tests };
}

function unwatchedPart({ event, elsewhere, strategies }: UnwatchedEvent) {
  return { ...eventPart(event), elsewhere, strategies };
}

function fieldPart({ field, rules, operators, values, samples }: FieldUse) {
  return {
    field: field ?? null,
    rules,
    operators: Object.fromEntries(operators.map((use) => [use.operator, use.rules])),
    values,
    samples,
  };
}

function indicatorUsePart({ indicator, here, reach, byFormat }: IndicatorUse) {
  return { ...indicatorPart(indicator), here, reach, byFormat: Object.fromEntries(byFormat) };
}

function listedPart({ analysed, role, width }: ListedRule) {
  const { key, title, format, path, line, lifecycle } = analysed.rule;
  return {
    key,
    title,
    format,
    path,
    line,
    lifecycle,
    role,
    techniques: analysed.techniques,
    width: width.reach ?? null,
    noisy: width.isNoisy,
  };
}
