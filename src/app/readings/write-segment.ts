import { fileNumberOf, prepareTest } from "../../analysis/implied-tests.ts";
import { keyOfTest } from "../../analysis/indicators.ts";
import type { RuleWithEvents } from "../../analysis/link.ts";
import { digestOf } from "../../analysis/rule-digest.ts";
import { addTo } from "../../model/add-to.ts";
import type { Operator } from "../../model/condition.ts";
import type { Lifecycle, LogSource, ReadingLevel } from "../../model/rule.ts";
import type { Event, FieldName, Indicator } from "../../model/snapshot.ts";
import type { RepositoryPath } from "../../model/source.ts";
import type { FileReading } from "../read-file.ts";
import { type FileOthers, type Head, headDigits, perColumn, type RuleBody } from "./segment.ts";
import { keyOfText, slotsOf } from "./slots.ts";

/** A reading, and what it is asked for by. */
export interface NamedReading {
  readonly path: RepositoryPath;
  /** What it depends on beside the path. */
  readonly version: string;
  readonly reading: FileReading;
  /** Its body as it stands in another segment; undefined: to be made. */
  readonly body: (() => Uint8Array) | undefined;
}

/**
 * Equal readings in the same order give equal bytes.
 *
 * @param use a segment that is kept has tables to look indicators up in, which are no help where a few files are handed over
 */
export function writeSegment(
  readings: readonly NamedReading[],
  use: "kept" | "handed-over" = "kept",
): Uint8Array<ArrayBuffer> {
  const writer = new SegmentWriter();
  for (const reading of readings) writer.add(reading);
  if (use === "kept") writer.index();
  return writer.bytes();
}

class SegmentWriter {
  readonly #columns = perColumn((): number[] => []);
  readonly #texts: string[] = [];
  readonly #textAt = new Map<string, number>();
  #textsLength = 0;
  readonly #wideTexts: Record<string, string> = {};
  readonly #listAt = new Map<string, number>();
  readonly #formats = new Positions<string>();
  readonly #languages = new Positions<string>();
  readonly #lifecycles = new Positions<Lifecycle>();
  readonly #readingLevels = new Positions<ReadingLevel>();
  readonly #events = new Positions<readonly [provider: string, id: string, title: string]>();
  readonly #fieldNames = new Positions<readonly [name: string, field: string]>();
  readonly #logSources = new Positions<LogSource>();
  readonly #tests = new Positions<readonly [field: string | null, operator: Operator]>();
  readonly #indicators: Indicator[] = [];
  readonly #indicatorAt = new Map<Indicator, number>();
  /** The first with each key. */
  readonly #firstWith = new Map<string, number>();
  /** The next one with the same key, spelled in another way. */
  readonly #nextSpelled = new Map<number, number>();
  readonly #others: Record<string, FileOthers> = {};
  readonly #bodies: Uint8Array[] = [];
  #bodiesLength = 0;
  #rules = 0;

