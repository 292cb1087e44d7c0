import type { PageColumn, PageOutline, PageSection } from "../page-outline.ts";
import { thousands } from "../words.ts";
import type { RowSection } from "./cut-rows.ts";
import { type Links, noLinks, proseMarkdown } from "./prose.ts";

/** A page as a document of its own. */
export function pageMarkdown(page: PageOutline, links: Links = noLinks): string {
  const facts = page.facts.map(({ name, prose }) => `- ${name}: ${proseMarkdown(prose, links)}`);
  const parts = [
    `## ${proseMarkdown(page.title, links)}`,
    facts.join("\n"),
    ...page.sections.map((section) => sectionMarkdown(section, links)),
    `<sub>${page.footer.map((prose) => proseMarkdown(prose, links)).join(" · ")}</sub>`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function sectionMarkdown(section: PageSection, links: Links): string {
  return `### ${section.title}\n\n${sectionBody(section, links)}`;
}

/** A section without its title. */
function sectionBody(section: PageSection, links: Links): string {
  const { lead, head, rows, more } = sectionLines(section, links);
  const parts = [
    ...lead,
    ...(rows.length === 0 ? [] : [[...head, ...rows].join("\n")]),
    ...(more > 0 ? [`${thousands(more)} more.`] : []),
  ];
  return parts.join("\n\n");
}

/** A section in Markdown, line by line, for who puts it together; `head` is that of a table. */
export function sectionLines(
  { lead, columns, rows, more }: PageSection,
  links: Links,
): Pick<RowSection, "lead" | "head" | "rows" | "more"> {
  const lines = rows.map((row) => row.map((cell) => proseMarkdown(cell, links)));
  return {
    lead: lead.map((prose) => proseMarkdown(prose, links)),
    head: columns === undefined ? [] : tableHead(columns),
    rows: lines.map((cells) => (columns === undefined ? `- ${cells.join(" ")}` : `| ${cells.join(" | ")} |`)),
    more,
  };
}

function tableHead(columns: readonly PageColumn[]): readonly string[] {
  return [
    `| ${columns.map(({ title }) => title).join(" | ")} |`,
    `|${columns.map(({ align }) => (align === "right" ? "--:" : ":--")).join("|")}|`,
  ];
}
