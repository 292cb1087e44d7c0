import { type Catalogue, createCatalogue } from "../attack/catalogue.ts";
import { readStixBundle } from "../attack/stix.ts";
import { createEventMap, type EventMap } from "../canon/events.ts";
import { createFieldDictionary, type FieldDictionary, type FieldEntry, type FieldIndex } from "../canon/fields.ts";
import type { EventTitles } from "../canon/known-events.ts";
import type { LogSourceMap } from "../canon/log-source-map.ts";
import type { Config } from "../config/config.ts";
import type { DataFolder } from "../io/data-folder.ts";
import { blobId } from "../io/git/blob-id.ts";
import type { AttackData } from "../model/attack.ts";

/** What detcov knows of the world, the same for base and head: ATT&CK, fields and events. */
export interface Knowledge {
  readonly catalogue: Catalogue;
  readonly fields: FieldDictionary;
  readonly events: EventMap;
  /** Stands for all that `fields` and `events` say. */
  readonly fingerprint: string;
}

/** The dictionaries that come along, which the team's own entries are added to. */
export interface ShippedDictionaries {
  readonly fields: readonly FieldEntry[];
  readonly rewrites: FieldIndex["rewrites"];
  readonly logSources: LogSourceMap;
  readonly titles: EventTitles;
  /** Of the files that all of this stands in. */
  readonly texts: readonly string[];
}

/** Reads the facts that a configuration asks for; `readBundle` reads a team's own STIX file. */
export async function loadKnowledge(
  config: Config,
  data: DataFolder,
  readBundle: (path: string) => Promise<string>,
  shipped: Promise<ShippedDictionaries>,
): Promise<Knowledge> {
  const [catalogue, dictionaries] = await Promise.all([
    loadCatalogue(config, data, readBundle),
    loadDictionaries(config, shipped),
  ]);
  return { catalogue, ...dictionaries };
}

/** What a rule file is read with. */
export async function loadDictionaries(
  config: Pick<Config, "fields" | "events">,
  shipped: Promise<ShippedDictionaries>,
): Promise<Omit<Knowledge, "catalogue">> {
  const { fields, rewrites, logSources, titles, texts } = await shipped;
  // The team's own entries win: of fields the last one does, of events the first.
  const own = config.events.map((entry) => ({ when: [entry.when], events: entry.events }));
  const ownTexts = JSON.stringify([config.fields, config.events]);
  return {
    fields: createFieldDictionary([...fields, ...config.fields], rewrites),
    events: createEventMap(
      { ...logSources, entries: [...own, ...logSources.entries] },
      withOwnTitles(titles, config.events),
    ),
    fingerprint: blobId(Buffer.from([...texts, ownTexts].join("\u0000"))),
  };
}

/** Depends on no configuration, so that it can be begun before one is found. */
export async function readShippedDictionaries(data: DataFolder): Promise<ShippedDictionaries> {
  const [index, logSources, titles] = await Promise.all([
    data.read("fields/index.json"),
    data.read("events/log-sources.json"),
    data.read("events/titles.json"),
  ]);
  const { domains, rewrites }: FieldIndex = JSON.parse(index);
  const fields = await Promise.all(domains.map(({ file }) => data.read(`fields/${file}`)));
  const named: { readonly titles: EventTitles } = JSON.parse(titles);
  return {
    fields: fields.flatMap((text): readonly FieldEntry[] => JSON.parse(text)),
    rewrites,
    logSources: JSON.parse(logSources),
    titles: named.titles,
    texts: [index, logSources, titles, ...fields],
  };
}

async function loadCatalogue(
  { attack, count }: Config,
  data: DataFolder,
  readBundle: (path: string) => Promise<string>,
): Promise<Catalogue> {
  if (attack.kind === "bundle")
    return createCatalogue(readStixBundle(await readBundle(attack.path), attack.path), count);
  const version = attack.version;
  const facts: AttackData = JSON.parse(await data.read(`attack/enterprise-${version}.json`));
  return createCatalogue(facts, count);
}

function withOwnTitles(titles: EventTitles, entries: Config["events"]): EventTitles {
  const merged: Record<string, Record<string, string>> = { ...titles };
  for (const { provider, id, title } of entries.flatMap(({ events }) => events)) {
    if (title !== undefined) merged[provider] = { ...merged[provider], [id]: title };
  }
  return merged;
}
