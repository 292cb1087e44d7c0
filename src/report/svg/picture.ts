import { svgText } from "./escape.ts";

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** What it is, for whoever can't see it. */
  readonly title: string;
  /** What it shows, in sentences. */
  readonly description: string;
  /** Style rules of its own, ours alone. */
  readonly style: string;
  /** `group` where it holds links, which whoever can't see must reach, too. */
  readonly role: "img" | "group";
  /** SVG in which every foreign text is escaped. */
  readonly body: string;
}

/**
 * A whole SVG document: no script, no font and nothing else from elsewhere, light or dark as its reader's system is.
 *
 * It has a ground of its own, so that it can be read wherever it stands.
 */
export function svgDocument({ width, height, title, description, style, role, body }: Picture): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="${role}" aria-labelledby="detcov-title detcov-description">
<title id="detcov-title">${svgText(title)}</title>
<desc id="detcov-description">${svgText(description)}</desc>
<style>${palette}${style}</style>
${body}
</svg>
`;
}

/** A number of user units, as short as it can be written. */
export function units(number: number): string {
  return String(Math.round(number * 10) / 10);
}

const palette = `
svg{--ground:#fff;--edge:#d1d9e0;--ink:#1f2328;--faint:#59636e;--line:#0969da;font-family:-apple-system,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif}
@media(prefers-color-scheme:dark){svg{--ground:#0d1117;--edge:#3d444d;--ink:#f0f6fc;--faint:#9198a1;--line:#4493f8}}
.ground{fill:var(--ground);stroke:var(--edge)}
text{fill:var(--ink)}
.faint{fill:var(--faint)}
`;
