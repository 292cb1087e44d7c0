import { addTo } from "../model/add-to.ts";
import type { Indicator } from "../model/snapshot.ts";
import { keyOfTest } from "./indicators.ts";
import { type Pattern, readWildcard } from "./pattern-containment.ts";
import { isNarrowerTest, type ValueTest } from "./value-test.ts";

/** An indicator made ready for being compared with many others, its case left aside. */
export interface PreparedTest {
  readonly indicator: Indicator;
  readonly field: string;
  readonly test: ValueTest;
  /** Texts that have to be in what passes it. */
  readonly texts: readonly string[];
  /**
   * The beginning of the longest of its texts: whatever the test follows from has it in a text of its own. Undefined
   * where no text says that: for numbers, networks, expressions.
   */
  readonly piece: string | undefined;
}

const pieceLength = 5;

export function prepareTest(indicator: Indicator): PreparedTest {
  const { operator } = indicator;
  const field = fieldName(indicator);
  const folded = foldedValue(indicator);
  const texts = operator === "wildcard" ? textsOf(readWildcard(folded)) : [folded];
  const [longest = ""] = texts.toSorted((a, b) => b.length - a.length);
  return {
    indicator,
    field,
    // Folded already: comparing as if case mattered spares doing it again.
    test: {
      predicate: { field: indicator.field === undefined ? undefined : field, operator, caseSensitive: true },
      value: folded,
    },
    texts,
    piece: textual.has(operator) && longest !== "" && !isNumber(folded) ? longest.slice(0, pieceLength) : undefined,
  };
}

/** The same for all spellings of an indicator. */
function foldedValue({ field, operator, value, key }: Indicator): string {
  const folded = value.toLowerCase();
  return operator === "equals" && isNumber(folded) ? key.slice(keyOfTest(field, operator).length) : folded;
}

/** The same for a field however it is spelled. */
export function fieldName({ field }: Pick<Indicator, "field">): string {
  return (field ?? "").toLowerCase();
}

const textual: ReadonlySet<string> = new Set([
  "equals",
  "contains",
  "starts_with",
  "ends_with",
  "basename",
  "keyword",
  "wildcard",
]);

/** Numbers may be spelled in several ways. */
function isNumber(value: string): boolean {
  return !Number.isNaN(Number(value));
}

/** The plain texts between what stands for other characters. */
function textsOf(pattern: Pattern): readonly string[] {
  const texts = [""];
  for (const part of pattern) {
    if (typeof part === "string") texts.push((texts.pop() ?? "") + part);
    else texts.push("");
  }
  return texts.filter((text) => text !== "");
}

/**
 * A number that a test is filed under, by its field and its piece; different ones may have the same. What
 * {@link implies} it is found by one of its {@link fileNumbersFor}.
 */
export function fileNumberOf({ field, piece = "" }: PreparedTest): number {
  return fileNumber(numberOf(field), piece.length, numberOf(piece));
}

/** The numbers that tests are filed under that may follow from a known one. */
export function fileNumbersFor({ field, texts }: PreparedTest): ReadonlySet<number> {
  const ofField = numberOf(field);
  const numbers = new Set([fileNumber(ofField, 0, 0)]);
  for (const text of texts) {
    const end = Math.min(text.length, longestValue);
    for (let begin = 0; begin < end; begin++) {
      const longest = Math.min(pieceLength, end - begin);
      let number = 0;
      for (let length = 1; length <= longest; length++) {
        number = nextNumber(number, text.charCodeAt(begin + length - 1));
        numbers.add(fileNumber(ofField, length, number));
      }
    }
  }
  return numbers;
}

function fileNumber(ofField: number, length: number, ofPiece: number): number {
  return (Math.imul(ofField + length, 0x01000193) ^ ofPiece) >>> 0;
}

