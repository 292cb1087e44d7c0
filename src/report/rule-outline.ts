import { indicatorText } from "../model/indicator-text.ts";
import type { Claim, ReadingLevel, Rule } from "../model/rule.ts";
import type { AnalysedRule, Event } from "../model/snapshot.ts";
import { compareReach } from "./compare-reach.ts";
import type { NeighbourView, NeighbourViews, RuleView } from "./rule-view.ts";
import { formatWords } from "./words.ts";

/** What is known of a rule beside its logic, for every output that is read by people. Its words may be the author's. */
export interface RuleOutline {
  /** In order; none without words. */
  readonly facts: readonly Fact[];
  /** The most common first. */
  readonly indicators: readonly SharedIndicator[];
  readonly exclusions: readonly string[];
  /** Those that match the same first, then those that match more, those that match less, and similar ones. */
  readonly neighbours: readonly NeighbourLine[];
}

export interface NeighbourLine {
  readonly relation: string;
  readonly title: string;
  readonly path: string;
}

export interface Fact {
  readonly name: string;
  readonly words: readonly string[];
  /** Ids of techniques can be linked. */
  readonly kind: "text" | "techniques";
}

export interface SharedIndicator {
  readonly text: string;
  /** Other rules of the corpus that test it. */
  readonly others: number;
  /** The same by format: `172 sigma, 41 splunk`; empty where there are none. */
  readonly byFormat: string;
}

export function ruleOutline(view: RuleView): RuleOutline {
  return {
    facts: factsOf(view).filter(({ words }) => words.length > 0),
    indicators: sharedIndicators(view),
    exclusions: view.analysed.exclusions.map(indicatorText),
    neighbours: neighbourLines(view.neighbours),
  };
}

function factsOf({ analysed }: RuleView): readonly Fact[] {
  const { rule, reading, techniques, events } = analysed;
  return [
    fact("key", [rule.key]),
    fact("file", [`${rule.path}:${rule.line}`]),
    fact("written in", rule.language === rule.format ? [rule.format] : [rule.format, rule.language]),
    fact("lifecycle", [rule.lifecycle, ...countingWords(analysed)]),
    fact("severity", rule.severity === undefined ? [] : [rule.severity]),
    fact("log source", logSourceWords(rule)),
    { name: "techniques", words: techniques, kind: "techniques" },
    fact("not active", rule.techniques.filter(({ id }) => !techniques.includes(id)).map(claimWords)),
    fact("events", events.map(eventWords)),
    fact("read", readingWords[reading]),
  ];
}

function fact(name: string, words: readonly string[]): Fact {
  return { name, words, kind: "text" };
}

/** What is to be said of how it counts: nothing of a rule that counts like any other. */
function countingWords({ counted, weight, isHelper }: AnalysedRule): readonly string[] {
  if (counted) return weight === undefined || weight === 1 ? [] : [`weighs ${weight}`];
  return [isHelper ? "part of another rule" : "does not count"];
}

/** A rule that was read in full needs no words. */
const readingWords: Readonly<Record<ReadingLevel, readonly string[]>> = {
  full: [],
  partial: ["in part"],
  metadata: ["without its logic"],
};

function logSourceWords({ logSource: { product, category, service, tables } }: Rule): readonly string[] {
  return [product, category, service, ...tables].filter((word) => word !== undefined);
}

function claimWords({ id, line }: Claim): string {
  return `${id} (line ${line})`;
}

function eventWords({ provider, id, title }: Event): string {
  return title === "" ? `${provider} ${id}` : `${provider} ${id} (${title})`;
}

/** Of each relation; a rule that matches anything has half of the corpus within it. */
export const neighboursShown = 10;

function neighbourLines(neighbours: NeighbourViews): readonly NeighbourLine[] {
  return neighbourGroups(neighbours).flatMap(({ relation, neighbours: found }) =>
    found.slice(0, neighboursShown).map(({ title, path }) => ({ relation, title, path })),
  );
}

export interface NeighbourGroup {
  readonly relation: string;
  readonly neighbours: readonly NeighbourView[];
}

/** Those that match the same first, then those that match more, those that match less, and similar ones. */
export function neighbourGroups({
  duplicates,
  subsumedBy,
  subsumes,
  sharing,
}: NeighbourViews): readonly NeighbourGroup[] {
  return [
    { relation: "matches the same as", neighbours: duplicates },
    { relation: "matches only what is matched by", neighbours: subsumedBy },
    { relation: "matches all that is matched by", neighbours: subsumes },
    ...sharing.map((neighbour) => ({
      relation: `tests ${neighbour.indicators} of the same values as`,
      neighbours: [neighbour],
    })),
  ];
}

/** The rule itself is in the reach of each of its indicators. */
function sharedIndicators({ analysed, indicators }: RuleView): readonly SharedIndicator[] {
  return indicators.toSorted(compareReach).map(({ indicator, reach, byFormat }) => ({
    text: indicatorText(indicator),
    others: reach - 1,
    byFormat: formatWords(new Map(byFormat).set(analysed.rule.format, (byFormat.get(analysed.rule.format) ?? 1) - 1)),
  }));
}
