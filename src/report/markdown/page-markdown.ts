import type { PageColumn, PageOutline, PageSection } from "../page-outline.ts";
import { thousands } from "../words.ts";
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
export function sectionBody({ lead, columns, rows, more }: PageSection, links: Links): string {
  const lines = rows.map((row) => row.map((cell) => proseMarkdown(cell, links)));
  const body =
    columns === undefined
      ? lines.map((cells) => `- ${cells.join(" ")}`)
      : [...tableHead(columns), ...lines.map((cells) => `| ${cells.join(" | ")} |`)];
  const parts = [
    ...lead.map((prose) => proseMarkdown(prose, links)),
    ...(rows.length === 0 ? [] : [body.join("\n")]),
    ...(more > 0 ? [`${thousands(more)} more.`] : []),
  ];
  return parts.join("\n\n");
}

function tableHead(columns: readonly PageColumn[]): readonly string[] {
  return [
    `| ${columns.map(({ title }) => title).join(" | ")} |`,
    `|${columns.map(({ align }) => (align === "right" ? "--:" : ":--")).join("|")}|`,
  ];
}
