import { visible } from "../visible.ts";

/**
 * Text that is HTML. Only {@link html} and its helpers below make it, so that nothing that a rule author wrote is taken
 * for it: the class is not exported, and what has no private `#text` is no `Markup`.
 */
class SafeText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type Markup = SafeText;

/** What can stand in a template. Text is escaped, lists are joined, undefined is nothing. */
export type HtmlValue = Markup | string | number | undefined | readonly HtmlValue[];

/**
 * Template tag: html`<a href="${url}">${title}</a>`.
 *
 * A value stands between tags or in a quoted attribute, and markup among attributes; nowhere else. An attribute that holds an address takes what
 * leads to a web page or a place of this site, and `#` for everything else.
 */
export function html(texts: TemplateStringsArray, ...values: readonly HtmlValue[]): Markup {
  const contexts = contextsOf(texts);
  let text = texts[0] ?? "";
  for (let index = 0; index < values.length; index++) {
    text += written(values[index], contexts[index] ?? "text") + (texts[index + 1] ?? "");
  }
  return new SafeText(text);
}

export const nothing: Markup = new SafeText("");

/** Our own style sheet as an element; it may not end the element that it stands in. */
export function styleElement(css: string): Markup {
  return new SafeText(`<style>${withoutTags(css)}</style>`);
}

/** Our own script as an element. */
export function scriptElement(code: string): Markup {
  return new SafeText(`<script>${withoutTags(code)}</script>`);
}

function withoutTags(text: string): string {
  if (/<[/!a-z]/i.test(text)) throw new Error("A style or script within a page may not hold what looks like a tag.");
  return text;
}

function written(value: HtmlValue, context: Context): string {
  switch (context) {
    case "text":
      return escaped(value);
    case "address":
      return escapeAddress(typeof value === "string" ? value : "");
    case "tag":
      if (value instanceof SafeText) return value.toString();
      throw new Error("A value of a template may not stand in a tag, unless it is markup.");
  }
}

function escaped(value: HtmlValue): string {
  if (typeof value === "string") return escapeHtml(value);
  if (typeof value === "number") return String(value);
  if (value === undefined) return "";
  if (value instanceof SafeText) return value.toString();
  // Joined, what is in a list would be copied once for each list around it.
  let text = "";
  for (const part of value) text += escaped(part);
  return text;
}

/** Text between tags or in a quoted attribute. */
function escapeHtml(text: string): string {
  return needsCare.test(text) ? visible(text).replace(/[&<>"']/g, (char) => entities[char] ?? "") : text;
}

/** Most texts need nothing. */
const needsCare = /[^ !#-%(-;=?-~]/;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Browsers drop blanks and controls of an address, and take a backslash for a slash. */
function escapeAddress(address: string): string {
  if (plainAddress.test(address)) return address;
  const wellFormed = address
    .replace(/[^!#-&(-;=?-[\]_a-z~\u{a1}-\u{10ffff}]/gu, encodeURIComponent)
    .replace(/\p{Surrogate}/gu, "%EF%BF%BD");
  const isSafe =
    /^https?:\/\/[^/]/i.test(wellFormed) || (/^[^/:]*(?:[/?#]|$)/.test(wellFormed) && !/^\/\//.test(wellFormed));
  return isSafe ? escapeHtml(wellFormed) : "#";
}

/** A place of the site, as most addresses are. */
const plainAddress = /^(?:\.\.\/)*[\w-][\w./-]*(?:#[\w-]*)?$/;

type Context = "text" | "address" | "tag";

const known = new WeakMap<TemplateStringsArray, readonly Context[]>();

/** What stands before each value decides how it is written; looked at once for each template. */
function contextsOf(texts: TemplateStringsArray): readonly Context[] {
  const found = known.get(texts);
  if (found !== undefined) return found;
  const contexts = texts.slice(0, -1).map((_, index) => contextAfter(texts.slice(0, index + 1).join("x")));
  known.set(texts, contexts);
  return contexts;
}

function contextAfter(before: string): Context {
  if (/<(?:script|style)\b[^>]*>(?![\s\S]*<\/(?:script|style)>)[\s\S]*$/i.test(before)) {
    throw new Error("A value of a template may not stand in a style or script.");
  }
  const tag = /<[^<>]*$/.exec(before)?.[0];
  if (tag === undefined) return "text";
  const attribute = /\s([\w:-]+)="([^"]*)$/.exec(tag.replace(/="[^"]*"/g, ""));
  if (attribute === null) {
    if (/=$/.test(tag)) throw new Error(`A value of a template may not stand without quotes: ${tag}`);
    return "tag";
  }
  const [, name = "", begun = ""] = attribute;
  if (/^(?:on\w+|style|srcdoc)$/i.test(name)) throw new Error(`A value of a template may not stand in ${name}.`);
  return begun === "" && /^(?:href|src|action|formaction|poster|xlink:href)$/i.test(name) ? "address" : "text";
}
