import type { Cover } from "../../model/cover.ts";
import type { TechniqueChange } from "../../model/delta.ts";
import type { Event, Indicator } from "../../model/snapshot.ts";
import type { AtomicTest } from "../../model/validation.ts";
import type { CorpusSummary } from "../corpus-summary.ts";
import type { AttackVersion, Tool } from "../diff-view.ts";

/** Parts that several JSON documents share; their shapes are frozen by the schemas in `schema/`. */
export function toolPart({ name, version }: Tool) {
  return { name, version };
}

export function attackPart({ domain, version }: AttackVersion) {
  return { domain, version };
}

export function corpusPart(corpus: CorpusSummary) {
  const { full, partial, metadata } = corpus.byReading;
  return {
    files: corpus.files,
    rules: corpus.rules,
    counted: corpus.counted,
    byFormat: Object.fromEntries(corpus.byFormat),
    byReading: { full, partial, metadata },
    leftOut: Object.fromEntries(corpus.leftOut),
    diagnostics: corpus.diagnostics.map(({ code, message, location: { path, line, column } }) => ({
      code,
      message,
      path,
      line,
      column,
    })),
  };
}

/** An event that nobody gave a title has an empty one. */
export function eventPart({ provider, id, title }: Event) {
  return { provider, id, title };
}

/** Only where rules have weights. */
export function strengthPart({ strength }: Cover) {
  return strength === undefined ? {} : { strength };
}

/** A technique that a change did something to. */
export function techniqueChangePart({ id, name, change, before, after, strength, rules }: TechniqueChange) {
  return {
    id,
    name,
    change,
    before,
    after,
    ...(strength === undefined ? {} : { strength: { before: strength.before, after: strength.after } }),
    rules: { added: rules.added, removed: rules.removed },
  };
}

/** A test of Atomic Red Team. */
export function testPart({ technique, guid, number, name, executor, url }: AtomicTest) {
  return { technique, guid, number, name, executor, url };
}

/** A keyword has no field. */
export function indicatorPart({ field, operator, value }: Pick<Indicator, "field" | "operator" | "value">) {
  return { field: field ?? null, operator, value };
}

/**
 * One document, the same bytes for the same content.
 *
 * It may be looked at in a terminal: what could steer one stands in it as an escape, which JSON readers take for the
 * same character.
 */
export function printJson(document: unknown): string {
  return `${JSON.stringify(document, undefined, 2).replace(unusual, escapeUnprintable)}\n`;
}

/** A document on one line, as {@link printJson} has it. */
export function printable(document: unknown): string {
  return JSON.stringify(document).replace(unusual, escapeUnprintable);
}

/** Looked for first, in one fast pass: there is little of it in most documents. */
const unusual = /[^\n -~]+/g;

function escapeUnprintable(text: string): string {
  return text.replace(unprintable, escaped);
}

/** As in `escapeTerminal`, without the line breaks between values; JSON.stringify has escaped those within. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function escaped(char: string): string {
  return Array.from({ length: char.length }, (_, index) => {
    return `\\u${char.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }).join("");
}
