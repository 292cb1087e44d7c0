import { attackUrl } from "../../attack/attack-url.ts";
import { addTo } from "../../model/add-to.ts";
import type { Tactic } from "../../model/attack.ts";
import { isCovered, strengthOf } from "../../model/cover.ts";
import { compareText } from "../../model/order.ts";
import type { ReportView, TacticView, TechniqueView } from "../report-view.ts";
import { coverWords, percent, plural, shortRevision, thousands } from "../words.ts";
import { svgText } from "./escape.ts";
import { svgDocument, units } from "./picture.ts";
import { textWidth, wrapText } from "./text-width.ts";

const column = { width: 96, gap: 4 };
const margin = 16;
const headTop = 58;
const headHeight = 44;
const cell = { gap: 3, line: 11.5, padding: 5, size: 10, numbers: 12 };

/**
 * The ATT&CK matrix: a column for each tactic, a cell for each technique, coloured by how many rules cover it, with
 * how many of its sub-techniques are covered. Each cell is a link where the picture is opened by itself.
 */
export function matrixSvg(view: ReportView): string {
  const families = familiesOf(view);
  const columns = view.tactics.map((tactic) => columnOf(tactic, families));
  const width = 2 * margin + columns.length * (column.width + column.gap) - column.gap;
  const bottom = Math.max(...columns.map((each) => each.bottom), headTop + headHeight);
  const height = Math.ceil(bottom + 30);
  const covered = view.techniques.filter(({ cover }) => isCovered(cover)).length;
  const title = `ATT&CK coverage: ${thousands(covered)} of ${plural(view.techniques.length, "technique")} (${percent(covered, view.techniques.length)})`;
  const footer = `ATT&CK ${view.attack.version} · ${shortRevision(view.revision)} · the small numbers are rules, and covered sub-techniques of all${view.corpus.weights === undefined ? "" : "; the colours are strengths"}`;
  const body = [
    `<rect class="ground" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="6"/>`,
    `<text class="head" x="${margin}" y="36">${svgText(title)}</text>`,
    legend(width - margin, view.corpus.weights !== undefined),
    ...columns.map(
      ({ svg }, index) => `<g transform="translate(${margin + index * (column.width + column.gap)} 0)">${svg}</g>`,
    ),
    `<text class="foot" x="${margin}" y="${height - 12}">${svgText(footer)}</text>`,
  ].join("\n");
  const description = `${view.tactics.map(tacticSentence).join(" ")}`;
  return svgDocument({ width, height, title, description, style, role: "group", body });
}

/** How dark a cell is; the words are those of the legend. */
const steps = [
  { least: 0, name: "no rule" },
  { least: 1, name: "1 rule" },
  { least: 2, name: "2–4" },
  { least: 5, name: "5–9" },
  { least: 10, name: "10–24" },
  { least: 25, name: "25 and more" },
] as const;

const style = `
.head{font-size:18px;font-weight:600}.foot,.key{font-size:11px;fill:var(--faint)}
.tactic{font-size:11px;font-weight:600}.share{font-size:10px;fill:var(--faint)}
.name{font-size:${cell.size}px}.numbers{font-size:9px}.end{text-anchor:end}
a rect{stroke:transparent}a:hover rect,a:focus rect{stroke:var(--ink)}
svg{--c0:#f6f8fa;--c1:#ffe3a8;--c2:#d5ebff;--c3:#a5d3ff;--c4:#4a9bef;--c5:#0757b5;--t0:#59636e;--t1:#4d2d00;--t2:#0a3069;--t3:#0a3069;--t4:#001a3d;--t5:#fff}
@media(prefers-color-scheme:dark){svg{--c0:#161b22;--c1:#5c4300;--c2:#0f2d52;--c3:#12498c;--c4:#2f7ad6;--c5:#9ccbff;--t0:#9198a1;--t1:#ffe3a8;--t2:#cfe6ff;--t3:#e3f0ff;--t4:#fff;--t5:#031d3f}}
${steps.map((_, step) => `.c${step} rect,rect.c${step}{fill:var(--c${step})}.c${step} text{fill:var(--t${step})}`).join("")}
`;

/** With weights a colour is a strength, and what is under 1 is not covered. */
const strengthNames = ["under 1", "1 to 2", "2 to 5", "5 to 10", "10 to 25", "25 and more"] as const;

