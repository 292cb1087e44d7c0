import type { CoverageChange, Delta, TechniqueChange } from "../model/delta.ts";
import { indicatorText } from "../model/indicator-text.ts";
import { type Place, type Prose, place, quote, say } from "../model/prose.ts";
import { joinProse } from "../model/prose-list.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import { brief } from "./brief.ts";
import { techniqueMention } from "./outline.ts";
import type { PageColumn, PageSection } from "./page-outline.ts";
import type { ClaimView, PresentHistory, ReportView, WideRule } from "./report-view.ts";
import { changeNumber, plural, thousands } from "./words.ts";

/** What a lead wants to know beside the coverage, for every output that is read by people; none without content. */
export interface SummarySections {
  readonly change: PageSection | undefined;
  readonly widest: PageSection | undefined;
  readonly stale: PageSection | undefined;
  readonly claims: PageSection | undefined;
}

export function summarySections(view: ReportView): SummarySections {
  const { history } = view;
  return {
    change: history.kind === "present" ? changeSection(history) : undefined,
    widest: widestSection(view),
    stale: history.kind === "present" ? staleSection(history) : undefined,
    claims: claimSection(view),
  };
}

/** More belong into the JSON. */
const mostRows = 50;

const left = (title: string): PageColumn => ({ title, align: "left" });
const right = (title: string): PageColumn => ({ title, align: "right" });

function table<Item>(
  section: { readonly title: string; readonly lead: readonly Prose[]; readonly columns: readonly PageColumn[] },
  items: readonly Item[],
  row: (item: Item) => readonly Prose[],
): PageSection {
  const rows = items.slice(0, mostRows).map((item) => row(item).map(brief));
  return { ...section, rows, more: items.length - rows.length };
}

/** What a lead acts on, losses before gains; that a technique has some rules more or fewer is a number. */
const shownChanges: readonly CoverageChange[] = ["lost", "thinned", "gained"];

function changeSection({ since, isWhole, delta }: PresentHistory): PageSection {
  const title = isWhole ? `Since ${since}` : `Since ${since}, where the history begins`;
  const changes = shownChanges.flatMap((kind) => delta.techniques.filter(({ change }) => change === kind));
  const lead = [[coverageWords(delta)], [ruleWords(delta)], ...otherWords(delta)];
  if (changes.length === 0) return { title, lead, columns: undefined, rows: [], more: 0 };
  const columns = [left("Technique"), left("Change"), right("Before"), right("After"), left("Rules")];
  const rules = rulesByKey(delta);
  return table({ title, lead, columns }, changes, (change) => changeRow(change, rules));
}

function otherWords({ techniques }: Delta): readonly Prose[] {
  const countOf = (kind: CoverageChange) => techniques.filter(({ change }) => change === kind).length;
  const [fewer, more] = [countOf("reduced"), countOf("strengthened")];
  if (fewer + more === 0) return [];
  if (techniques.some(({ strength }) => strength !== undefined)) {
    const are = (number: number) => (number === 1 ? "is" : "are");
    const [weaker, stronger] = [
      `${plural(fewer, "technique")} ${are(fewer)} weaker`,
      `${thousands(more)} ${are(more)} stronger`,
    ];
    return [[`${weaker}, ${stronger}.`]];
  }
  const what = fewer === 0 ? "more rules" : "more";
  const words = [
    ...(fewer === 0 ? [] : [`${plural(fewer, "technique")} ${fewer === 1 ? "has" : "have"} fewer rules`]),
    ...(more === 0 ? [] : [`${plural(more, "technique")} ${more === 1 ? "has" : "have"} ${what}`]),
  ];
  return [[`${words.join(", ")}.`]];
}

/** Where rules that changed are, each by the key it has in its own revision. */
function rulesByKey({ rules }: Delta): ReadonlyMap<string, Place> {
  const placeOn = (side: "base" | "head") => (rule: AnalysedRule) =>
    [rule.rule.key, place(rule.rule.path, undefined, side)] as const;
  const pairs = [...rules.moved, ...rules.edited];
  return new Map([
    ...pairs.map(({ before }) => placeOn("base")(before)),
    ...rules.removed.map(placeOn("base")),
    ...pairs.map(({ after }) => placeOn("head")(after)),
    ...rules.added.map(placeOn("head")),
  ]);
}

