import { indicatorsOf, keyOfTest } from "../../analysis/indicators.ts";
import type { RuleWithEvents } from "../../analysis/link.ts";
import type { RuleDigest } from "../../analysis/rule-digest.ts";
import type { Bytes } from "../../io/cache-folder.ts";
import type { LogSource, Rule } from "../../model/rule.ts";
import type { Event, FieldName, Indicator } from "../../model/snapshot.ts";
import type { RepositoryPath } from "../../model/source.ts";
import type { FileReading } from "../read-file.ts";
import { type Cards, type FileCard, lengthDigits, type RuleBody, type RuleCard } from "./segment.ts";

/** A reading that stands in a segment. */
export interface StoredReading {
  readonly path: RepositoryPath;
  /** What it depends on beside the path. */
  readonly version: string;
  /** Made anew at each call; its rules make what is not on their cards when it is first asked for. */
  readonly open: () => FileReading;
  readonly body: () => Uint8Array;
}

/** Makes each event the same object, whichever segment it is in. */
export class SameEvents {
  readonly #known = new Map<string, Event>();

  of(provider: string, id: string, title: string): Event {
    const name = `${provider}\u0000${id}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const event = { provider, id, title };
    this.#known.set(name, event);
    return event;
  }

  in(reading: FileReading): FileReading {
    const rules = reading.rules.map((entry) => ({
      ...entry,
      events: entry.events.map(({ provider, id, title }) => this.of(provider, id, title)),
    }));
    return { ...reading, rules };
  }
}

/** What a segment holds, in its order. The bytes must not change afterwards. */
export function readSegment(segment: Bytes, same: SameEvents): readonly StoredReading[] {
  const begin = lengthDigits + Number.parseInt(latin1(segment.subarray(0, lengthDigits)), 16);
  const cards: Cards = JSON.parse(latin1(segment.subarray(lengthDigits, begin)));
  const tables = new Tables(cards, same);
  let end = begin;
  return cards.files.map((card) => {
    const [path, version, , length] = card;
    const at = end;
    end += length;
    const body = () => segment.subarray(at, at + length);
    return { path, version, body, open: () => openReading(card, tables, body) };
  });
}

function latin1({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString("latin1");
}

class Tables {
  readonly #cards: Cards;
  readonly #prefixes: readonly string[];
  readonly #events: Event[] = [];
  readonly #fieldNames: FieldName[] = [];
  readonly #indicators: (Indicator | undefined)[];

  constructor(cards: Cards, same: SameEvents) {
    this.#cards = cards;
    this.#prefixes = cards.tests.map(([field, operator]) => keyOfTest(field ?? undefined, operator));
    this.#indicators = new Array<Indicator | undefined>(cards.values.length);
    const { events, fieldNames } = cards;
    for (let at = 0; at < fieldNames.length; at += 2) {
      this.#fieldNames.push({ name: fieldNames[at] ?? "", field: fieldNames[at + 1] ?? "" });
    }
    for (let at = 0; at < events.length; at += 3) {
      this.#events.push(same.of(events[at] ?? "", events[at + 1] ?? "", events[at + 2] ?? ""));
    }
  }

  events(positions: readonly number[]): readonly Event[] {
    return positions.flatMap((position) => this.#events[position] ?? []);
  }

  fieldNames(positions: readonly number[]): readonly FieldName[] {
    return positions.flatMap((position) => this.#fieldNames[position] ?? []);
  }

  logSource(position: number): LogSource {
    const found = this.#cards.logSources[position];
    if (found === undefined) throw new Error("What was kept of a rule lacks its log source.");
    return found;
  }

  indicators(positions: readonly number[]): readonly Indicator[] {
    return positions.map((position) => this.#indicators[position] ?? this.#indicator(position));
  }

  #indicator(position: number): Indicator {
    const { indicatorTests, tests, values, keys } = this.#cards;
    const test = indicatorTests[position] ?? 0;
    const [field, operator] = tests[test] ?? [null, "keyword"];
    const value = values[position] ?? "";
    const made = {
      field: field ?? undefined,
      operator,
      value,
      key: (this.#prefixes[test] ?? "") + (keys[position] || value),
    };
    this.#indicators[position] = made;
    return made;
  }
}

function openReading(card: FileCard, tables: Tables, body: () => Uint8Array): FileReading {
  const [path, , format, , values, rules, diagnostics = [], filters = []] = card;
  let bodies: readonly RuleBody[] | undefined;
  const bodyAt = (index: number): RuleBody => {
    bodies ??= parseBodies(body());
    const found = bodies[index];
    if (found === undefined) throw new Error(`What was kept of ${path} lacks a rule.`);
    return found;
  };
  return {
    format: format ?? undefined,
    rules: rules.map((rule, index) => openRule(rule, { path, tables, body: () => bodyAt(index) })),
    filters,
    diagnostics,
    values,
  };
}

function parseBodies(bytes: Uint8Array): readonly RuleBody[] {
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8"));
}

interface Place {
  readonly path: string;
  readonly tables: Tables;
  readonly body: () => RuleBody;
}

function openRule(card: RuleCard, place: Place): RuleWithEvents {
  const [, , , , , , reading, refersToRules, claimed, , events, indicators, anchors, , fieldNames] = card;
  const { tables } = place;
  const rule = new StoredRule(card, place);
  return {
    rule,
    events: tables.events(events),
    digest: new StoredDigest(rule, {
      indicators: tables.indicators(indicators),
      reading,
      refersToRules: refersToRules === 1,
      claimed,
      anchors: () => (anchors === 0 ? undefined : tables.indicators(anchors)),
      fieldNames: () => tables.fieldNames(fieldNames),
    }),
  };
}

/** What is not on its card is made when it is first asked for. Accessors of a class, for there are thousands of it. */
class StoredRule implements Rule {
  readonly key: Rule["key"];
  readonly name: Rule["name"];
  readonly format: Rule["format"];
  readonly language: Rule["language"];
  readonly path: Rule["path"];
  readonly line: Rule["line"];
  readonly lifecycle: Rule["lifecycle"];
  readonly helpers: Rule["helpers"];
  readonly logSource: Rule["logSource"];
  readonly #body: () => RuleBody;

  constructor(card: RuleCard, { path, tables, body }: Place) {
    const [key, name, format, language, line, lifecycle, , , , helpers, , , , logSource] = card;
    this.key = key;
    this.name = name ?? undefined;
    this.format = format;
    this.language = language;
    this.path = path;
    this.line = line;
    this.lifecycle = lifecycle;
    this.helpers = helpers;
    this.logSource = tables.logSource(logSource);
    this.#body = body;
  }

  get title() {
    return this.#body().title;
  }
  get severity() {
    return this.#body().severity;
  }
  get techniques() {
    return this.#body().techniques;
  }
  get tactics() {
    return this.#body().tactics;
  }
  get condition() {
    return this.#body().condition;
  }
  get related() {
    return this.#body().related;
  }
  get companions() {
    return this.#body().companions;
  }
}

/** What stands on a card of a digest; some of it is seldom asked for. */
interface DigestCard extends Omit<RuleDigest, "exclusions" | "anchors" | "fieldNames"> {
  readonly anchors: () => RuleDigest["anchors"];
  readonly fieldNames: () => RuleDigest["fieldNames"];
}

class StoredDigest implements RuleDigest {
  readonly indicators: RuleDigest["indicators"];
  readonly reading: RuleDigest["reading"];
  readonly refersToRules: boolean;
  readonly claimed: RuleDigest["claimed"];
  readonly #rule: Rule;
  readonly #anchors: DigestCard["anchors"];
  readonly #fieldNames: DigestCard["fieldNames"];
  #exclusions: readonly Indicator[] | undefined;

  constructor(rule: Rule, { indicators, reading, refersToRules, claimed, anchors, fieldNames }: DigestCard) {
    this.#rule = rule;
    this.indicators = indicators;
    this.reading = reading;
    this.refersToRules = refersToRules;
    this.claimed = claimed;
    this.#anchors = anchors;
    this.#fieldNames = fieldNames;
  }

  get anchors() {
    return this.#anchors();
  }

  get fieldNames() {
    return this.#fieldNames();
  }

  get exclusions() {
    this.#exclusions ??= indicatorsOf(this.#rule.condition).exclusions;
    return this.#exclusions;
  }
}
