import { type Prose, place, say } from "../model/prose.ts";
import type { ConfigChange, DiffView } from "./diff-view.ts";
import type { OutlineItem, OutlineSection } from "./outline.ts";

/** What a change does to the configuration that is to judge it. */
export function configSection({ configChange, verdict }: DiffView): OutlineSection {
  const prose =
    configChange === undefined
      ? []
      : [...differencesProse(configChange, verdict.outcome), ...waiversProse(configChange)];
  return {
    belongsTo: undefined,
    title: "Configuration",
    isFolded: false,
    columns: undefined,
    items: prose.map((line): OutlineItem => ({ mark: "none", cells: [line], short: line })),
  };
}

function differencesProse(
  { path, differences, outcome }: ConfigChange,
  now: ConfigChange["outcome"],
): readonly Prose[] {
  if (differences.length === 0) return [];
  const effect = outcome === now ? "which would not change this verdict" : `under which this change would ${outcome}`;
  const lead = say`This change edits ${place(path)}, ${[effect]}. It holds from the next change on; this one is judged by the base's.`;
  return [lead, ...differences];
}

function waiversProse({ path, waivers, areWaiversHeld }: ConfigChange): readonly Prose[] {
  if (waivers.length === 0) return [];
  const when = areWaiversHeld
    ? "They hold once they are merged, because the change comes from a fork."
    : "They hold for this change already.";
  return [say`This change edits the waivers in ${place(path)}. ${[when]}`, ...waivers];
}
