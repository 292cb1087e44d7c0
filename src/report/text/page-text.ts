import type { Prose } from "../../model/prose.ts";
import type { PageColumn, PageOutline, PageSection } from "../page-outline.ts";
import { cut, thousands } from "../words.ts";
import { escapeTerminal } from "./escape-terminal.ts";
import { proseText } from "./prose.ts";
import { type Style, styleFor } from "./style.ts";

/** A page for a terminal: tables in columns, each cell on one line. */
export function pageText(page: PageOutline, options: { readonly colours: boolean }): string {
  const style = styleFor(options);
  const parts = [
    [style.bold(plain(page.title)), ...factLines(page, style)].join("\n"),
    ...page.sections.map((section) => sectionText(section, style)),
    style.dim(page.footer.map(plain).join(" · ")),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** Cells have no colours of their own, so that their length is their width. */
function plain(prose: Prose): string {
  return proseText(prose, styleFor({ colours: false }));
}

/** A quote alone in its cell needs no marks around it. */
function cellText(prose: Prose): string {
  const [part] = prose;
  const isQuote = prose.length === 1 && typeof part === "object" && part.kind === "quote";
  return isQuote ? escapeTerminal(part.text) : plain(prose);
}

function factLines({ facts }: PageOutline, style: Style): readonly string[] {
  const width = Math.max(0, ...facts.map(({ name }) => name.length));
  return facts.map(({ name, prose }) => `  ${style.dim(name.padEnd(width))}  ${plain(prose)}`);
}

/** A section with its title. */
export function sectionText(section: PageSection, style: Style): string {
  const { title, lead, columns, rows, more } = section;
  const body =
    columns === undefined ? rows.map((row) => `- ${row.map(plain).join(" ")}`) : tableLines(columns, rows, style);
  const rest = more > 0 ? [style.dim(`… ${thousands(more)} more`)] : [];
  const lines = [...lead.map((prose) => style.dim(plain(prose))), ...body, ...rest];
  return [style.bold(title), ...lines.map((line) => `  ${line}`)].join("\n");
}

/** A column never takes more of a line; the last one may. */
const widest = 72;

function tableLines(
  columns: readonly PageColumn[],
  rows: readonly (readonly Prose[])[],
  style: Style,
): readonly string[] {
  const cells = rows.map((row) =>
    row.map((cell, index) => (index === row.length - 1 ? cellText(cell) : cut(cellText(cell), widest))),
  );
  const widths = columns.map(({ title }, index) =>
    cells.reduce((width, row) => Math.max(width, (row[index] ?? "").length), title.length),
  );
  const line = (texts: readonly string[]) =>
    columns
      .map(({ align }, index) => {
        const text = texts[index] ?? "";
        const width = widths[index] ?? 0;
        if (align === "right") return text.padStart(width);
        return index === columns.length - 1 ? text : text.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [style.dim(line(columns.map(({ title }) => title.toLowerCase()))), ...cells.map(line)];
}
