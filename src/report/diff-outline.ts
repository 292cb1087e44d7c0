import type { Delta, TechniqueChange } from "../model/delta.ts";
import { type Finding, type Level, standing } from "../model/policy.ts";
import { type Prose, place, quote, say } from "../model/prose.ts";
import { joinProse } from "../model/prose-list.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import { acceptedSection, acceptingSection } from "./diff-accepted.ts";
import { configSection } from "./diff-config.ts";
import { headlineOf, numbersOf } from "./diff-headline.ts";
import { isOfProfile, profileSection } from "./diff-profile.ts";
import { ruleChangeRows } from "./diff-rule-changes.ts";
import { restName, suitesSection, titledFor, viewOfRest, viewOfSuite } from "./diff-suites.ts";
import type { Baseline, DiffView } from "./diff-view.ts";
import { guideSection } from "./guide-outline.ts";
import {
  type DiffOutline,
  eventList,
  type Mark,
  type OutlineItem,
  type OutlineSection,
  techniqueMention,
} from "./outline.ts";
import { changeNumber, leftOutWords, plural, readingWords, shortRevision, weightWords } from "./words.ts";

/** Losses before gains, gains before housekeeping; no section without content. */
export function outlineOf(view: DiffView): DiffOutline {
  const sections = [
    ...(view.suites.length === 0 ? newsSections(view) : suitesNews(view)),
    configSection(view),
    ...(view.suites.length === 0 ? detailSections(view) : suitesDetails(view)),
    acceptedSection(view.verdict),
    guideSection(view.guides),
    diagnosticsSection(view),
    acceptingSection(view),
  ];
  return {
    mark: markOf(view),
    headline: headlineOf(view),
    numbers: numbersOf(view),
    sections: sections.filter(({ items }) => items.length > 0),
    footer: footerOf(view),
  };
}

function suitesNews(view: DiffView): readonly OutlineSection[] {
  return [suitesSection(view), ...eachSuite(view, newsSections)];
}

function suitesDetails(view: DiffView): readonly OutlineSection[] {
  return eachSuite(view, detailSections);
}

/** Suites in the order of the configuration; what is about none of them last, under titles that say so where they must. */
function eachSuite(
  view: DiffView,
  sectionsOf: (view: DiffView) => readonly OutlineSection[],
): readonly OutlineSection[] {
  const named = view.suites.flatMap((suite) =>
    suite.name === undefined
      ? []
      : sectionsOf(viewOfSuite(view, suite)).map((section) => titledFor(suite.name ?? restName, section)),
  );
  const rest = sectionsOf(viewOfRest(view));
  return [
    ...named,
    ...rest.map((section) => (section.belongsTo === undefined ? section : titledFor(restName, section))),
  ];
}

/** What is needed to decide. */
function newsSections(view: DiffView): readonly OutlineSection[] {
  const profile = profileSection(view, findingItem);
  return [
    ...(profile.isFolded ? [] : [profile]),
    findingSection("lost", view, ["technique-lost", "event-lost"]),
    findingSection("thinned", view, ["technique-thinned"]),
    findingSection("noisy", view, ["rule-noisy"]),
    otherFindings(view),
    gainedSection(view.delta),
  ];
}

function detailSections(view: DiffView): readonly OutlineSection[] {
  const profile = profileSection(view, findingItem);
  return [
    ruleChangeSection(view),
    otherTechniques(view.delta),
    ...(profile.isFolded ? [profile] : []),
    notesSection(view),
  ];
}

function markOf({ verdict }: DiffView): Mark {
  if (verdict.outcome === "fail") return "fail";
  return standing(verdict.findings).some(({ level }) => level !== "note") ? "warn" : "pass";
}

const markOfLevel: Readonly<Record<Level, Mark>> = { error: "fail", warning: "warn", note: "none" };

const sectionChecks: ReadonlySet<string> = new Set(["technique-lost", "event-lost", "technique-thinned", "rule-noisy"]);

const titles = { lost: "Lost", thinned: "Thinned", noisy: "Noisy" } as const;

function findingSection(belongsTo: keyof typeof titles, view: DiffView, checks: readonly string[]): OutlineSection {
  const findings = toldApart(view).filter(({ check }) => checks.includes(check));
  return { belongsTo, title: titles[belongsTo], isFolded: false, columns: undefined, items: findings.map(findingItem) };
}

/** What counts and is not told with the threat profile. */
function toldApart({ verdict, targets }: DiffView): readonly Finding[] {
  return standing(verdict.findings).filter((finding) => !isOfProfile(finding, targets));
}

function otherFindings(view: DiffView): OutlineSection {
  const findings = toldApart(view).filter(({ check, level }) => level !== "note" && !sectionChecks.has(check));
  return {
    belongsTo: "findings",
    title: "To mend",
    isFolded: false,
    columns: undefined,
    items: findings.map(findingItem),
  };
}

function notesSection(view: DiffView): OutlineSection {
  const findings = toldApart(view).filter(
    ({ check, level }) => level === "note" && !sectionChecks.has(check) && !tableChecks.has(check),
  );
  return {
    belongsTo: "findings",
    title: "Notes",
    isFolded: true,
    columns: undefined,
    items: findings.map(findingItem),
  };
}

const coverageChecks: ReadonlySet<string> = new Set([
  "technique-lost",
  "technique-thinned",
  "event-lost",
  "lost-required",
]);

/** What is about a place in the head begins with it; what is about coverage begins with its technique. */
function findingItem(finding: Finding): OutlineItem {
  const { check, level, message, location } = finding;
  const where = location === undefined || coverageChecks.has(check) ? undefined : place(location.path, location.line);
  return {
    mark: markOfLevel[level],
    cells: [where === undefined ? message : [where, ": ", ...message]],
    short: where === undefined ? shortSubject(finding) : [where],
  };
}

