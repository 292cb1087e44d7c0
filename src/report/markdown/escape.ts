import { visible } from "../visible.ts";

/**
 * The one place that puts foreign text into Markdown, which GitHub then turns into HTML, mentions, references,
 * links, emoji and mathematics. Nothing that a rule author writes survives as any of these.
 */

/** Text as it is, anywhere but at the beginning of a line; in a table too. */
export function escapeText(text: string): string {
  return visible(text)
    .replace(/(?<=[@#])(?=\S)|(?<=:)(?=[\w+-]+:|\/\/)|(?<=\bwww)(?=\.)|(?<=\bGH)(?=-\d)/gi, joiner)
    .replace(/[\\`*_[\]~!]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/\|/g, "&#124;")
    .replace(/\$/g, "<span>$</span>");
}

/** What would begin a heading, a list or code at the beginning of a line does not begin it. */
export function atLineStart(markdown: string): string {
  return markdown.trimStart().replace(/^(?=[#+=-]|\d+[.)])/, joiner);
}

/** Keeps together and apart: what GitHub makes a mention, reference, link or emoji of is no longer there. */
const joiner = "\u2060";

/** Text as code, in which nothing means anything; in a table too. */
export function codeSpan(text: string): string {
  const shown = visible(text);
  // A pipe would end a table's cell even in a code span, and can't be escaped behind a backslash.
  if (shown.includes("|"))
    return `<code>${shown.replace(/[^A-Za-z0-9 ]/gu, (char) => `&#${char.codePointAt(0)};`)}</code>`;
  const longest = Math.max(0, ...Array.from(shown.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const padding = /^[`\s]|[`\s]$|^$/.test(shown) ? " " : "";
  return `${fence}${padding}${shown}${padding}${fence}`;
}

/** A link with text that is escaped already, to an encoded address; what could end the link is encoded once more. */
export function link(markdown: string, url: string): string {
  const wellFormed = url.replace(/\p{Surrogate}/gu, "\ufffd");
  return `[${markdown}](${wellFormed.replace(/[^!-~]|[()<>`|\\]/gu, (char) => encodeURIComponent(char).replace(/[()]/g, percent))})`;
}

function percent(char: string): string {
  return `%${(char.codePointAt(0) ?? 0).toString(16)}`;
}
