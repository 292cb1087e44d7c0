import type { LogicChange, LogicPart, RulePair } from "./delta.ts";
import { indicatorText } from "./indicator-text.ts";
import { type Prose, quote, say } from "./prose.ts";
import { joinProse } from "./prose-list.ts";
import type { Event } from "./snapshot.ts";

/**
 * What an edit did to a rule's tests, in canonical words with the author's name of a field that has another:
 * `no longer needs …; also …`. At most `most` tests are named, the rest counted.
 */
export function logicProse(logic: LogicChange, most = 4): readonly Prose[] {
  const { swaps, added, removed } = withoutSwaps(logic);
  const statements = [
    ...swaps.map(swapStatement),
    ...removed.map((part) => ({ verb: removedVerb(part, logic), test: partProse(part) })),
    ...added.map((part) => ({ verb: addedVerb(part, logic), test: partProse(part) })),
  ];
  if (statements.length === 0) return [["the same tests, joined or compared in another way"]];
  const shown = statements.length > most ? statements.slice(0, most - 1) : statements;
  const left = statements.length - shown.length;
  return [...grouped(shown), ...(left > 0 ? [[`${left} more tests`]] : [])];
}

/** Events that a rule looks at since it was edited, and those it looks at no more. */
export function eventProse(pair: RulePair): readonly Prose[] {
  const { gained, lost } = eventsOfEdit(pair);
  return [
    ...(gained.length === 0 ? [] : [say`now looks at ${eventNames(gained)}`]),
    ...(lost.length === 0 ? [] : [say`no longer looks at ${eventNames(lost)}`]),
  ];
}

export function eventsOfEdit({ before, after }: RulePair): {
  readonly gained: readonly Event[];
  readonly lost: readonly Event[];
} {
  return { gained: without(after.events, before.events), lost: without(before.events, after.events) };
}

function without(events: readonly Event[], others: readonly Event[]): readonly Event[] {
  return events.filter((event) => !others.some(({ provider, id }) => provider === event.provider && id === event.id));
}

/** Three at most, then how many more. */
function eventNames(events: readonly Event[]): Prose {
  const shown = events.length > 3 ? events.slice(0, 2) : events;
  const names = joinProse(shown.map(({ provider, id }) => [quote(`${provider} ${id}`)]));
  return events.length === shown.length ? names : say`${names} and ${events.length - shown.length} more`;
}

interface Statement {
  readonly verb: string;
  readonly test: Prose;
}

/** In an edit that widens, a test that comes is an alternative, and one that goes was a requirement; and the reverse. */
const addedVerbs = { narrower: "now tests", wider: "also", other: "now tests" } as const;
const removedVerbs = { narrower: "no longer takes", wider: "no longer needs", other: "no longer tests" } as const;

function addedVerb({ kind }: LogicPart, { effect }: LogicChange): string {
  return kind === "exclusion" ? "excludes" : addedVerbs[effect];
}

function removedVerb({ kind }: LogicPart, { effect }: LogicChange): string {
  return kind === "exclusion" ? "no longer excludes" : removedVerbs[effect];
}

/** Statements with the same verb are one: `excludes a, b`. */
function grouped(statements: readonly Statement[]): readonly Prose[] {
  const groups = new Map<string, Prose[]>();
  for (const { verb, test } of statements) groups.set(verb, [...(groups.get(verb) ?? []), test]);
  return Array.from(groups, ([verb, tests]) => (verb === "" ? joinProse(tests) : say`${[verb]} ${joinProse(tests)}`));
}

function swapStatement([now, former]: Swap): Statement {
  const verb = now.kind === "exclusion" ? "excludes" : "";
  return { verb, test: say`${partProse(now)} in place of ${partProse(former)}` };
}

function partProse(part: LogicPart): Prose {
  if (!("indicator" in part)) return [quote(part.text)];
  const test = quote(indicatorText(part.indicator));
  return part.nativeField === undefined ? [test] : say`${test} (${quote(part.nativeField)})`;
}

/** What is tested now, and what was tested in its place. */
type Swap = readonly [now: LogicPart, former: LogicPart];

interface Sorted {
  readonly swaps: readonly Swap[];
  readonly added: readonly LogicPart[];
  readonly removed: readonly LogicPart[];
}

/** One test of a field that went and one of the same field that came are a test that was altered. */
function withoutSwaps({ added, removed }: LogicChange): Sorted {
  const swaps = added.flatMap((now): readonly Swap[] => {
    const [former, ...others] = removed.filter((part) => isSameField(part, now));
    const isOnly = others.length === 0 && added.filter((part) => isSameField(part, now)).length === 1;
    return former !== undefined && isOnly ? [[now, former]] : [];
  });
  const swapped = new Set(swaps.flat());
  return {
    swaps,
    added: added.filter((part) => !swapped.has(part)),
    removed: removed.filter((part) => !swapped.has(part)),
  };
}

function isSameField(a: LogicPart, b: LogicPart): boolean {
  if (!("indicator" in a) || !("indicator" in b)) return a.kind === b.kind;
  return a.kind === b.kind && a.indicator.field?.toLowerCase() === b.indicator.field?.toLowerCase();
}
