import type { TechniqueGuide } from "../model/guide.ts";
import { indicatorText } from "../model/indicator-text.ts";
import { type Prose, quote, say } from "../model/prose.ts";
import { joinProse } from "../model/prose-list.ts";
import { type OutlineSection, techniqueMention } from "./outline.ts";
import { cut, plural, thousands } from "./words.ts";

/** One line for each technique that the change is about: what others test and look at, and how to validate. */
export function guideSection(guides: readonly TechniqueGuide[]): OutlineSection {
  const items = guides.map((guide) => {
    const name = techniqueMention(guide.technique);
    return { mark: "none", cells: [guideProse(guide)], short: say`${name}: ${[shortWords(guide)]}` } as const;
  });
  return { belongsTo: "guide", title: "Writing guide", isFolded: true, columns: undefined, items };
}

function shortWords({ rules, tests }: TechniqueGuide): string {
  return `${plural(rules, "other rule")}, ${plural(tests.length, "test")}.`;
}

function guideProse(guide: TechniqueGuide): Prose {
  const sentences = [
    lead(guide),
    ...fieldSentence(guide),
    ...eventSentence(guide),
    ...analyticSentence(guide),
    ...testSentence(guide),
  ];
  return say`${techniqueMention(guide.technique)}: ${joinProse(sentences, " ")}`;
}

/** More would not be read. */
const mostShown = 4;

function lead({ rules, indicators }: TechniqueGuide): Prose {
  if (rules === 0) return ["No other rule looks for it."];
  const others = `${plural(rules, "other rule")} ${rules === 1 ? "looks" : "look"} for it`;
  if (indicators.length === 0) return [`${others}.`];
  const shown = indicators.slice(0, mostShown).map(({ indicator, rules: count }) => {
    return say`${quote(indicatorText({ ...indicator, value: cut(indicator.value, 80) }))} (${[thousands(count)]})`;
  });
  return say`${[others]}; several test ${joinProse(shown)}, which this change does not.`;
}

function fieldSentence({ fields }: TechniqueGuide): readonly Prose[] {
  if (fields.length === 0) return [];
  const shown = fields.slice(0, mostShown).map(({ field, rules }) => say`${quote(field)} (${[thousands(rules)]})`);
  return [say`Fields that it does not test: ${joinProse(shown)}.`];
}

function eventSentence({ events }: TechniqueGuide): readonly Prose[] {
  const looked = events.filter(({ rules }) => rules > 0).slice(0, mostShown);
  if (looked.length === 0) return [];
  const shown = looked.map(
    ({ event, rules }) => say`${quote(`${event.provider} ${event.id}`)} (${[thousands(rules)]})`,
  );
  return [say`Events that it does not look at: ${joinProse(shown)}.`];
}

function analyticSentence({ events }: TechniqueGuide): readonly Prose[] {
  const named = events.filter(({ rules }) => rules === 0).slice(0, mostShown);
  if (named.length === 0) return [];
  const shown = named.map(({ event }): Prose => [quote(`${event.provider} ${event.id}`)]);
  return [say`ATT&CK's analytics also look at ${joinProse(shown)}.`];
}

/** By number, which is how they are run; one that is listed under a former id says so. */
function testSentence({ technique: { id }, tests }: TechniqueGuide): readonly Prose[] {
  if (tests.length === 0) return [];
  const shown = tests.slice(0, mostShown).map(({ technique, number, url }): Prose => {
    return [{ kind: "link", text: technique === id ? `${number}` : `${technique} ${number}`, url }];
  });
  const more = tests.length - shown.length;
  const noun = tests.length === 1 ? "test" : "tests";
  return [
    say`Validate with Atomic Red Team ${[noun]} ${joinProse(shown)}${[more > 0 ? ` and ${thousands(more)} more` : ""]}.`,
  ];
}
