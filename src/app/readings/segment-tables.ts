import { keyOfTest } from "../../analysis/indicators.ts";
import type { Lifecycle, LogSource, ReadingLevel } from "../../model/rule.ts";
import type { Event, FieldName, Indicator, IndicatorTable } from "../../model/snapshot.ts";
import type { FileReading } from "../read-file.ts";
import type { Columns, Head } from "./segment.ts";
import { findIn, keyOfText } from "./slots.ts";

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

/** The parts of a segment that all of its rules refer to. */
export interface SharedParts {
  readonly head: Head;
  readonly columns: Columns<Uint32Array>;
  /** One after the other, but for wide ones. */
  readonly texts: string;
}

/** What the numbers of a segment stand for; made when it is first asked for, and the same object from then on. */
export class SegmentTables implements IndicatorTable {
  readonly columns: Columns<Uint32Array>;
  readonly #head: Head;
  readonly #allTexts: string;
  readonly #events: readonly Event[];
  readonly #fieldNames: readonly FieldName[];
  readonly #texts: (string | undefined)[];
  readonly #indicators: (Indicator | undefined)[];
  readonly #prefixes: readonly string[];
  readonly #byField = new Map<string, readonly number[]>();
  readonly #textLists = new Map<number, readonly string[]>();
  readonly #eventLists = new Map<number, readonly Event[]>();

  constructor({ head, columns, texts }: SharedParts, same: SameEvents) {
    this.columns = columns;
    this.#head = head;
    this.#allTexts = texts;
    this.#events = inGroups(head.events, 3, ([provider = "", id = "", title = ""]) => same.of(provider, id, title));
    this.#fieldNames = inGroups(head.fieldNames, 2, ([name = "", field = ""]) => ({ name, field }));
    this.#prefixes = head.tests.map(([field, operator]) => keyOfTest(field ?? undefined, operator));
    this.#texts = new Array(columns.textEnds.length);
    this.#indicators = new Array(columns.indicatorTest.length);
  }

  text(position: number): string {
    const known = this.#texts[position];
    if (known !== undefined) return known;
    const { textEnds } = this.columns;
    const [begin, end] = [textEnds[position - 1] ?? 0, textEnds[position] ?? 0];
    const text = begin < end ? this.#allTexts.slice(begin, end) : (this.#head.wideTexts[position] ?? "");
    this.#texts[position] = text;
    return text;
  }

  /** Whether indicators can be looked up by what they are. */
  get isIndexed(): boolean {
    return this.columns.indicatorSlots.length > 0;
  }

  /** Of indicators. */
  get size(): number {
    return this.columns.indicatorTest.length;
  }

  get lists(): Uint32Array {
    return this.columns.lists;
  }

  get same(): Uint32Array {
    return this.columns.indicatorSame;
  }

  at(position: number): Indicator {
    return this.#indicators[position] ?? this.#indicator(position);
  }

  find(key: string): number | undefined {
    return findIn(this.columns.indicatorSlots, keyOfText(key), (position) => this.at(position).key === key);
  }

  ofField(field: string): readonly number[] {
    const known = this.#byField.get(field) ?? this.#testing(field);
    this.#byField.set(field, known);
    return known;
  }

  anchorsUnder(fileNumber: number): readonly number[] {
    const list = findIn(this.columns.anchorSlots, fileNumber);
    return list === undefined ? [] : this.#list(list);
  }

  /** A list of one content is one object. */
  textList(at: number): readonly string[] {
    const known = this.#textLists.get(at) ?? this.#list(at).map((position) => this.text(position));
    this.#textLists.set(at, known);
    return known;
  }

  /** As {@link textList}. */
  events(at: number): readonly Event[] {
    const known = this.#eventLists.get(at) ?? this.#list(at).map((position) => present(this.#events[position]));
    this.#eventLists.set(at, known);
    return known;
  }

  fieldNames(at: number): readonly FieldName[] {
    return this.#list(at).map((position) => present(this.#fieldNames[position]));
  }

  indicators(at: number): readonly Indicator[] {
    return this.#list(at).map((position) => this.at(position));
  }

  format(position: number): string {
    return present(this.#head.formats[position]);
  }

  language(position: number): string {
    return present(this.#head.languages[position]);
  }

  lifecycle(position: number): Lifecycle {
    return present(this.#head.lifecycles[position]);
  }

  readingLevel(position: number): ReadingLevel {
    return present(this.#head.readingLevels[position]);
  }

  logSource(position: number): LogSource {
    return present(this.#head.logSources[position]);
  }

  #list(at: number): number[] {
    const { lists } = this.columns;
    const list: number[] = [];
    const end = at + (lists[at] ?? 0);
    for (let position = at + 1; position <= end; position++) list.push(lists[position] ?? 0);
    return list;
  }

  #testing(field: string): readonly number[] {
    const isMeant = Uint8Array.from(this.#head.tests, ([name]) => Number((name ?? "").toLowerCase() === field));
    const { indicatorTest, indicatorSame } = this.columns;
    const numbers: number[] = [];
    for (let number = 0; number < indicatorTest.length; number++) {
      if (isMeant[indicatorTest[number] ?? 0] === 1 && indicatorSame[number] === number) numbers.push(number);
    }
    return numbers;
  }

  #indicator(position: number): Indicator {
    const { indicatorTest, indicatorValue, indicatorKey } = this.columns;
    const test = indicatorTest[position] ?? 0;
    const [field, operator] = present(this.#head.tests[test]);
    const value = this.text(indicatorValue[position] ?? 0);
    const ownKey = indicatorKey[position] ?? 0;
    const key = present(this.#prefixes[test]) + (ownKey === 0 ? value : this.text(ownKey - 1));
    const made = { field: field ?? undefined, operator, value, key };
    this.#indicators[position] = made;
    return made;
  }
}

function inGroups<Item>(texts: readonly string[], size: number, make: (group: readonly string[]) => Item): Item[] {
  return Array.from({ length: texts.length / size }, (_, index) => make(texts.slice(index * size, (index + 1) * size)));
}

function present<Item>(item: Item | undefined): Item {
  if (item === undefined) throw new Error("What was kept of the rules refers to what was not kept.");
  return item;
}
