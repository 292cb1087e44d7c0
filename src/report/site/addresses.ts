import { createHash } from "node:crypto";
import type { Technique } from "../../model/attack.ts";
import type { EventRules } from "../../model/event-rules.ts";
import type { FieldTests } from "../../model/field-tests.ts";
import type { Subject } from "../../model/prose.ts";
import type { AnalysedRule, Event } from "../../model/snapshot.ts";

/** What has a page. */
export interface Addressed {
  readonly rules: readonly AnalysedRule[];
  readonly events: readonly EventRules[];
  readonly fields: readonly FieldTests[];
  readonly techniques: readonly Technique[];
}

/** Indicators on one page of a field. */
export const indicatorsOnPage = 200;

/** Where in the site something has its page: a path from the root, perhaps with a fragment. */
export class Addresses {
  readonly #techniques = new Map<string, string>();
  readonly #rules = new Map<string, string>();
  readonly #places = new Map<string, string>();
  readonly #events = new Map<string, string>();
  readonly #fields = new Map<string, string>();
  readonly #indicators = new Map<string, string>();

  constructor({ rules, events, fields, techniques }: Addressed) {
    const names = new Names();
    for (const { id } of techniques) this.#techniques.set(id, `technique/${techniqueName(id, names)}.html`);
    for (const { rule } of rules) {
      const address = `rule/${names.take("rule", rule.key)}.html`;
      this.#rules.set(rule.key, address);
      this.#places.set(`${rule.path}:${rule.line}`, address);
      if (!this.#places.has(rule.path)) this.#places.set(rule.path, address);
    }
    for (const { event } of events)
      this.#events.set(eventKey(event), `event/${names.take("event", eventKey(event))}.html`);
    for (const { field, indicators } of fields) {
      const name = names.take("field", fieldKey(field));
      this.#fields.set(fieldKey(field), `field/${name}.html`);
      indicators.forEach(({ indicator }, index) => {
        this.#indicators.set(
          indicator.key,
          `field/${partName(name, Math.floor(index / indicatorsOnPage))}.html#i${index + 1}`,
        );
      });
    }
  }

  /** Undefined for one that has no page here. */
  technique(id: string): string | undefined {
    return this.#techniques.get(id);
  }

  /** The page of the rule that begins at a place, or of the first of a file. */
  place(path: string, line: number | undefined): string | undefined {
    return this.#places.get(line === undefined ? path : `${path}:${line}`);
  }

  subject(subject: Subject): string | undefined {
    switch (subject.kind) {
      case "rule":
        return this.#rules.get(subject.key);
      case "event":
        return this.#events.get(eventKey(subject));
      case "field":
        return this.#fields.get(fieldKey(subject.field));
      case "indicator":
        return this.#indicators.get(subject.key);
    }
  }
}

/** `commandline-…`, `commandline-….2`; `part` counts from 0. */
export function partName(name: string, part: number): string {
  return part === 0 ? name : `${name}.${part + 1}`;
}

function eventKey({ provider, id }: Pick<Event, "provider" | "id">): string {
  return `${provider}\u0000${id}`;
}

/** Fields are told apart without case, as indicators are. */
function fieldKey(field: string | undefined): string {
  return field === undefined ? "\u0000anywhere" : field.toLowerCase();
}

/** Ids are ATT&CK's, or those of a team's own bundle. */
function techniqueName(id: string, names: Names): string {
  return /^T\d{4}(?:\.\d{3})?$/.test(id) ? id : names.take("technique", id);
}

/** Names of files that stand for keys, each given once in its folder. */
export class Names {
  readonly #taken = new Set<string>();

  take(folder: string, key: string): string {
    const name = safeName(key);
    let free = name;
    for (let count = 2; this.#taken.has(`${folder}/${free}`); count++) free = `${name}-${count}`;
    this.#taken.add(`${folder}/${free}`);
    return free;
  }
}

/**
 * A name that is readable, and the same for the same key.
 *
 * Keys are what rule authors write. Only `a-z`, `0-9` and `-` survive of one, in lower case, for a system may not tell
 * cases apart; where that loses something, a hash of the whole key stands behind.
 */
function safeName(key: string): string {
  if (uuid.test(key) || (plainName.test(key) && !reserved.test(key))) return key;
  const words = key.toLowerCase().replace(/\.(?:ya?ml|toml|json|ndjson)$/, "");
  const readable = words
    .replace(/[^a-z0-9]+/g, "-")
    .slice(-32)
    .replace(/^-+|-+$/g, "");
  const hash = createHash("sha256").update(key, "utf16le").digest("hex").slice(0, 10);
  return readable === "" ? hash : `${readable}-${hash}`;
}

/** Nothing of it would be lost. Too short to be one of the names that end with a hash. */
const plainName = /^[a-z][a-z0-9_]{0,39}$/;

/** What Windows keeps for devices. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
