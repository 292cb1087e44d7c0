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

/** Reads the facts that a configuration asks for; `readBundle` reads a team's own STIX file. */
export async function loadKnowledge(
  config: Config,
  data: DataFolder,
  readBundle: (path: string) => Promise<string>,
): Promise<Knowledge> {
  const [catalogue, dictionaries] = await Promise.all([
    loadCatalogue(config, data, readBundle),
    loadDictionaries(config, data),
  ]);
  return { catalogue, ...dictionaries };
}

/** What a rule file is read with. */
export async function loadDictionaries(
  config: Pick<Config, "fields" | "events">,
  data: DataFolder,
): Promise<Omit<Knowledge, "catalogue">> {
  const own = JSON.stringify([config.fields, config.events]);
  const texts = [own];
  const recorded: DataFolder = {
    async read(path) {
      const text = await data.read(path);
      texts.push(text);
      return text;
    },
  };
  const [fields, events] = await Promise.all([loadFields(config, recorded), loadEvents(config, recorded)]);
  return { fields, events, fingerprint: blobId(Buffer.from(texts.sort().join("\u0000"))) };
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

/** The team's own entries come last, so that they win. */
async function loadFields({ fields }: Pick<Config, "fields">, data: DataFolder): Promise<FieldDictionary> {
  const { domains, rewrites }: FieldIndex = JSON.parse(await data.read("fields/index.json"));
  const texts = await Promise.all(domains.map(({ file }) => data.read(`fields/${file}`)));
  const shipped = texts.flatMap((text): readonly FieldEntry[] => JSON.parse(text));
  return createFieldDictionary([...shipped, ...fields], rewrites);
}

/** The team's own entries come first, so that they win. */
async function loadEvents({ events }: Pick<Config, "events">, data: DataFolder): Promise<EventMap> {
  const [map, facts] = await Promise.all([data.read("events/log-sources.json"), data.read("events/titles.json")]);
  const shipped: LogSourceMap = JSON.parse(map);
  const { titles }: { readonly titles: EventTitles } = JSON.parse(facts);
  const own = events.map((entry) => ({ when: [entry.when], events: entry.events }));
  return createEventMap({ ...shipped, entries: [...own, ...shipped.entries] }, withOwnTitles(titles, events));
}

function withOwnTitles(titles: EventTitles, entries: Config["events"]): EventTitles {
  const merged: Record<string, Record<string, string>> = { ...titles };
  for (const { provider, id, title } of entries.flatMap(({ events }) => events)) {
    if (title !== undefined) merged[provider] = { ...merged[provider], [id]: title };
  }
  return merged;
}