/** A technique without a link, which is most of its length. */
function shortSubject({ message, subject }: Finding): Prose {
  const [first] = message;
  if (typeof first === "object" && first.kind === "technique") {
    return [{ kind: "sentence", text: `${first.id} ${first.name}` }];
  }
  return [quote(subject)];
}

function gainedSection(delta: Delta | undefined): OutlineSection {
  const gained = (delta?.techniques ?? []).filter(({ change }) => change === "gained");
  const items = gained
    .filter((change) => !isGainedWithChild(change, gained))
    .map((change): OutlineItem => {
      const name = techniqueMention(change);
      const rules = rulesNamed(change.rules.added, delta);
      const numbers: Prose = [changeNumber(change, "before"), " → ", changeNumber(change, "after")];
      const by = rules.length === 0 ? [] : say` by ${listOfRules(rules)}`;
      return { mark: "pass", cells: [say`${name}: ${numbers}${by}.`], short: [name] };
    });
  return { belongsTo: "gained", title: "Gained", isFolded: false, columns: undefined, items };
}

/** A parent that came with its child is one gain. */
function isGainedWithChild({ id, rules }: TechniqueChange, gained: readonly TechniqueChange[]): boolean {
  const children = gained.filter((other) => other.id.startsWith(`${id}.`));
  const keys = new Set(children.flatMap((child) => child.rules.added));
  return children.length > 0 && rules.added.every((key) => keys.has(key));
}

function rulesNamed(keys: readonly string[], delta: Delta | undefined): readonly AnalysedRule[] {
  const known = delta === undefined ? [] : [...delta.rules.added, ...delta.rules.edited.map(({ after }) => after)];
  return keys.flatMap((key) => known.find(({ rule }) => rule.key === key) ?? []);
}

function listOfRules(rules: readonly AnalysedRule[]): Prose {
  const shown = rules.slice(0, 3).map(({ rule, events }) => {
    return say`${place(rule.path)}${events.length === 0 ? [] : say` (${eventList(events)})`}`;
  });
  const names = joinProse(shown);
  return rules.length > 3 ? say`${names} and ${rules.length - 3} more` : names;
}

const changeWords = { reduced: "reduced", strengthened: "strengthened", moved: "only the id changed" } as const;

function otherTechniques(delta: Delta | undefined): OutlineSection {
  const items = (delta?.techniques ?? []).flatMap((change): readonly OutlineItem[] => {
    if (change.change === "gained" || change.change === "lost" || change.change === "thinned") return [];
    const name = techniqueMention(change);
    const cells = [
      [name],
      [changeNumber(change, "before")],
      [changeNumber(change, "after")],
      [changeWords[change.change]],
    ];
    return [{ mark: "none", cells, short: [name] }];
  });
  return {
    belongsTo: "changes",
    title: "Other techniques",
    isFolded: true,
    columns: ["Technique", "Before", "After", ""],
    items,
  };
}

/** What these say is what the table of rule changes says, so a note of theirs stands there alone. */
const tableChecks: ReadonlySet<string> = new Set(["rule-widened", "rule-narrowed"]);

function rulesSaid({ verdict }: DiffView): ReadonlySet<string> {
  const said = standing(verdict.findings).filter(({ check, level }) => tableChecks.has(check) && level !== "note");
  return new Set(said.map(({ subject }) => subject));
}

function ruleChangeSection(view: DiffView): OutlineSection {
  return {
    belongsTo: "changes",
    title: "Rule changes",
    isFolded: true,
    columns: ["Rule", "Change", "What it means"],
    items: view.delta === undefined ? [] : ruleChangeRows(view.delta, { ...view, said: rulesSaid(view) }),
  };
}

/** Faults in files that this change did not touch: said, and never its blame. */
function diagnosticsSection({ corpus, verdict }: DiffView): OutlineSection {
  const blamed = new Set(
    verdict.findings.filter(({ check }) => check === "rule-unreadable").map(({ location }) => location?.path),
  );
  const items = corpus.diagnostics
    .filter(({ location }) => !blamed.has(location.path))
    .map(({ message, location }): OutlineItem => {
      const where = place(location.path, location.line);
      return { mark: "none", cells: [say`${where}: ${{ kind: "sentence", text: message }}`], short: [where] };
    });
  return {
    belongsTo: "findings",
    title: "Not read, and not of this change",
    isFolded: true,
    columns: undefined,
    items,
  };
}

function footerOf({ attack, baseline, head, corpus, referenceChanges }: DiffView): readonly Prose[] {
  const leftOut = leftOutWords(corpus);
  return [
    [`ATT&CK ${attack.version}`],
    comparisonOf(baseline, head),
    [
      `${plural(corpus.rules, "rule")} read${corpus.byReading.full === corpus.rules ? "" : `: ${readingWords(corpus).join(", ")}`}`,
    ],
    ...(leftOut.length === 0 ? [] : [[`not counted: ${leftOut.join(", ")}`]]),
    ...(corpus.weights === undefined ? [] : [weightWords(corpus)]),
    ...(referenceChanges === 0 ? [] : [[`${plural(referenceChanges, "reference rule")} changed`]]),
  ];
}

function comparisonOf(baseline: Baseline, head: string): Prose {
  const reason = { kind: "sentence", text: baseline.reason } as const;
  if (baseline.kind === "absent") return [reason];
  return say`${[shortRevision(baseline.revision)]} → ${[shortRevision(head)]} (${reason})`;
}
