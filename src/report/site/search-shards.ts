import { compareText } from "../../model/order.ts";
import { ruleTitle } from "../rule-title.ts";
import { visible } from "../visible.ts";
import { cut } from "../words.ts";
import { fieldTitle } from "./field-pages.ts";
import { rulePath } from "./rule-rows.ts";
import type { PageKind, Site, SiteFile } from "./site.ts";

/**
 * What the search finds, in one small script for each pair of letters that a word begins with, so that a browser loads
 * what it needs and no server is asked: pages that are opened from a disk may load scripts, and nothing else.
 */
export const searchShards: PageKind = {
  name: "search",
  files: (site) => shardFiles(site),
};

/** The kind first: rule 0, technique 1, event 2, field 3, indicator 4. The script reads the same. */
type Entry =
  | readonly [0, title: string, file: string, format: string]
  | readonly [1, id: string, name: string, rules: number]
  | readonly [2, name: string, title: string, file: string, rules: number]
  | readonly [3, name: string, file: string, rules: number]
  | readonly [4, field: number, operator: string, value: string, rules: number, position: number];

/** Field names are written once in a shard; an indicator names its field by its place there. */
interface Shard {
  readonly fields: Map<number, number>;
  readonly entries: Entry[];
  indicators: number;
}

/** The most common come first; what is left out is on the pages of its field. */
const mostIndicators = 1500;

/** Of one text. */
const mostPrefixes = 10;

const longestValue = 120;

function* shardFiles(site: Site): Iterable<SiteFile> {
  const shards = new Shards();
  addNamed(site, shards);
  addIndicators(site, shards);
  for (const [prefix, shard] of shards.sorted()) {
    const fields = Array.from(shard.fields.keys(), (index) => fieldEntry(site, index));
    const data = JSON.stringify([fields, shard.entries]);
    yield {
      path: `search/${shardName(prefix)}.js`,
      text: `detcovShard(${JSON.stringify(shardName(prefix))},${data})\n`,
    };
  }
}

function addNamed(site: Site, shards: Shards): void {
  for (const { technique, rules, rulesBelow } of site.report.techniques) {
    const entry = [1, technique.id, technique.name, rules.length + rulesBelow.length] as const;
    shards.add(`${technique.id} ${technique.name}`, entry);
  }
  for (const { event, rules } of site.events) {
    const address = site.addresses.subject({ kind: "event", provider: event.provider, id: event.id }) ?? "";
    const name = shown(`${event.provider} ${event.id}`);
    shards.add(`${name} ${event.title}`, [2, name, shown(event.title), fileOf(address), rules.length]);
  }
  for (const field of site.fields) {
    const address = site.addresses.subject({ kind: "field", field: field.field }) ?? "";
    const names = field.names.slice(0, 5).map(({ name }) => name);
    const title = shown(fieldTitle(field));
    shards.add([title, ...names].join(" "), [3, title, fileOf(address), field.rules]);
  }
  for (const analysed of site.rules) {
    const { key, path, format } = analysed.rule;
    const name = ruleTitle(analysed.rule);
    const file = path.slice(path.lastIndexOf("/") + 1);
    shards.add(`${name} ${key.slice(0, 8)} ${file}`, [0, shown(name), fileOf(rulePath(site, analysed)), format]);
  }
}

/** The most common of all fields first. */
function addIndicators(site: Site, shards: Shards): void {
  const all = site.fields.flatMap(({ indicators }, field) =>
    indicators.map(({ indicator, rules }, index) => ({ indicator, field, rules: rules.length, position: index + 1 })),
  );
  all.sort((a, b) => b.rules - a.rules || a.field - b.field || a.position - b.position);
  for (const { indicator, field, rules, position } of all) {
    if (indicator.operator === "exists") continue;
    shards.addIndicator(indicator.value, { field, operator: indicator.operator, rules, position });
  }
}

interface FoundIndicator {
  readonly field: number;
  readonly operator: string;
  readonly rules: number;
  readonly position: number;
}

class Shards {
  readonly #shards = new Map<string, Shard>();

  add(text: string, entry: Entry): void {
    for (const prefix of prefixesOf(text)) this.#shard(prefix).entries.push(entry);
  }

  addIndicator(value: string, { field, operator, rules, position }: FoundIndicator): void {
    const text = shown(value);
    for (const prefix of prefixesOf(value)) {
      const shard = this.#shard(prefix);
      if (shard.indicators >= mostIndicators) continue;
      shard.indicators++;
      const place = shard.fields.get(field) ?? shard.fields.size;
      shard.fields.set(field, place);
      shard.entries.push([4, place, operator, text, rules, position]);
    }
  }

  sorted(): readonly (readonly [string, Shard])[] {
    return [...this.#shards].sort(([a], [b]) => compareText(a, b));
  }

  #shard(prefix: string): Shard {
    const shard = this.#shards.get(prefix) ?? { fields: new Map(), entries: [], indicators: 0 };
    this.#shards.set(prefix, shard);
    return shard;
  }
}

function shown(text: string): string {
  return cut(visible(text), longestValue);
}

function fieldEntry({ fields, addresses }: Site, index: number): readonly [string, string] {
  const field = fields[index];
  if (field === undefined) return ["", ""];
  return [shown(fieldTitle(field)), fileOf(addresses.subject({ kind: "field", field: field.field }) ?? "")];
}

/** `rule/abc.html` → `abc`. */
function fileOf(address: string): string {
  return address.slice(address.indexOf("/") + 1, -".html".length);
}

/** The first two letters of its words, each once. */
function prefixesOf(text: string): ReadonlySet<string> {
  const prefixes = new Set<string>();
  for (const [word] of text
    .slice(0, 400)
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}]{2,}/gu)) {
    prefixes.add(Array.from(word.slice(0, 4)).slice(0, 2).join(""));
    if (prefixes.size === mostPrefixes) break;
  }
  return prefixes;
}

/** `po`; what is not of the alphabet by its numbers. The script makes the same. */
function shardName(prefix: string): string {
  if (/^[a-z0-9]{2}$/.test(prefix)) return prefix;
  return `u${Array.from(prefix, (char) => (char.codePointAt(0) ?? 0).toString(16)).join("-")}`;
}