  add({ path, version, reading, body: known }: NamedReading): void {
    const { format, rules, filters, diagnostics, values } = reading;
    const body = known?.() ?? Buffer.from(JSON.stringify(rules.map(bodyOf)));
    const position = this.#bodies.push(body) - 1;
    this.#bodiesLength += body.length;
    if (filters.length + diagnostics.length > 0) this.#others[position] = { diagnostics, filters };
    for (const rule of rules) this.#addRule(rule);
    this.#rules += rules.length;
    const columns = this.#columns;
    columns.filePath.push(this.#ownText(path));
    columns.fileVersion.push(this.#ownText(version));
    columns.fileFormat.push(format === undefined ? 0 : this.#formats.of(format, format) + 1);
    columns.fileBodyEnd.push(this.#bodiesLength);
    columns.fileValues.push(values);
    columns.fileRulesEnd.push(this.#rules);
  }

  index(): void {
    this.#indexIndicators();
    this.#indexAnchors();
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const [numbers, ranges] = this.#numbers();
    const head: Head = {
      columns: ranges,
      columnsLength: numbers.length,
      textsLength: this.#textsLength,
      wideTexts: this.#wideTexts,
      formats: this.#formats.items,
      languages: this.#languages.items,
      lifecycles: this.#lifecycles.items,
      readingLevels: this.#readingLevels.items,
      events: this.#events.items.flat(),
      logSources: this.#logSources.items,
      fieldNames: this.#fieldNames.items.flat(),
      tests: this.#tests.items,
      others: this.#others,
    };
    const headBytes = Buffer.from(JSON.stringify(head));
    const parts = [
      Buffer.from(headBytes.length.toString(16).padStart(headDigits, "0")),
      headBytes,
      new Uint8Array(numbers.buffer),
      Buffer.from(this.#texts.join(""), "latin1"),
      ...this.#bodies,
    ];
    const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  #indexIndicators(): void {
    const slots = slotsOf(Array.from(this.#firstWith, ([key, position]) => [keyOfText(key), position] as const));
    for (const slot of slots) this.#columns.indicatorSlots.push(slot);
  }

  /** Each anchor once, however it is spelled. */
  #indexAnchors(): void {
    const { lists, ruleAnchors, indicatorSame, anchorSlots } = this.#columns;
    const anchors = new Set<number>();
    for (const list of ruleAnchors) {
      if (list === 0) continue;
      for (let at = list; at < list + (lists[list - 1] ?? 0); at++) anchors.add(indicatorSame[lists[at] ?? 0] ?? 0);
    }
    const files = new Map<number, number[]>();
    for (const anchor of anchors) {
      const indicator = this.#indicators[anchor];
      if (indicator !== undefined) addTo(files, fileNumberOf(prepareTest(indicator)), anchor);
    }
    const slots = slotsOf(Array.from(files, ([number, filed]) => [number, this.#list(filed)] as const));
    for (const slot of slots) anchorSlots.push(slot);
  }

  #numbers(): readonly [numbers: Uint32Array, ranges: Head["columns"]] {
    const columns = Object.entries(this.#columns);
    const numbers = new Uint32Array(columns.reduce((sum, [, { length }]) => sum + length, 0));
    let end = 0;
    const ranges = columns.map(([name, column]): [string, [number, number]] => {
      const begin = end;
      numbers.set(column, begin);
      end += column.length;
      return [name, [begin, end]];
    });
    return [numbers, Object.fromEntries(ranges)];
  }

  #addRule({ rule, events, digest = digestOf(rule) }: RuleWithEvents): void {
    const { anchors } = digest;
    const columns = this.#columns;
    columns.ruleKey.push(this.#ownText(rule.key));
    columns.ruleName.push(rule.name === undefined ? 0 : this.#ownText(rule.name) + 1);
    columns.ruleFormat.push(this.#formats.of(rule.format, rule.format));
    columns.ruleLanguage.push(this.#languages.of(rule.language, rule.language));
    columns.ruleLine.push(rule.line);
    columns.ruleLifecycle.push(this.#lifecycles.of(rule.lifecycle, rule.lifecycle));
    columns.ruleReading.push(this.#readingLevels.of(digest.reading, digest.reading));
    columns.ruleRefers.push(Number(digest.refersToRules));
    columns.ruleClaimed.push(this.#sharedList(digest.claimed.map((claim) => this.#sharedText(claim))));
    columns.ruleHelpers.push(this.#sharedList(rule.helpers.map((helper) => this.#sharedText(helper))));
    columns.ruleEvents.push(this.#sharedList(events.map((event) => this.#event(event))));
    columns.ruleIndicators.push(this.#list(digest.indicators.map((indicator) => this.#indicator(indicator))));
    columns.ruleAnchors.push(anchors === undefined ? 0 : this.#list(anchors.map((test) => this.#indicator(test))) + 1);
    columns.ruleLogSource.push(this.#logSources.of(rule.logSource, JSON.stringify(rule.logSource)));
    columns.ruleFieldNames.push(this.#sharedList(digest.fieldNames.map((name) => this.#fieldName(name))));
  }

  /** Equal texts stand once. */
  #sharedText(text: string): number {
    const known = this.#textAt.get(text) ?? this.#ownText(text);
    this.#textAt.set(text, known);
    return known;
  }

  #ownText(text: string): number {
    const { textEnds } = this.#columns;
    if (/[^\0-\xff]/.test(text)) {
      this.#wideTexts[textEnds.length] = text;
    } else {
      this.#texts.push(text);
      this.#textsLength += text.length;
    }
    return textEnds.push(this.#textsLength) - 1;
  }

  /** Equal lists stand once. */
  #sharedList(items: readonly number[]): number {
    const name = items.join();
    const known = this.#listAt.get(name) ?? this.#list(items);
    this.#listAt.set(name, known);
    return known;
  }

  #list(items: readonly number[]): number {
    const { lists } = this.#columns;
    const position = lists.push(items.length) - 1;
    for (const item of items) lists.push(item);
    return position;
  }

  #event({ provider, id, title }: Event): number {
    return this.#events.of([provider, id, title], `${provider}\0${id}\0${title}`);
  }

  #fieldName({ name, field }: FieldName): number {
    return this.#fieldNames.of([name, field], `${name}\0${field}`);
  }

  #indicator(indicator: Indicator): number {
    const known = this.#indicatorAt.get(indicator) ?? this.#spelled(indicator) ?? this.#addIndicator(indicator);
    this.#indicatorAt.set(indicator, known);
    return known;
  }

  /** Position of the indicator in this very spelling. */
  #spelled({ key, field, value }: Indicator): number | undefined {
    let position = this.#firstWith.get(key);
    while (position !== undefined) {
      const known = this.#indicators[position];
      if (known?.field === field && known?.value === value) return position;
      position = this.#nextSpelled.get(position);
    }
    return undefined;
  }

  #addIndicator(indicator: Indicator): number {
    const { field, operator, value, key } = indicator;
    const position = this.#indicators.push(indicator) - 1;
    const first = this.#firstWith.get(key);
    if (first === undefined) this.#firstWith.set(key, position);
    else this.#nextSpelled.set(this.#lastSpelled(first), position);
    const ownKey = key.slice(keyOfTest(field, operator).length);
    const columns = this.#columns;
    columns.indicatorTest.push(this.#tests.of([field ?? null, operator], `${field}\0${operator}`));
    columns.indicatorValue.push(this.#ownText(value));
    columns.indicatorKey.push(ownKey === value ? 0 : this.#ownText(ownKey) + 1);
    columns.indicatorSame.push(first ?? position);
    return position;
  }

  #lastSpelled(position: number): number {
    let last = position;
    for (let next = this.#nextSpelled.get(last); next !== undefined; next = this.#nextSpelled.get(last)) last = next;
    return last;
  }
}

/** Things that numbers stand for, each once, in the order of their first use. */
class Positions<Item> {
  readonly #known = new Map<string, number>();
  readonly items: Item[] = [];

  /** Equal items have equal names. */
  of(item: Item, name: string): number {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const position = this.items.push(item) - 1;
    this.#known.set(name, position);
    return position;
  }
}

function bodyOf({ rule }: RuleWithEvents): RuleBody {
  const { title, severity, techniques, tactics, condition, related, companions } = rule;
  return { title, severity, techniques, tactics, condition, related, companions };
}
