import { indicatorText } from "../model/indicator-text.ts";
import { type Prose, type ProsePart, type Quote, quote, say } from "../model/prose.ts";
import { joinProse } from "../model/prose-list.ts";
import type { Event, Indicator } from "../model/snapshot.ts";
import type { TechniqueProfile } from "../model/technique-profile.ts";
import { groupIndicators } from "./indicator-groups.ts";
import type { PageColumn, PageSection } from "./page-outline.ts";
import { cut, formatWords, plural, thousands } from "./words.ts";

/** What some rules have in common, and how many there are. */
export interface ProfiledRules extends Pick<TechniqueProfile, "events" | "fields" | "indicators" | "exclusions"> {
  readonly rules: readonly unknown[];
  readonly noiseThreshold: number;
  readonly totals: { readonly corpus: number };
  /** What the rules are for or have in common: `this technique`. */
  readonly subject: string;
}

export function left(title: string): PageColumn {
  return { title, align: "left" };
}

export function right(title: string): PageColumn {
  return { title, align: "right" };
}

export function sentence(text: string): Prose {
  return [{ kind: "sentence", text }];
}

/** A table of the first rows; only those are described. */
export function table<Item>(
  head: Pick<PageSection, "title" | "lead" | "columns">,
  items: readonly Item[],
  { most, row }: { readonly most: number; readonly row: (item: Item) => readonly Prose[] },
): PageSection {
  return { ...head, rows: items.slice(0, most).map(row), more: Math.max(0, items.length - most) };
}

export function eventSection({ events }: Pick<ProfiledRules, "events">, most: number): PageSection {
  const columns = [left("Event"), left("Title"), right("Rules")];
  const ordered = events.toSorted((a, b) => b.rules - a.rules);
  return table({ title: `Events covered: ${thousands(events.length)}`, lead: [], columns }, ordered, {
    most,
    row: ({ event, rules }) => [eventProse(event), sentence(event.title), [thousands(rules)]],
  });
}

export function eventProse({ provider, id }: Pick<Event, "provider" | "id">): Prose {
  return [quote(`${provider} ${id}`, { kind: "event", provider, id })];
}

/** Longer values say no more. */
const sampleLength = 57;

export function fieldSection({ fields, rules, subject }: ProfiledRules, most: number): PageSection {
  const lead = [
    `${plural(fields.length, "field")} in the ${plural(rules.length, "rule")} for ${subject}, by how many rules test them.`,
  ];
  const columns = [left("Field"), right("Rules"), left("How"), left("Samples")];
  return table({ title: "Fields tested most", lead: [lead], columns }, fields, {
    most,
    row: ({ field, rules: count, operators, samples }) => [
      [fieldPart(field)],
      [thousands(count)],
      [operators.map((use) => `${use.operator} ${thousands(use.rules)}`).join(", ")],
      joinProse(samples.map((sample) => [quote(cut(sample, sampleLength))])),
    ],
  });
}

export function indicatorSection(
  { indicators, noiseThreshold, totals, subject }: ProfiledRules,
  most: number,
): PageSection {
  const lead = [
    `${plural(indicators.length, "indicator")}. Here: rules for ${subject} that test it; reach: rules of the whole corpus. ` +
      `What ${thousands(noiseThreshold)} or more test is common: it needs another condition beside it.`,
  ];
  const columns = [left("Indicator"), right("Here"), right("Reach"), left("By format")];
  return table({ title: "Top indicators", lead: [lead], columns }, groupIndicators(indicators, totals.corpus), {
    most,
    row: ({ first: { indicator, here, reach, byFormat }, others }) => [
      say`${indicatorQuote(indicator)}${otherValues(others)}`,
      [thousands(here)],
      [thousands(reach)],
      sentence(formatWords(byFormat)),
    ],
  });
}

const valuesShown = 3;

function otherValues(others: readonly Indicator[]): Prose {
  const shown = others
    .slice(0, valuesShown)
    .map(({ key, value }) => say` or ${quote(cut(value, sampleLength), { kind: "indicator", key })}`);
  const more = others.length - shown.length;
  return [...shown.flat(), ...(more > 0 ? [` and ${thousands(more)} more`] : [])];
}

export function exclusionSection({ exclusions }: Pick<ProfiledRules, "exclusions">, most: number): PageSection {
  const lead = ["What the rules leave out: where false positives were met."];
  return table({ title: "Exclusions", lead: [lead], columns: [left("Exclusion"), right("Rules")] }, exclusions, {
    most,
    row: ({ indicator, rules }) => [[quote(indicatorText(shortened(indicator)))], [thousands(rules)]],
  });
}

/** An exclusion has no reach, and so no page. */
function indicatorQuote(indicator: Indicator): Quote {
  return quote(indicatorText(shortened(indicator)), { kind: "indicator", key: indicator.key });
}

function shortened(indicator: Indicator): Indicator {
  return { ...indicator, value: cut(indicator.value, 120) };
}

function fieldPart(field: string | undefined): ProsePart {
  const about = { kind: "field", field } as const;
  return field === undefined ? { kind: "sentence", text: "anywhere", about } : quote(field, about);
}
