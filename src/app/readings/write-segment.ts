import { keyOfTest } from "../../analysis/indicators.ts";
import type { RuleWithEvents } from "../../analysis/link.ts";
import { digestOf } from "../../analysis/rule-digest.ts";
import type { Operator } from "../../model/condition.ts";
import type { LogSource } from "../../model/rule.ts";
import type { Event, FieldName, Indicator } from "../../model/snapshot.ts";
import type { RepositoryPath } from "../../model/source.ts";
import type { FileReading } from "../read-file.ts";
import { type Cards, type FileCard, lengthDigits, type RuleBody, type RuleCard } from "./segment.ts";

/** A reading, and what it is asked for by. */
export interface NamedReading {
  readonly path: RepositoryPath;
  /** What it depends on beside the path. */
  readonly version: string;
  readonly reading: FileReading;
  /** Its body as it stands in another segment; undefined: to be made. */
  readonly body: (() => Uint8Array) | undefined;
}

/** Equal readings in the same order give equal bytes. */
export function writeSegment(readings: readonly NamedReading[]): Uint8Array<ArrayBuffer> {
  const writer = new SegmentWriter();
  for (const reading of readings) writer.add(reading);
  return writer.bytes();
}

class SegmentWriter {
  readonly #events = new Map<string, number>();
  readonly #eventParts: string[] = [];
  readonly #fieldNames = new Map<string, number>();
  readonly #fieldNameParts: string[] = [];
  readonly #logSources = new Map<string, number>();
  readonly #logSourceParts: LogSource[] = [];
  readonly #tests = new Map<string, number>();
  readonly #testParts: (readonly [string | null, Operator])[] = [];
  readonly #indicators = new Map<string, number>();
  readonly #known = new Map<Indicator, number>();
  readonly #indicatorTests: number[] = [];
  readonly #values: string[] = [];
  readonly #keys: (string | 0)[] = [];
  readonly #files: FileCard[] = [];
  readonly #bodies: Uint8Array[] = [];
  #length = 0;

  add({ path, version, reading, body: known }: NamedReading): void {
    const { format, rules, filters, diagnostics, values } = reading;
    const body = known?.() ?? Buffer.from(JSON.stringify(rules.map(bodyOf)));
    const cards = rules.map((rule) => this.#cardOf(rule));
    const card = [path, version, format ?? null, body.length, values, cards] as const;
    if (filters.length > 0) this.#files.push([...card, diagnostics, filters]);
    else this.#files.push(diagnostics.length > 0 ? [...card, diagnostics] : card);
    this.#bodies.push(body);
    this.#length += body.length;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const cards = Buffer.from(
      inAscii({
        events: this.#eventParts,
        logSources: this.#logSourceParts,
        fieldNames: this.#fieldNameParts,
        tests: this.#testParts,
        indicatorTests: this.#indicatorTests,
        values: this.#values,
        keys: this.#keys,
        files: this.#files,
      }),
    );
    const head = Buffer.from(cards.length.toString(16).padStart(lengthDigits, "0"));
    const bytes = new Uint8Array(head.length + cards.length + this.#length);
    bytes.set(head);
    bytes.set(cards, head.length);
    let at = head.length + cards.length;
    for (const body of this.#bodies) {
      bytes.set(body, at);
      at += body.length;
    }
    return bytes;
  }

  #cardOf({ rule, events, digest = digestOf(rule) }: RuleWithEvents): RuleCard {
    const { key, name, format, language, line, lifecycle, helpers } = rule;
    const { reading, refersToRules, claimed, indicators, anchors, fieldNames } = digest;
    return [
      key,
      name ?? null,
      format,
      language,
      line,
      lifecycle,
      reading,
      refersToRules ? 1 : 0,
      claimed,
      helpers,
      events.map((event) => this.#positionOfEvent(event)),
      indicators.map((indicator) => this.#positionOf(indicator)),
      anchors?.map((indicator) => this.#positionOf(indicator)) ?? 0,
      this.#positionOfLogSource(rule.logSource),
      fieldNames.map((name) => this.#positionOfName(name)),
    ];
  }

  #positionOfEvent({ provider, id, title }: Event): number {
    const name = `${provider}\u0000${id}\u0000${title}`;
    const known = this.#events.get(name);
    if (known !== undefined) return known;
    const position = this.#events.size;
    this.#events.set(name, position);
    this.#eventParts.push(provider, id, title);
    return position;
  }

  #positionOfLogSource(logSource: LogSource): number {
    const name = JSON.stringify(logSource);
    const known = this.#logSources.get(name);
    if (known !== undefined) return known;
    const position = this.#logSourceParts.length;
    this.#logSources.set(name, position);
    this.#logSourceParts.push(logSource);
    return position;
  }

  #positionOfName({ name, field }: FieldName): number {
    const both = `${name}\u0000${field}`;
    const known = this.#fieldNames.get(both);
    if (known !== undefined) return known;
    const position = this.#fieldNames.size;
    this.#fieldNames.set(both, position);
    this.#fieldNameParts.push(name, field);
    return position;
  }

  #positionOf(indicator: Indicator): number {
    const seen = this.#known.get(indicator);
    if (seen !== undefined) return seen;
    const { field, operator, value, key } = indicator;
    const name = `${field}\u0000${operator}\u0000${value}`;
    const known = this.#indicators.get(name);
    if (known !== undefined) return known;
    const position = this.#indicators.size;
    this.#indicators.set(name, position);
    this.#known.set(indicator, position);
    const [test, ownKey] = [this.#positionOfTest(field, operator), key.slice(keyOfTest(field, operator).length)];
    this.#indicatorTests.push(test);
    this.#values.push(value);
    this.#keys.push(ownKey === value ? 0 : ownKey);
    return position;
  }

  #positionOfTest(field: string | undefined, operator: Operator): number {
    const name = `${field}\u0000${operator}`;
    const known = this.#tests.get(name);
    if (known !== undefined) return known;
    const position = this.#testParts.length;
    this.#tests.set(name, position);
    this.#testParts.push([field ?? null, operator]);
    return position;
  }
}

/** Text that has no other characters is read several times faster. */
function inAscii(cards: Cards): string {
  return JSON.stringify(cards).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function bodyOf({ rule }: RuleWithEvents): RuleBody {
  const { title, severity, techniques, tactics, condition, related, companions } = rule;
  return { title, severity, techniques, tactics, condition, related, companions };
}
