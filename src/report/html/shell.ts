import { createHash } from "node:crypto";
import { html, type Markup, nothing, scriptElement, styleElement } from "./markup.ts";
import { pageStyle } from "./style.ts";

/** What every page has around its content. */
export interface Page {
  /** Of the window; the page's own heading is in `main`. */
  readonly title: string;
  readonly assets: Assets;
  /** What stands above the content on every page, such as the way back; by default nothing. */
  readonly header?: Markup;
  readonly main: Markup;
  readonly footer: Markup;
}

/** Where style and script come from. */
export type Assets =
  /** Within the page, which is one file that works wherever it is put. `style` is added to that of every page. */
  | { readonly kind: "inline"; readonly style?: string; readonly script?: string }
  /** Files beside the page, by their addresses relative to it. */
  | { readonly kind: "linked"; readonly style: string; readonly script: string };

export const standAlone: Assets = { kind: "inline" };

/**
 * A whole document. It loads nothing from elsewhere and runs nothing but our own script: what a rule author wrote
 * would be stopped by its content security policy even if it came through as markup.
 */
export function shell({ title, assets, header, main, footer }: Page): string {
  return `<!doctype html>\n${html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(assets)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${assetsOf(assets)}
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
${header === undefined ? nothing : html`<header class="top">${header}</header>\n`}<main id="main" tabindex="-1">
${main}
</main>
<footer class="end">${footer}</footer>
</body>
</html>
`}`;
}

function styleOf({ style = "" }: Extract<Assets, { kind: "inline" }>): string {
  return pageStyle + style;
}

function assetsOf(assets: Assets): Markup {
  if (assets.kind === "linked") {
    return html`<link rel="stylesheet" href="${assets.style}">\n<script defer src="${assets.script}"></script>`;
  }
  const style = styleElement(styleOf(assets));
  return assets.script === undefined ? style : html`${style}\n${scriptElement(assets.script)}`;
}

/** What a page may load: by hash where it is within the page, else what lies beside it. */
function policyOf(assets: Assets): Markup {
  return html`default-src 'none'; ${sourcesOf(assets)}; base-uri 'none'; form-action 'none'`;
}

function sourcesOf(assets: Assets): Markup {
  if (assets.kind === "linked") return html`style-src 'self'; script-src 'self'`;
  const style = html`style-src '${hashOf(styleOf(assets))}'`;
  return assets.script === undefined ? style : html`${style}; script-src '${hashOf(assets.script)}'`;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
