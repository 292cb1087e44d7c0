import type { ComparedRule } from "../model/neighbours.ts";
import type { CodedIndicators, Indicator, IndicatorTable } from "../model/snapshot.ts";
import { fileNumbersFor, implies, type PreparedTest, prepareTest } from "./implied-tests.ts";

/** A rule with its place in a table, and its position in the corpus. */
export interface CodedMember {
  readonly coded: CodedIndicators & { readonly anchors: number };
  readonly position: number;
}

/** The rule's place in the table, where it has one with all that a {@link CodedGroup} needs of it. */
export function placeIn(table: IndicatorTable | undefined, { coded }: ComparedRule): CodedMember["coded"] | undefined {
  if (coded === undefined || coded.table !== table) return undefined;
  const { list, anchors } = coded;
  return anchors === undefined ? undefined : { table, list, anchors };
}

/**
 * Rules of one table that can be related, compared as numbers: most of them are never asked about, so that neither their
 * tests nor their anchors need be made.
 */
export class CodedGroup {
  readonly #members: readonly CodedMember[];
  readonly #table: IndicatorTable;
  readonly #prepared = new Map<number, PreparedTest>();
  /** By number: whether a rule of the group tests it. */
  readonly #isTested: Uint8Array;
  readonly #testedByField = new Map<string, readonly number[]>();

  constructor(members: readonly CodedMember[], table: IndicatorTable) {
    this.#members = members;
    this.#table = table;
    this.#isTested = new Uint8Array(table.size);
    for (const { coded } of members) this.#mark(coded.list);
  }

  /** Positions of the rules with an anchor that follows from one of some tests. */
  anchoredBy(tests: readonly Indicator[]): readonly number[] {
    const passed = new Uint8Array(this.#table.size);
    for (const test of tests) for (const number of this.#anchorsFrom(test)) passed[number] = 1;
    return this.#positionsWith(passed, ({ anchors }) => anchors);
  }

  /** How many tests of a field the rules have, each once, and how many of `others` they have not. */
  countOf(field: string, others: readonly Indicator[]): number {
    const more = others.filter(({ key }) => {
      const number = this.#table.find(key);
      return number === undefined || this.#isTested[number] === 0;
    });
    return this.#testsOf(field).length + more.length;
  }

  /** Positions of the rules with a test from which one of `asked` follows; or with one of these very tests. */
  testing(asked: readonly PreparedTest[], compare: "follows" | "same"): readonly number[] {
    const found = new Uint8Array(this.#table.size);
    const [field = ""] = asked.map((test) => test.field);
    const numbers =
      compare === "same"
        ? asked.flatMap(({ indicator }) => this.#table.find(indicator.key) ?? [])
        : this.#testsOf(field).filter((number) => asked.some((test) => this.#impliesAt(number, test)));
    for (const number of numbers) found[number] = 1;
    return this.#positionsWith(found, ({ list }) => list);
  }

  #mark(list: number): void {
    const { lists, same } = this.#table;
    const end = list + (lists[list] ?? 0);
    for (let at = list + 1; at <= end; at++) this.#isTested[same[lists[at] ?? 0] ?? 0] = 1;
  }

  #testsOf(field: string): readonly number[] {
    const known =
      this.#testedByField.get(field) ?? this.#table.ofField(field).filter((number) => this.#isTested[number] === 1);
    this.#testedByField.set(field, known);
    return known;
  }

  #anchorsFrom(test: Indicator): readonly number[] {
    const known = prepareTest(test);
    return [...fileNumbersFor(known)].flatMap((fileNumber) =>
      this.#table.anchorsUnder(fileNumber).filter((number) => {
        const asked = this.#preparedAt(number);
        return asked.field === known.field && implies(known, asked);
      }),
    );
  }

  /** Looked at as text first, for few are worth preparing. */
  #impliesAt(number: number, asked: PreparedTest): boolean {
    const { operator, value } = this.#table.at(number);
    if (asked.piece !== undefined && operator !== "wildcard") {
      const folded = value.toLowerCase();
      if (!asked.texts.every((text) => folded.includes(text))) return false;
    }
    return implies(this.#preparedAt(number), asked);
  }

  #preparedAt(number: number): PreparedTest {
    const known = this.#prepared.get(number) ?? prepareTest(this.#table.at(number));
    this.#prepared.set(number, known);
    return known;
  }

  #positionsWith(wanted: Uint8Array, listOf: (coded: CodedMember["coded"]) => number): readonly number[] {
    const { lists, same } = this.#table;
    const hasWanted = (list: number) => {
      const end = list + (lists[list] ?? 0);
      for (let at = list + 1; at <= end; at++) if (wanted[same[lists[at] ?? 0] ?? 0] === 1) return true;
      return false;
    };
    return this.#members.filter(({ coded }) => hasWanted(listOf(coded))).map(({ position }) => position);
  }
}