function coverageWords({ coverage: { before, after } }: Delta): string {
  const total = `of ${plural(after.total, "technique")}`;
  if (before.covered === after.covered) return `${thousands(after.covered)} ${total} are covered, as many as then.`;
  return `${thousands(before.covered)} → ${thousands(after.covered)} ${total} are covered.`;
}

function ruleWords({ rules: { added, removed, edited, moved } }: Delta): string {
  const parts = [
    [added.length, "added"],
    [removed.length, "removed"],
    [edited.length, "edited"],
    [moved.length, "moved"],
  ] as const;
  const words = parts.flatMap(([count, what]) => (count === 0 ? [] : [`${thousands(count)} ${what}`]));
  return words.length === 0 ? "No rule changed." : `Rules: ${words.join(", ")}.`;
}

function changeRow(change: TechniqueChange, places: ReadonlyMap<string, Place>): readonly Prose[] {
  const named = (key: string) => places.get(key) ?? quote(key);
  const { added, removed } = change.rules;
  const rules = [...added.map((key) => say`+ ${named(key)}`), ...removed.map((key) => say`− ${named(key)}`)];
  return [
    [techniqueMention(change)],
    [change.change],
    [changeNumber(change, "before")],
    [changeNumber(change, "after")],
    listed(rules, 3),
  ];
}

function listed(items: readonly Prose[], most: number): Prose {
  const shown = items.slice(0, items.length > most ? most - 1 : most);
  const joined = joinProse(shown);
  const more = items.length - shown.length;
  return more > 0 ? [...joined, ` and ${thousands(more)} more`] : joined;
}

function widestSection({ widest, noisyRules, noiseThreshold, corpus }: ReportView): PageSection | undefined {
  if (widest.length === 0) return undefined;
  const count = noisyRules === 0 ? "None" : thousands(noisyRules);
  const noisy = `${count} of ${plural(corpus.counted, "counted rule")} ${noisyRules === 1 ? "is" : "are"} noisy: one way to match tests only what ${plural(noiseThreshold, "rule")} or more test.`;
  const columns = [left("Rule"), right("Width"), left("One way to match needs only"), left("Noisy")];
  return table({ title: "Widest rules", lead: [[noisy]], columns }, widest, widestRow);
}

function widestRow({ rule, reach, path, isNoisy }: WideRule): readonly Prose[] {
  const tests = path.map((indicator): Prose => [quote(indicatorText(indicator))]);
  return [
    placeOf(rule),
    [thousands(reach)],
    tests.length === 0 ? ["nothing"] : listed(tests, 3),
    [isNoisy ? "yes" : "no"],
  ];
}

function placeOf({ rule: { path, line } }: AnalysedRule): Prose {
  return [place(path, line)];
}

function staleSection({ stale }: PresentHistory): PageSection | undefined {
  if (stale.rules.length === 0) return undefined;
  const lead = [
    `${plural(stale.rules.length, "counted rule")} ${stale.rules.length === 1 ? "was" : "were"} changed last before ${stale.before}.`,
  ];
  const columns = [left("Rule"), left("Title"), right("Changed last")];
  return table({ title: "Stale rules", lead: [lead], columns }, stale.rules, ({ rule, date }) => [
    placeOf(rule),
    [quote(rule.rule.title)],
    [date],
  ]);
}

function claimSection({ claims }: ReportView): PageSection | undefined {
  if (claims.length === 0) return undefined;
  const columns = [left("Rule"), left("Id"), left("What it is")];
  const title = "Ids to mend";
  return table({ title, lead: [], columns }, claims, (view) => [
    [place(view.rule.path, view.claim.line)],
    [quote(view.claim.declared)],
    claimWords(view),
  ]);
}

function claimWords({ state, replacement }: ClaimView): Prose {
  switch (state) {
    case "revoked":
      return replacement === undefined
        ? ["revoked, for nothing"]
        : say`revoked, counts for ${techniqueMention(replacement)}`;
    case "deprecated":
      return ["deprecated, counts for nothing"];
    case "unknown":
      return ["unknown, counts for nothing"];
  }
}
