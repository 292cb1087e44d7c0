import type { Delta } from "../model/delta.ts";
import type { Prose } from "../model/prose.ts";
import { reasonsOf } from "./diff-headline.ts";
import type { DiffView, SuiteView } from "./diff-view.ts";
import type { OutlineItem, OutlineSection } from "./outline.ts";
import { thousands } from "./words.ts";

/** What reports call the rules that are in no suite. */
export const restName = "In no suite";

/** The report on a change as if there were only the rules of one suite. */
export function viewOfSuite(view: DiffView, suite: SuiteView): DiffView {
  const { delta, verdict, widths, targets, noiseThreshold, counted } = suite;
  const corpus = { ...view.corpus, counted: counted.after };
  return {
    ...view,
    delta,
    verdict,
    widths,
    targets,
    noiseThreshold,
    corpus,
    countedBefore: counted.before,
    suites: [],
  };
}

/** What is about no suite: rules in none, targets of the whole repository, waivers. */
export function viewOfRest(view: DiffView): DiffView {
  const rest = view.suites.find(({ name }) => name === undefined);
  const findings = view.verdict.findings.filter(({ suite }) => suite === undefined);
  const verdict = { ...view.verdict, findings };
  return rest === undefined
    ? { ...view, delta: undefined, widths: new Map(), verdict, suites: [] }
    : { ...viewOfSuite(view, rest), targets: view.targets, verdict };
}

/** A section that says of which suite it is. */
export function titledFor(name: string, section: OutlineSection): OutlineSection {
  return { ...section, title: `${name}: ${section.title}` };
}

function isTouched({ delta, verdict }: SuiteView): boolean {
  return verdict.findings.length > 0 || (delta !== undefined && hasChanges(delta));
}

function hasChanges({ rules: { added, removed, edited, moved }, techniques }: Delta): boolean {
  return [added, removed, edited, moved, techniques].some(({ length }) => length > 0);
}

/** One line for each suite that the change touches, and one for all others. */
export function suitesSection(view: DiffView): OutlineSection {
  const touched = view.suites.filter(isTouched);
  const others = view.suites.filter((suite) => !isTouched(suite)).map(({ name = restName }) => name);
  const lines = touched.map((suite) => suiteLine(viewOfSuite(view, suite), suite.name ?? restName));
  const rest = others.length === 0 ? [] : [line("none", [others.join(", ")], [""], [""], ["not touched"])];
  return {
    belongsTo: undefined,
    title: "Suites",
    isFolded: false,
    columns: ["Suite", "Techniques covered", "Rules counted", "This change"],
    items: [...lines, ...rest],
  };
}

function suiteLine(view: DiffView, name: string): OutlineItem {
  const { delta, verdict, countedBefore, corpus } = view;
  const coverage = delta?.coverage;
  const techniques =
    coverage === undefined
      ? ""
      : `${thousands(coverage.before.covered)} → ${thousands(coverage.after.covered)} of ${thousands(coverage.after.total)}`;
  const rules = `${thousands(countedBefore)} → ${thousands(corpus.counted)}`;
  const fails = verdict.outcome === "fail";
  const reasons = reasonsOf(view).join(", ");
  return line(fails ? "fail" : "pass", [name], [techniques], [rules], [`${fails ? "fails" : "passes"}: ${reasons}`]);
}

function line(mark: OutlineItem["mark"], ...cells: readonly [Prose, Prose, Prose, Prose]): OutlineItem {
  return { mark, cells, short: [...cells[0], ": ", ...cells[3]] };
}