function legend(right: number, isWeighted: boolean): string {
  let x = right;
  const names = isWeighted ? strengthNames : steps.map(({ name }) => name);
  const parts = names.toReversed().map((name, index) => {
    x -= textWidth(name, 11) + 4;
    const text = `<text class="key" x="${units(x)}" y="36">${name}</text>`;
    x -= 18;
    const swatch = `<rect class="c${steps.length - 1 - index}" x="${units(x)}" y="26" width="13" height="13" rx="2" stroke="var(--edge)"/>`;
    x -= 12;
    return swatch + text;
  });
  return parts.join("");
}

function tacticSentence({ tactic, covered, total }: TacticView): string {
  return `${tactic.name}: ${thousands(covered)} of ${thousands(total)}.`;
}

/** A technique with its active sub-techniques. */
interface Family {
  readonly technique: TechniqueView;
  readonly below: readonly TechniqueView[];
}

function familiesOf({ techniques }: ReportView): readonly Family[] {
  const below = new Map<string, TechniqueView[]>();
  for (const each of techniques) {
    const { parent } = each.technique;
    if (parent === undefined) continue;
    addTo(below, parent, each);
  }
  return techniques
    .filter(({ technique }) => technique.parent === undefined)
    .map((technique) => ({ technique, below: below.get(technique.technique.id) ?? [] }))
    .sort((a, b) => compareText(a.technique.technique.name, b.technique.technique.name));
}

function columnOf({ tactic, covered, total }: TacticView, families: readonly Family[]) {
  const own = families.filter(({ technique }) => technique.technique.tactics.includes(tactic.id));
  const parts = [tacticHead(tactic, `${thousands(covered)} of ${thousands(total)}`)];
  let y = headTop + headHeight;
  for (const family of own) {
    const { svg, height } = cellOf(family, y);
    parts.push(svg);
    y += height + cell.gap;
  }
  return { svg: parts.join("\n"), bottom: y };
}

function tacticHead({ id, name }: Tactic, share: string): string {
  const lines = wrapText(name, { width: column.width, size: 11.8, lines: 2 });
  const texts = lines.map((line, index) => {
    const y = headTop + 12 + (index + 2 - lines.length) * 12;
    return `<text class="tactic" y="${y}">${svgText(line)}</text>`;
  });
  return `<a href="${svgText(attackUrl(id))}">${texts.join("")}<text class="share" y="${headTop + 37}">${share}</text></a>`;
}

function cellOf({ technique: view, below }: Family, y: number): { readonly svg: string; readonly height: number } {
  const { id, name } = view.technique;
  const { rules } = view.cover;
  const coveredBelow = below.filter(({ cover }) => isCovered(cover)).length;
  const step = steps.findLastIndex(({ least }) => strengthOf(view.cover) >= least);
  const lines = wrapText(name, { width: column.width - 2 * cell.padding, size: cell.size, lines: 3 });
  const hasNumbers = rules > 0 || below.length > 0;
  const height = 2 * cell.padding - 1 + lines.length * cell.line + (hasNumbers ? cell.numbers : 0);
  const base = y + height - cell.padding;
  const told = [
    `${id} ${name}: ${rules === 0 ? "no rule" : coverWords(view.cover)}`,
    ...(below.length === 0 ? [] : [`${coveredBelow} of ${plural(below.length, "sub-technique")} covered`]),
  ].join(", ");
  const svg = [
    `<a class="c${step}" href="${svgText(attackUrl(id))}" aria-label="${svgText(told)}"><title>${svgText(told)}</title>`,
    `<rect y="${units(y)}" width="${column.width}" height="${units(height)}" rx="3"/>`,
    ...lines.map((line, index) => {
      const top = y + cell.padding + 8 + index * cell.line;
      return `<text class="name" x="${cell.padding}" y="${units(top)}">${svgText(line)}</text>`;
    }),
    rules === 0 ? "" : `<text class="numbers" x="${cell.padding}" y="${units(base)}">${thousands(rules)}</text>`,
    below.length === 0
      ? ""
      : `<text class="numbers end" x="${column.width - cell.padding}" y="${units(base)}">${coveredBelow}/${below.length}</text>`,
    "</a>",
  ].join("");
  return { svg, height };
}
