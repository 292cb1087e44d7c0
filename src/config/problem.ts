/** One thing that is wrong with a configuration, and where: what ends up as a line of a ConfigError. */
export interface Problem {
  /** Keys and indices from the root of the file. */
  readonly path: DocumentPath;
  /** Whether the key itself is meant, or what stands after it. */
  readonly at: "key" | "value";
  /** What is so and what to do. The team's own words in it are `quoted`. */
  readonly message: string;
}

export type DocumentPath = readonly (string | number)[];

/** Text of the file for a message: in quotes, on one line, without control characters, cut where long. */
export function quoted(text: string): string {
  const quotedText = JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
  return quotedText.replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, escapeCodeUnit);
}

function escapeCodeUnit(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Words as a list for a sentence: `error, warning, never`. */
export function listed(words: readonly unknown[]): string {
  return words.map(String).join(", ");
}

/** How documentation names a key: `sources[].role`, `checks.rule-noisy`. */
export function keyName(path: DocumentPath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += "[]";
    else text += `${text === "" ? "" : "."}${/^[\w-]{1,60}$/.test(step) ? step : quoted(step)}`;
  }
  return text;
}
