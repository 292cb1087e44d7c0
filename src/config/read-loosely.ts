// Looks into a configuration that may be of any shape.

/** What a mapping has behind a key; undefined where it is no mapping, or has no such key. */
export function at(value: unknown, key: string): unknown {
  return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The keys of a mapping; none of anything else. */
export function keys(value: unknown): readonly string[] {
  return isMapping(value) ? Object.keys(value) : [];
}

/** The items of a list, each with its index; none of anything else. */
export function items(value: unknown): Iterable<readonly [number, unknown]> {
  return Array.isArray(value) ? value.entries() : [];
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Those of the keys that hold text. */
export function textsOf<Key extends string>(value: unknown, names: readonly Key[]): { readonly [K in Key]?: string } {
  const texts: { [K in Key]?: string } = {};
  for (const name of names) {
    const text = at(value, name);
    if (typeof text === "string") texts[name] = text;
  }
  return texts;
}
