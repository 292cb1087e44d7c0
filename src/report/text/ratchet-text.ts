import type { Finding } from "../../model/policy.ts";
import type { RatchetView } from "../ratchet-view.ts";
import { plural, thousands } from "../words.ts";
import { escapeTerminal } from "./escape-terminal.ts";
import { proseText } from "./prose.ts";
import { type Style, styleFor } from "./style.ts";

/** The most findings and entries of a kind that are named one by one. */
const mostNamed = 20;

/** What the ratchet holds, what it does not, and what to do. */
export function ratchetText(view: RatchetView, { colours }: { readonly colours: boolean }): string {
  const style = styleFor({ colours });
  const parts = [
    style.bold(headline(view)),
    ...tally(view.recorded),
    ...mendedText(view, style),
    ...unrecordedText(view, style),
    ...nextSteps(view),
  ];
  return `${parts.join("\n\n")}\n`;
}

function headline({ path, action, isThere, recorded, unrecorded }: RatchetView): string {
  const name = escapeTerminal(path);
  if (action === "show" && !isThere) {
    return `There is no ratchet (${name}). ${plural(unrecorded.length, "finding")} would be recorded.`;
  }
  if (action === "show") return `${name} accepts ${plural(recorded.length, "finding")} of this corpus.`;
  return `${plural(recorded.length, "finding")} recorded in ${name}.`;
}

/** How many of which check. */
function tally(findings: readonly Finding[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { check, level } of findings) {
    const name = `${check} (${level})`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const width = Math.max(0, ...Array.from(counts.values(), (count) => thousands(count).length));
  const lines = Array.from(counts, ([name, count]) => `  ${thousands(count).padStart(width)}  ${name}`);
  return lines.length === 0 ? [] : [lines.join("\n")];
}

function mendedText({ mended, action }: RatchetView, style: Style): readonly string[] {
  if (mended.length === 0) return [];
  const what = action === "show" ? "no longer found" : "no longer found, and taken out";
  const lines = mended.slice(0, mostNamed).map(({ fingerprint, path }) => {
    return `  ✓ ${escapeTerminal(fingerprint)}${path === undefined ? "" : style.dim(`  ${escapeTerminal(path)}`)}`;
  });
  return [[`${plural(mended.length, "recorded finding")} ${what}:`, ...lines, ...more(mended.length)].join("\n")];
}

function unrecordedText({ unrecorded, action, isThere }: RatchetView, style: Style): readonly string[] {
  if (unrecorded.length === 0) return [];
  if (action === "show" && !isThere) return tally(unrecorded);
  const lines = unrecorded.slice(0, mostNamed).map(({ check, message, location }) => {
    const where = location === undefined ? "" : `${escapeTerminal(location.path)}:${location.line}: `;
    return `  · ${where}${proseText(message, style)} ${style.dim(check)}`;
  });
  return [[`${plural(unrecorded.length, "finding")} not recorded:`, ...lines, ...more(unrecorded.length)].join("\n")];
}

function more(length: number): readonly string[] {
  return length > mostNamed ? [`  and ${thousands(length - mostNamed)} more`] : [];
}

function nextSteps({ action, isThere, mended, unrecorded }: RatchetView): readonly string[] {
  if (action === "show" && !isThere) return ["Record them with `detcov ratchet --write`; then only new ones count."];
  if (action === "show" && mended.length > 0) return ["Take out what was mended with `detcov ratchet --write`."];
  if (unrecorded.length > 0) {
    return ["What is not recorded counts. To record it too: `detcov ratchet --write --reset`."];
  }
  return action === "show" ? [] : ["Commit it: from then on only new findings count."];
}
