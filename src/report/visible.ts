/** On one line, with everything that can't be seen or turns the direction of writing shown by its number: `‹U+202E›`. */
export function visible(text: string): string {
  return text.replace(/[\r\n\t\u2028\u2029]+/g, " ").replace(invisible, (char) => `‹U+${codeOf(char)}›`);
}

const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function codeOf(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}
