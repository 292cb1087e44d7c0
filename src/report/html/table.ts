import { type HtmlValue, html, type Markup, nothing } from "./markup.ts";

export interface TableColumn {
  readonly title: string;
  readonly align: "left" | "right";
}

/** `label` is the id of its heading. The first cell of a row is the row's name. */
export function tableMarkup(
  columns: readonly TableColumn[],
  rows: readonly (readonly HtmlValue[])[],
  label: string,
): Markup {
  const head = columns.map(({ title }) => (title === "" ? html`<td></td>` : html`<th scope="col">${title}</th>`));
  const lines = rows.map((row) => {
    const cells = row.map((cell, index) => {
      return index === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`;
    });
    return html`<tr>${cells}</tr>\n`;
  });
  return html`<div class="scroll" role="region" aria-labelledby="${label}" tabindex="0"><table${numberColumns(columns)}>
<thead><tr>${head}</tr></thead>
<tbody>
${lines}</tbody>
</table></div>`;
}

/** Says once for all rows which columns hold numbers: a class for each, by its position. */
function numberColumns(columns: readonly TableColumn[]): Markup {
  const names = columns.flatMap(({ align }, index) => (align === "right" ? [`n${index + 1}`] : []));
  return names.length === 0 ? nothing : html` class="${names.join(" ")}"`;
}

/** A bar that shows a share to the eye; the numbers stand beside it in words. */
export function barMarkup(part: number, whole: number): Markup {
  const width = whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10;
  return html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="8"/><rect class="part" width="${width}" height="8"/></svg>`;
}
