/** What a key of a selection asks for: `CommandLine|contains|all`, read once for all of its values. */
export interface FieldKey {
  /** As the author wrote it, modifiers and all. */
  readonly text: string;
  /** Undefined: the values are looked for in the whole event. */
  readonly field: string | undefined;
  /** What the modifiers make of a value; undefined where they are not known or do not go together in this order. */
  readonly kind: ValueKind | undefined;
  readonly isAll: boolean;
  readonly isNegated: boolean;
  readonly hasPlaceholders: boolean;
  /** Where in the field a text has to be; undefined: it is the whole field. */
  readonly shape: "contains" | "startswith" | "endswith" | undefined;
  /** In the author's order. */
  readonly transformations: readonly Transformation[];
  readonly comparison: "lt" | "lte" | "gt" | "gte" | undefined;
  /** The part of a time that is compared. */
  readonly timePart: TimePart | undefined;
  /** Strings fold case unless `cased`; expressions keep it unless `i` (rules specification, "General"). */
  readonly caseSensitive: boolean;
  /** `(?ms)` and the like, or nothing. */
  readonly regexFlags: string;
}

/**
 * - `plain`: as written, with wildcards;
 * - `text`: changed in some way that only texts can be, `wrapped`: and with wildcards around it;
 * - the others are what `re`, `cidr`, `fieldref`, `exists`, `lt` … and `minute` … make of a value.
 */
type ValueKind = "plain" | "text" | "wrapped" | "regex" | "network" | "reference" | "existence" | "number" | "time";

export type Transformation = (typeof transformations)[number];
const transformations = ["windash", "base64", "base64offset", "wide", "utf16le", "utf16be", "utf16"] as const;

type TimePart = (typeof timeParts)[number];
const timeParts = ["minute", "hour", "day", "week", "month", "year"] as const;

const comparisons = ["lt", "lte", "gt", "gte"] as const;

/** Reads a key by the modifiers appendix 2.1. An empty field name means the whole event. */
export function parseFieldKey(text: string): FieldKey {
  const [field = "", ...words] = text.split("|");
  const has = (word: string) => words.includes(word);
  const kind = kindAfter(words);
  return {
    text,
    field: field === "" ? undefined : field,
    kind,
    isAll: has("all"),
    isNegated: has("neq"),
    hasPlaceholders: has("expand"),
    shape: shapeOf(words),
    transformations: words.flatMap((word) => transformations.find((known) => known === word) ?? []),
    comparison: comparisons.find(has),
    timePart: timeParts.find(has),
    caseSensitive: kind === "regex" ? !(has("i") || has("ignorecase")) : has("cased"),
    regexFlags: flagsOf(has("m") || has("multiline"), has("s") || has("dotall")),
  };
}

/** Modifiers are applied in the order they stand in (rules specification, "Value Modifiers"). */
function kindAfter(words: readonly string[]): ValueKind | undefined {
  let kind: ValueKind | undefined = "plain";
  for (const word of words) {
    if (sameForAll.has(word)) continue;
    if (!Object.hasOwn(effects, word)) return undefined;
    kind = effects[word]?.[kind];
    if (kind === undefined) return undefined;
  }
  return kind;
}

/** They do not touch the values themselves. `expand` is settled before anything else: a placeholder can't be read. */
const sameForAll: ReadonlySet<string> = new Set(["all", "neq", "expand"]);

type Effect = Partial<Readonly<Record<ValueKind, ValueKind>>>;

const wrap: Effect = { plain: "wrapped", text: "wrapped", wrapped: "wrapped", regex: "regex", reference: "reference" };
const change: Effect = { plain: "text", text: "text", wrapped: "wrapped" };
/** Text with wildcards can't be encoded. */
const encode: Effect = { plain: "text", text: "text" };
const flag: Effect = { regex: "regex" };
const compare: Effect = { plain: "number", time: "number" };
const takePart: Effect = { plain: "time" };

/** What each modifier makes of each kind of value. Long spellings of flags are what engines take besides. */
const effects: Readonly<Record<string, Effect>> = {
  contains: wrap,
  startswith: wrap,
  endswith: wrap,
  windash: change,
  wide: change,
  utf16le: change,
  utf16be: change,
  utf16: change,
  cased: change,
  base64: encode,
  base64offset: encode,
  re: { plain: "regex" },
  i: flag,
  ignorecase: flag,
  m: flag,
  multiline: flag,
  s: flag,
  dotall: flag,
  cidr: { plain: "network" },
  fieldref: { plain: "reference", text: "reference" },
  exists: { plain: "existence" },
  lt: compare,
  lte: compare,
  gt: compare,
  gte: compare,
  minute: takePart,
  hour: takePart,
  day: takePart,
  week: takePart,
  month: takePart,
  year: takePart,
};

/** Wildcards before and after are wildcards around. */
function shapeOf(words: readonly string[]): FieldKey["shape"] {
  const hasStart = words.includes("startswith");
  const hasEnd = words.includes("endswith");
  if (words.includes("contains") || (hasStart && hasEnd)) return "contains";
  if (hasStart) return "startswith";
  return hasEnd ? "endswith" : undefined;
}

function flagsOf(isMultiline: boolean, dotIsAny: boolean): string {
  const letters = (isMultiline ? "m" : "") + (dotIsAny ? "s" : "");
  return letters === "" ? "" : `(?${letters})`;
}
