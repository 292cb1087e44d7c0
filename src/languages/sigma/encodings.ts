import { anyOne, anyRun, type Pattern, type PatternPart } from "../../syntax/pattern.ts";
import type { Transformation } from "./modifiers.ts";

/**
 * Applies the transformation modifiers in the author's order; one value may become several.
 *
 * Undefined where the value can't be transformed so: wildcards can't be encoded, bytes that are no text can't be
 * looked for, and a value may have too many variants.
 */
export function transform(pattern: Pattern, modifiers: readonly Transformation[]): readonly Pattern[] | undefined {
  let drafts: readonly Draft[] = [pattern];
  for (const modifier of modifiers) {
    const results = drafts.map((draft) => transformOne(draft, modifier));
    if (results.includes(undefined)) return undefined;
    drafts = results.flatMap((result) => result ?? []);
    if (drafts.length > maximalVariants) return undefined;
  }
  const patterns = drafts.map(toPattern).filter((result) => result !== undefined);
  return patterns.length === drafts.length ? patterns : undefined;
}

/** A value on its way through the modifiers: `wide` and its like make bytes of text, `base64` text of bytes. */
type Draft = Pattern | Uint8Array;

/** Five ways to write each of five dashes. */
const maximalVariants = 3_125;

function transformOne(draft: Draft, modifier: Transformation): readonly Draft[] | undefined {
  switch (modifier) {
    case "windash": {
      const pattern = toPattern(draft);
      return pattern && windowsDashes(pattern);
    }
    case "wide":
    case "utf16le":
    case "utf16be":
    case "utf16":
      return widen(draft, modifier);
    case "base64": {
      const bytes = toBytes(draft);
      return bytes && [[base64(bytes)]];
    }
    case "base64offset": {
      const bytes = toBytes(draft);
      return bytes && base64AtOffsets(bytes).map((text) => [text]);
    }
  }
}

/** Undefined where the bytes are no text, as those of a wide `é`. */
function toPattern(draft: Draft): Pattern | undefined {
  if (!(draft instanceof Uint8Array)) return draft;
  try {
    return [new TextDecoder("utf-8", { fatal: true }).decode(draft)];
  } catch {
    return undefined;
  }
}

/** Undefined where there are wildcards. */
function toBytes(draft: Draft): Uint8Array | undefined {
  if (draft instanceof Uint8Array) return draft;
  const texts: string[] = [];
  for (const part of draft) {
    if (isWildcard(part)) return undefined;
    texts.push(part);
  }
  return new TextEncoder().encode(texts.join(""));
}

function isWildcard(part: PatternPart): part is typeof anyRun | typeof anyOne {
  return part === anyRun || part === anyOne;
}

type Utf16 = "wide" | "utf16le" | "utf16be" | "utf16";

/** Wildcards stay where they are, and the text around them is encoded. */
function widen(draft: Draft, modifier: Utf16): readonly Draft[] | undefined {
  const pattern = toPattern(draft);
  if (pattern === undefined) return undefined;
  if (!pattern.some(isWildcard)) return [encodeUtf16(pattern.join(""), modifier)];
  const parts: PatternPart[] = [];
  for (const part of pattern) {
    const encoded: Pattern | undefined = isWildcard(part) ? [part] : toPattern(encodeUtf16(part, modifier));
    if (encoded === undefined) return undefined;
    parts.push(...encoded);
  }
  return [parts];
}

function encodeUtf16(text: string, modifier: Utf16): Uint8Array {
  const marked = modifier === "utf16" ? `\uFEFF${text}` : text;
  const bytes = new Uint8Array(marked.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < marked.length; index++) {
    view.setUint16(index * 2, marked.charCodeAt(index), modifier !== "utf16be");
  }
  return bytes;
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** The part of the encoding that is the same whatever stands before and after, for each of three alignments. */
function base64AtOffsets(bytes: Uint8Array): readonly string[] {
  const firstStable = [0, 2, 3];
  const lastStable = [undefined, -3, -2];
  return [0, 1, 2].map((offset) => {
    const shifted = new Uint8Array(offset + bytes.length).fill(0x20, 0, offset);
    shifted.set(bytes, offset);
    return base64(shifted).slice(firstStable[offset], lastStable[shifted.length % 3]);
  });
}

const dashes = ["-", "/", "\u2013", "\u2014", "\u2015"];

/** Every way to write the dashes of a command line's options: a `-` or `/` before a word and not within one. */
function windowsDashes(pattern: Pattern): readonly Pattern[] | undefined {
  const pieces = pattern.map((part): Pattern => (isWildcard(part) ? [part] : part.split(optionDash)));
  const places = pieces.reduce((sum, { length }) => sum + length - 1, 0);
  if (dashes.length ** places > maximalVariants) return undefined;
  let choices: readonly (readonly string[])[] = [[]];
  for (let place = 0; place < places; place++) {
    choices = choices.flatMap((choice) => dashes.map((dash) => [...choice, dash]));
  }
  return choices.map((choice) => joinWith(choice, pieces));
}

/** `\B[-/]\b`, where letters are not only those of English. */
const optionDash = /(?<![\p{L}\p{N}_])[-/](?=[\p{L}\p{N}_])/u;

function joinWith(choice: readonly string[], pieces: readonly Pattern[]): Pattern {
  let next = 0;
  return pieces.flatMap((piece) =>
    piece.flatMap((part, index): Pattern => (index === 0 ? [part] : [choice[next++] ?? "", part])),
  );
}