/** Whether passing a test means to pass another one of the same field. */
export function implies(known: PreparedTest, asked: PreparedTest): boolean {
  if (known.indicator.key === asked.indicator.key) return true;
  // Seldom true, and cheap to ask beside laying one pattern over another.
  if (asked.piece !== undefined && !asked.texts.every((text) => known.texts.some((other) => other.includes(text))))
    return false;
  return isNarrowerTest(known.test, asked.test);
}

/**
 * Finds which of many tests follow from one: `contains -enc` from `contains " -enc SQB"`.
 *
 * A test is filed under its piece, so that the search looks at the few that share a piece and not at all of them. It
 * takes time in the length of the value and the number of what is found.
 */
export class ImpliedTests {
  readonly #byField = new Map<string, FieldFile>();
  readonly #owners = new Map<string, number[]>();
  /** What many rules test is asked for by each of them. */
  readonly #found = new Map<string, readonly number[]>();

  /** `owner` is the position of a rule. */
  add(indicator: Indicator, owner: number): void {
    const isKnown = this.#owners.has(indicator.key);
    addTo(this.#owners, indicator.key, owner);
    this.#found.clear();
    if (isKnown) return;
    const prepared = prepareTest(indicator);
    const file = this.#byField.get(prepared.field) ?? new FieldFile();
    this.#byField.set(prepared.field, file);
    file.add(prepared);
  }

  /** Owners of tests that are the same or follow from it, each once. */
  ownersOfImplied(indicator: Indicator): readonly number[] {
    const found = this.#found.get(indicator.key) ?? this.#ownersOf(indicator);
    this.#found.set(indicator.key, found);
    return found;
  }

  #ownersOf(indicator: Indicator): readonly number[] {
    const file = this.#byField.get(fieldName(indicator));
    if (file === undefined) return [];
    const known = prepareTest(indicator);
    const owners = new Set<number>();
    for (const asked of file.candidates(known)) {
      if (!implies(known, asked)) continue;
      for (const owner of this.#owners.get(asked.indicator.key) ?? []) owners.add(owner);
    }
    return [...owners];
  }
}

/** The rest of a longer value is not looked at, which can only miss a neighbour. */
const longestValue = 1_000;

/** The tests of one field. */
class FieldFile {
  /** By the length of the piece, then by its number: two pieces may have one. */
  readonly #byPiece: (Map<number, PreparedTest[]> | undefined)[] = [];
  readonly #others: PreparedTest[] = [];

  add(prepared: PreparedTest): void {
    const { piece } = prepared;
    if (piece === undefined) return void this.#others.push(prepared);
    const ofLength = this.#byPiece[piece.length] ?? new Map<number, PreparedTest[]>();
    this.#byPiece[piece.length] = ofLength;
    addTo(ofLength, numberOf(piece), prepared);
  }

  /** Tests that may follow from a known one. */
  candidates({ texts }: PreparedTest): ReadonlySet<PreparedTest> {
    const candidates = new Set(this.#others);
    for (const text of texts) {
      const end = Math.min(text.length, longestValue);
      for (let at = 0; at < end; at++) this.#collect(text, { at, end }, candidates);
    }
    return candidates;
  }

  /** Tests whose piece begins at a place of a text; the number of each length follows from that of the one before. */
  #collect(text: string, { at, end }: { readonly at: number; readonly end: number }, into: Set<PreparedTest>): void {
    const longest = Math.min(this.#byPiece.length - 1, end - at);
    let number = 0;
    for (let length = 1; length <= longest; length++) {
      number = nextNumber(number, text.charCodeAt(at + length - 1));
      const found = this.#byPiece[length]?.get(number);
      if (found !== undefined) for (const candidate of found) into.add(candidate);
    }
  }
}

function numberOf(text: string): number {
  let number = 0;
  for (let at = 0; at < text.length; at++) number = nextNumber(number, text.charCodeAt(at));
  return number;
}

/** Of a piece whose beginning has the number `before`. */
function nextNumber(before: number, unit: number): number {
  return (Math.imul(before, 31) + unit) & 0x3fff_ffff;
}
