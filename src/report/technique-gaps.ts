import { type Cover, isCovered, isThin } from "../model/cover.ts";
import { type Prose, place, quote, say } from "../model/prose.ts";
import { joinProse } from "../model/prose-list.ts";
import { techniqueMention } from "./outline.ts";
import type { ListedRule, RelatedTechnique, TechniquePage, UnwatchedEvent } from "./technique-page.ts";
import { coverWords, plural, thousands } from "./words.ts";

/** What one who is about to write a rule could begin with, a sentence or two each; none where nothing is missing. */
export function techniqueGaps(page: TechniquePage): readonly Prose[] {
  return [
    ...untestedRules(page),
    ...uncoveredChildren(page.children),
    ...unwatchedEvents(page.unwatched),
    ...noisyRules(page.rules),
    ...uncheckedRules(page.rules),
  ];
}

function untestedRules({ cover, tests, technique }: TechniquePage): readonly Prose[] {
  if (technique.state.kind !== "active" || (isCovered(cover) && !isThin(cover))) return [];
  const how =
    tests.length === 0
      ? ""
      : ` ${plural(tests.length, "test")} of Atomic Red Team ${tests.length === 1 ? "exercises" : "exercise"} it.`;
  return [[`${gapWords(cover)}${how}`]];
}

function gapWords(cover: Cover): string {
  if (cover.strength === undefined || cover.rules === 0) {
    return isThin(cover) ? "It is left to one rule." : "No rule that counts covers it.";
  }
  return `It is ${isThin(cover) ? "left to" : "not covered by"} ${coverWords(cover)}.`;
}

function uncoveredChildren(children: readonly RelatedTechnique[]): readonly Prose[] {
  const open = children.filter((child) => !child.isCovered);
  const tested = open.filter(({ tests }) => tests > 0);
  const untested = open.filter(({ tests }) => tests === 0);
  return [
    ...(tested.length === 0
      ? []
      : [
          say`Sub-techniques with tests and no rule: ${joinProse(tested.map(({ technique, tests }) => say`${techniqueMention(technique)} (${[plural(tests, "test")]})`))}.`,
        ]),
    ...(untested.length === 0
      ? []
      : [
          say`Sub-techniques with neither: ${joinProse(untested.map(({ technique }) => [techniqueMention(technique)]))}.`,
        ]),
  ];
}

/** An event that rules for other techniques look at is collected already, so it comes first. */
function unwatchedEvents(unwatched: readonly UnwatchedEvent[]): readonly Prose[] {
  const collected = unwatched.filter(({ elsewhere }) => elsewhere > 0);
  const others = unwatched.filter(({ elsewhere }) => elsewhere === 0);
  return [
    ...(collected.length === 0
      ? []
      : [
          say`Events that ATT&CK's analytics name, no rule here looks at, and rules for other techniques do: ${joinProse(collected.map(eventWithRules))}.`,
        ]),
    ...(others.length === 0
      ? []
      : [say`Events that ATT&CK's analytics name and no rule at all looks at: ${joinProse(others.map(eventName))}.`]),
  ];
}

function eventName({ event: { provider, id, title } }: UnwatchedEvent): Prose {
  const name = quote(`${provider} ${id}`, { kind: "event", provider, id });
  return title === "" ? [name] : say`${name} ${{ kind: "sentence", text: title }}`;
}

function eventWithRules(event: UnwatchedEvent): Prose {
  return say`${eventName(event)} (${[plural(event.elsewhere, "rule")]})`;
}

const rulesShown = 3;

function noisyRules(rules: readonly ListedRule[]): readonly Prose[] {
  const noisy = rules.filter(({ width, role }) => width.isNoisy && role === "own");
  if (noisy.length === 0) return [];
  const shown = joinProse(noisy.slice(0, rulesShown).map(({ analysed: { rule } }) => [place(rule.path, rule.line)]));
  const more = noisy.length > rulesShown ? ` and ${thousands(noisy.length - rulesShown)} more` : "";
  return [say`Noisy, for one way to match needs only what many rules test: ${shown}${[more]}.`];
}

function uncheckedRules(rules: readonly ListedRule[]): readonly Prose[] {
  const unread = rules.filter(({ analysed }) => analysed.reading !== "full").length;
  if (unread === 0) return [];
  return [
    [
      `${thousands(unread)} of ${plural(rules.length, "rule")} could not be read to the end; what they test may be missing below.`,
    ],
  ];
}
