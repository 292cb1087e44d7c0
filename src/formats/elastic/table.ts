/** A table of TOML or an object of JSON, of which nothing is known yet. */
export type Table = Readonly<Record<string, unknown>>;

/** The value if it is a table. */
export function asTable(value: unknown): Table | undefined {
  return isTable(value) ? value : undefined;
}

/** The value if it is a text. */
export function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A text that names something, which nothing but blanks does not. */
export function asName(value: unknown): string | undefined {
  const text = asText(value);
  return text?.trim() === "" ? undefined : text;
}

/** Every entry of a list, or the value itself where it is none; nothing where there is nothing. */
export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** The tables among the entries of a list, or the one table. */
export function asTables(value: unknown): readonly Table[] {
  return asList(value).filter(isTable);
}

/** The texts among the entries of a list, or the one text. */
export function asTexts(value: unknown): readonly string[] {
  return asList(value).filter((entry) => typeof entry === "string");
}

/** A text, number or truth value in the spelling of a query. */
export function asValue(value: unknown): string | undefined {
  return typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "boolean" ||
    typeof value === "bigint"
    ? String(value)
    : undefined;
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
