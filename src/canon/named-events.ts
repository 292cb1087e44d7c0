import type { Condition } from "../model/condition.ts";
import type { Event } from "../model/snapshot.ts";
import { visitLeaves } from "../model/visit-leaves.ts";
import { foldedId, type KnownEvents } from "./known-events.ts";
import type { LogSourceMap, NamedEvents } from "./log-source-map.ts";

/** Makes a function that finds the events that a condition names, in no order and perhaps twice. */
export function findNamedEvents(
  named: NamedEvents,
  map: LogSourceMap,
  known: KnownEvents,
): (condition: Condition) => readonly Event[] {
  const { fields, objectFields = [], providerFields = [] } = named;
  const nameOf = nameFinder(named);
  const providerOf = providerFinder(named);
  const idsIn = (condition: Condition) => {
    const names = firstFilled(fields, condition).flatMap((value) => nameOf(value) ?? []);
    const objects = firstFilled(objectFields, condition);
    if (objects.length === 0 || names.length * objects.length > maximalPairs) return names;
    return names.flatMap((name) => objects.map((object) => `${name} ${object}`));
  };
  const providersIn = (condition: Condition) =>
    firstFilled(providerFields, condition).map((text) => providerName(text, map));
  const eventsIn = (condition: Condition): readonly Event[] => {
    const ids = idsIn(condition);
    const providers = providersIn(condition);
    const isOpen = providers.length === 0 || ids.length * providers.length > maximalPairs;
    return ids.flatMap((id) => (isOpen ? providerOf(id) : providers).map((provider) => known.of(provider, id)));
  };
  const isNaming = (part: Condition) => idsIn(part).length > 0 && providersIn(part).length > 0;
  return (condition) => {
    const isAmbiguous = providersIn(condition).length > 1;
    return isAmbiguous ? branchesOf(condition, isNaming).flatMap(eventsIn) : eventsIn(condition);
  };
}

/** Far more than a rule pairs on purpose; two lists of thousands would be millions of events. */
const maximalPairs = 1000;

/**
 * The branches of a condition where each names who and what: (A and 1) or (B and 2) is not (A or B) and (1 or 2).
 * The condition itself where its names belong to no single branch.
 */
function branchesOf(condition: Condition, isNaming: (part: Condition) => boolean): readonly Condition[] {
  if (condition.kind === "any") {
    return condition.of.every(isNaming) ? condition.of.flatMap((part) => branchesOf(part, isNaming)) : [condition];
  }
  const [only, ...others] = condition.kind === "all" ? condition.of.filter(isNaming) : [];
  return only === undefined || others.length > 0 ? [condition] : branchesOf(only, isNaming);
}

/** Of the fields the first that the condition tests: the values that a positive predicate compares it with. */
function firstFilled(fields: readonly string[], condition: Condition): readonly string[] {
  for (const field of fields) {
    const values = equalsValues(condition, field.toLowerCase());
    if (values.length > 0) return values;
  }
  return [];
}

/** In order of appearance. */
function equalsValues(condition: Condition, name: string): readonly string[] {
  const values = new Set<string>();
  visitLeaves(condition, (leaf, polarity) => {
    if (leaf.kind !== "predicate" || polarity === "negative" || leaf.operator !== "equals") return;
    if (leaf.field?.toLowerCase() !== name && leaf.nativeField?.toLowerCase() !== name) return;
    for (const value of leaf.values) values.add(value);
  });
  return [...values];
}

/** What a value stands for; undefined where it is no id. */
function nameFinder({ ids = {}, except = [] }: NamedEvents): (value: string) => string | undefined {
  const names = new Map(Object.entries(ids).map(([value, id]) => [foldedId(value), id]));
  const others = new Set(except.map(foldedId));
  return (value) => (others.has(foldedId(value)) ? undefined : (names.get(foldedId(value)) ?? value));
}

/** The providers of an id, of which there is at most one. */
function providerFinder({ provider, providers = {} }: NamedEvents): (id: string) => readonly string[] {
  const others = new Map<string, string>();
  const ranges: { readonly from: number; readonly to: number; readonly name: string }[] = [];
  for (const [name, ids] of Object.entries(providers)) {
    for (const id of ids) {
      const [, from, to] = /^(\d+)-(\d+)$/.exec(id) ?? [];
      if (from === undefined) others.set(foldedId(id), name);
      else ranges.push({ from: Number(from), to: Number(to), name });
    }
  }
  return (id) => {
    const number = /^\d+$/.test(id) ? Number(id) : Number.NaN;
    const range = ranges.find(({ from, to }) => from <= number && number <= to);
    const name = others.get(foldedId(id)) ?? range?.name ?? provider;
    return name === undefined ? [] : [name];
  };
}

function providerName(text: string, { providerPrefixes, providerAliases }: LogSourceMap): string {
  const prefix = providerPrefixes.find((known) => text.toLowerCase().startsWith(known.toLowerCase()));
  const name = prefix === undefined ? text : text.slice(prefix.length);
  const alias = Object.entries(providerAliases).find(([known]) => known.toLowerCase() === name.toLowerCase());
  return alias === undefined ? name : alias[1];
}
