import { addTo } from "../model/add-to.ts";
import type { Indicator } from "../model/snapshot.ts";
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
  const { operator, value } = indicator;
  const field = fieldName(indicator);
  const folded = value.toLowerCase();
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
    const file: FieldFile = this.#byField.get(prepared.field) ?? { byPiece: new Map(), lengths: new Set(), others: [] };
    this.#byField.set(prepared.field, file);
    const { piece } = prepared;
    if (piece === undefined) return void file.others.push(prepared);
    file.lengths.add(piece.length);
    addTo(file.byPiece, piece, prepared);
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
    for (const asked of candidatesIn(known, file)) {
      if (!implies(known, asked)) continue;
      for (const owner of this.#owners.get(asked.indicator.key) ?? []) owners.add(owner);
    }
    return [...owners];
  }
}

interface FieldFile {
  readonly byPiece: Map<string, PreparedTest[]>;
  /** Of the pieces. */
  readonly lengths: Set<number>;
  readonly others: PreparedTest[];
}

/** The rest of a longer value is not looked at, which can only miss a neighbour. */
const longestValue = 1_000;

function candidatesIn({ texts }: PreparedTest, { byPiece, lengths, others }: FieldFile): ReadonlySet<PreparedTest> {
  const candidates = new Set(others);
  for (const text of texts) {
    const end = Math.min(text.length, longestValue);
    for (const length of lengths) {
      for (let at = 0; at + length <= end; at++) {
        for (const candidate of byPiece.get(text.slice(at, at + length)) ?? []) candidates.add(candidate);
      }
    }
  }
  return candidates;
}
