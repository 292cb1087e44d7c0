import type { RuleWidth } from "../model/assessment.ts";
import type { Delta, RuleEdit } from "../model/delta.ts";
import { eventProse, logicProse } from "../model/edit-prose.ts";
import { compareText } from "../model/order.ts";
import { type Prose, place, quote, say } from "../model/prose.ts";
import { joinProse } from "../model/prose-list.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import { eventList, type OutlineItem } from "./outline.ts";

type Widths = ReadonlyMap<string, RuleWidth>;

/** What the rows are made from. */
export interface RuleChangeContext {
  readonly widths: Widths;
  readonly formerReach: ReadonlyMap<string, number | undefined>;
  /** Rules of which a finding above says what the edit did to their logic. */
  readonly said: ReadonlySet<string>;
}

/** One row for each changed rule: removed, edited, added, moved. */
export function ruleChangeRows(delta: Delta, context: RuleChangeContext): readonly OutlineItem[] {
  const { removed, edited, added, moved } = delta.rules;
  const { widths } = context;
  const editedRules = new Set(edited.map(({ after }) => after));
  const onlyMoved = moved.filter(({ after }) => !editedRules.has(after));
  return [
    ...removed.map((rule) => row(place(rule.rule.path, undefined, "base"), "removed", techniqueList(rule))),
    ...edited.map((edit) => row(place(edit.after.rule.path), changeWord(edit), describeEdit(edit, context))),
    ...added.map((rule) => row(place(rule.rule.path), "added", describeAdded(rule, widths))),
    ...onlyMoved.map(({ before, after }) => row(place(after.rule.path), "moved", say`from ${quote(before.rule.path)}`)),
  ];
}

function row(where: ReturnType<typeof place>, change: string, meaning: Prose): OutlineItem {
  return { mark: "none", cells: [[where], [change], meaning], short: say`${where} (${[change]})` };
}

function techniqueList({ techniques }: AnalysedRule): Prose {
  return [techniques.length === 0 ? "no technique" : techniques.join(", ")];
}

function describeAdded(rule: AnalysedRule, widths: Widths): Prose {
  const looksAt = eventList(rule.events);
  const parts = [techniqueList(rule), ...(looksAt.length === 0 ? [] : [looksAt]), ...widthPart(rule, widths)];
  const uncounted: readonly Prose[] = rule.counted
    ? []
    : [[rule.isHelper ? "a part of a correlation" : rule.rule.lifecycle]];
  return joinProse([...parts, ...uncounted], "; ");
}

function widthPart({ rule }: AnalysedRule, widths: Widths): readonly Prose[] {
  const reach = widths.get(rule.key)?.reach;
  return reach === undefined ? [] : [[`width ${reach}`]];
}

function changeWord({ aspects, logic }: RuleEdit): string {
  if (logic !== undefined && logic.effect !== "other") return logic.effect;
  return logic === undefined && aspects.length === 1 ? (aspects[0] ?? "edited") : "edited";
}

function describeEdit(edit: RuleEdit, context: RuleChangeContext): Prose {
  const { before, after, aspects } = edit;
  const parts = [...describeLogic(edit, context)];
  if (before.rule.lifecycle !== after.rule.lifecycle)
    parts.push([`${before.rule.lifecycle} → ${after.rule.lifecycle}`]);
  if (before.rule.severity !== after.rule.severity) {
    parts.push([`level ${before.rule.severity ?? "none"} → ${after.rule.severity ?? "none"}`]);
  }
  if (aspects.includes("techniques")) parts.push(describeTechniques(edit));
  for (const aspect of ["id", "title", "log-source"] as const) {
    if (aspects.includes(aspect)) parts.push([`${aspect.replace("-", " ")} changed`]);
  }
  if (before.rule.path !== after.rule.path) parts.push(say`moved from ${quote(before.rule.path)}`);
  return joinProse([...parts, ...describeCompanions(edit)], "; ");
}

/** Tests, events and width; what a finding says of them stands there. */
function describeLogic(edit: RuleEdit, { widths, formerReach, said }: RuleChangeContext): readonly Prose[] {
  const { after, logic } = edit;
  if (logic === undefined) return eventProse(edit);
  if (said.has(after.rule.key)) return [["as said above"]];
  const former = formerReach.get(after.rule.key);
  const reach = widths.get(after.rule.key)?.reach;
  const isChanged = former !== undefined && reach !== undefined && former !== reach;
  const width = isChanged ? [[`width ${former} → ${reach}`]] : widthPart(after, widths);
  return [...logicProse(logic), ...eventProse(edit), ...width];
}

/** Files beside the rule's own that its logic changed with, such as that of a macro. */
function describeCompanions({ before, after }: RuleEdit): readonly Prose[] {
  const old = before.rule.companions ?? [];
  const changed = (after.rule.companions ?? []).filter(({ path, name, text }) =>
    old.some((part) => part.path === path && part.name === name && part.text !== text),
  );
  const paths = [...new Set(changed.map(({ path }) => path))].sort(compareText);
  const more = paths.length > 3 ? [` and ${paths.length - 3} more files`] : [];
  const places = paths.slice(0, 3).map((path) => [place(path)]);
  return places.length === 0 ? [] : [["through ", ...joinProse(places), ...more]];
}

function describeTechniques({ before, after }: RuleEdit): Prose {
  const old = new Set(before.rule.techniques.map(({ id }) => id));
  const now = new Set(after.rule.techniques.map(({ id }) => id));
  const added = [...now].filter((id) => !old.has(id)).map((id) => `+${id}`);
  const removed = [...old].filter((id) => !now.has(id)).map((id) => `−${id}`);
  return [[...removed, ...added].join(" ")];
}
