import { type Prose, place, quote, say } from "../model/prose.ts";
import { joinProse } from "../model/prose-list.ts";
import { techniqueMention } from "./outline.ts";
import type { PageOutline, PageSection } from "./page-outline.ts";
import {
  eventProse,
  eventSection,
  exclusionSection,
  fieldSection,
  indicatorSection,
  left,
  right,
  sentence,
  table,
} from "./profile-sections.ts";
import { ruleTitle } from "./rule-title.ts";
import { techniqueFacts } from "./technique-facts.ts";
import { techniqueGaps } from "./technique-gaps.ts";
import { countFormats, type ListedRule, type RelatedTechnique, type TechniquePage } from "./technique-page.ts";
import { plural, shortRevision, thousands } from "./words.ts";

/** The most rows of each table; the rest is counted. */
export interface TechniqueLimits {
  readonly events: number;
  readonly fields: number;
  readonly indicators: number;
  readonly exclusions: number;
  /** Of each format. */
  readonly rules: number;
  readonly tests: number;
  readonly others: number;
}

/** What a person reads on a screen. */
export const screenLimits: TechniqueLimits = {
  events: 20,
  fields: 12,
  indicators: 20,
  exclusions: 10,
  rules: 15,
  tests: 15,
  others: 10,
};

/** What a document may hold that is searched rather than read. */
export const documentLimits: TechniqueLimits = {
  events: 200,
  fields: 30,
  indicators: 50,
  exclusions: 25,
  rules: 200,
  tests: 100,
  others: 30,
};

/** The gaps first, for they are what to write next; then what the rules look at and for; then how to validate. */
export function techniqueOutline(page: TechniquePage, limits: TechniqueLimits): PageOutline {
  const profiled = { ...page, subject: "this technique" };
  const sections = [
    gapSection(page),
    eventSection(page, limits.events),
    fieldSection(profiled, limits.fields),
    indicatorSection(profiled, limits.indicators),
    exclusionSection(page, limits.exclusions),
    ...ruleSections(page, limits),
    relatedSection("Sub-techniques", ["Rules that count, and tests."], page.children, page.children.length),
    relatedSection(
      "Covered by the same rules",
      ["Techniques that the rules above name too."],
      page.together,
      limits.others,
    ),
    testSection(page, limits),
    countermeasureSection(page, limits),
    analyticSection(page),
  ];
  return {
    title: [techniqueMention(page.technique)],
    facts: techniqueFacts(page),
    sections: sections.filter(({ rows }) => rows.length > 0),
    footer: footerOf(page),
  };
}

function gapSection(page: TechniquePage): PageSection {
  return {
    title: "What is missing",
    lead: [],
    columns: undefined,
    rows: techniqueGaps(page).map((gap) => [gap]),
    more: 0,
  };
}

function ruleSections({ rules, technique }: TechniquePage, limits: TechniqueLimits): readonly PageSection[] {
  const formats = [...countFormats(rules)];
  const columns = [left("Rule"), right("Width"), left("Events"), left("File")];
  return formats.map(([format, count]) =>
    table(
      { title: `Rules: ${plural(count, "rule")} in ${format}`, lead: [], columns },
      rules.filter(({ analysed }) => analysed.rule.format === format),
      {
        most: limits.rules,
        row: (listed) => [titleProse(listed, technique.id), widthWords(listed), firstEvents(listed), fileProse(listed)],
      },
    ),
  );
}

function titleProse({ analysed, role }: ListedRule, id: string): Prose {
  const below = analysed.techniques.includes(id)
    ? []
    : analysed.techniques.filter((claimed) => claimed.startsWith(`${id}.`));
  const notes = [...below, ...(role === "reference" ? ["reference"] : [])];
  return say`${{ kind: "sentence", text: ruleTitle(analysed.rule), about: { kind: "rule", key: analysed.rule.key } }}${[notes.length === 0 ? "" : ` (${notes.join(", ")})`]}`;
}

function widthWords({ width }: ListedRule): Prose {
  if (width.reach === undefined) return ["not known"];
  return [`${thousands(width.reach)}${width.isNoisy ? ", noisy" : ""}`];
}

function firstEvents({ analysed: { events } }: ListedRule): Prose {
  const shown = joinProse(events.slice(0, 2).map(eventProse));
  return events.length > 2 ? say`${shown} and ${events.length - 2} more` : shown;
}

function fileProse({ analysed: { rule } }: ListedRule): Prose {
  return [place(rule.path, rule.line)];
}

function relatedSection(title: string, lead: Prose, related: readonly RelatedTechnique[], most: number): PageSection {
  return table({ title, lead: [lead], columns: [left("Technique"), right("Rules"), right("Tests")] }, related, {
    most,
    row: ({ technique, rules, tests }) => [[techniqueMention(technique)], [thousands(rules)], [thousands(tests)]],
  });
}

function testSection({ tests, technique }: TechniquePage, limits: TechniqueLimits): PageSection {
  const columns = [left("Test"), left("Name"), left("Executor"), left("GUID")];
  return table({ title: "Atomic Red Team tests", lead: [], columns }, tests, {
    most: limits.tests,
    row: (test) => [
      [test.technique === technique.id ? String(test.number) : `${test.technique} ${test.number}`],
      [{ kind: "link", text: test.name, url: test.url }],
      sentence(test.executor),
      [quote(test.guid)],
    ],
  });
}

function countermeasureSection({ countermeasures }: TechniquePage, limits: TechniqueLimits): PageSection {
  const columns = [left("Id"), left("Countermeasure"), left("Tactic"), left("Relation")];
  return table({ title: "D3FEND countermeasures", lead: [], columns }, countermeasures, {
    most: limits.others,
    row: ({ id, name, tactic, relation, url }) => [
      sentence(id),
      [{ kind: "link", text: name, url }],
      sentence(tactic),
      sentence(relation),
    ],
  });
}

function analyticSection({ analytics }: TechniquePage): PageSection {
  const lead = ["Where ATT&CK's own analytics (18.1) look, and which events they name."];
  const columns = [left("Strategy"), left("Log source"), left("Data component"), left("Events")];
  return table({ title: "ATT&CK's analytics", lead: [lead], columns }, analytics, {
    most: analytics.length,
    row: ({ name, component, events, strategy }) => [
      [{ kind: "link", text: strategy, url: `https://attack.mitre.org/detectionstrategies/${strategy}/` }],
      sentence(name),
      sentence(component),
      joinProse(events.map(eventProse)),
    ],
  });
}

function footerOf({ attack, revision, noiseThreshold, tool }: TechniquePage): readonly Prose[] {
  return [
    sentence(`ATT&CK ${attack.version}`),
    sentence(shortRevision(revision)),
    [`noisy from ${plural(noiseThreshold, "rule")} on`],
    sentence(`${tool.name} ${tool.version}`),
  ];
}
