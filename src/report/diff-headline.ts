import { standing, type Verdict } from "../model/policy.ts";
import type { DiffView } from "./diff-view.ts";
import type { NumberRow } from "./outline.ts";
import { plural, thousands } from "./words.ts";

/** The verdict with its reason: a person who reads only this decides rightly. */
export function headlineOf(view: DiffView): string {
  const { delta, corpus } = view;
  if (delta === undefined) return `Detection coverage: nothing to compare with, ${plural(corpus.rules, "rule")} read`;
  const suites = view.suites.flatMap((suite) => {
    const reasons = badNews(suite.verdict, view);
    return reasons.length === 0 ? [] : [`${suite.name ?? "in no suite"}: ${reasons.join(", ")}`];
  });
  return `Detection coverage: ${suites.length === 0 ? reasonsOf(view).join(", ") : suites.join("; ")}`;
}

/** Why the verdict is what it is, or what is good about the change. */
export function reasonsOf(view: DiffView): readonly string[] {
  const reasons = badNews(view.verdict, view);
  return reasons.length === 0 ? [goodNews(view)] : reasons;
}

function badNews(verdict: Verdict, view: DiffView): readonly string[] {
  return [...lossReasons(verdict, view), ...otherReasons(verdict)];
}

function lossReasons(verdict: Verdict, { corpus }: DiffView): readonly string[] {
  const thin = corpus.weights === undefined ? "left to a single rule" : "left thin";
  const required = count(verdict, "lost-required");
  const lost = count(verdict, "technique-lost");
  const thinned = count(verdict, "technique-thinned");
  const events = count(verdict, "event-lost");
  return [
    ...(required > 0 ? [`${plural(required, "required technique")} lost`] : []),
    ...(lost > 0 ? [`${plural(lost, "technique")} lost`] : []),
    ...(thinned > 0 ? [`${thinned} ${thin}`] : []),
    ...(events > 0 ? [`${plural(events, "event")} unwatched`] : []),
  ];
}

function otherReasons(verdict: Verdict): readonly string[] {
  const open = count(verdict, "required-technique-uncovered");
  const low = count(verdict, "coverage-below-minimum");
  const noisy = count(verdict, "rule-noisy");
  const unreadable = count(verdict, "rule-unreadable");
  const others = standing(verdict.findings).filter(({ check, level }) => level !== "note" && !named.has(check)).length;
  return [
    ...(open > 0 ? [`${plural(open, "required technique")} not covered`] : []),
    ...(low > 0 ? ["coverage below the minimum"] : []),
    ...(noisy > 0 ? [`${plural(noisy, "noisy rule")}`] : []),
    ...(unreadable > 0 ? [`${plural(unreadable, "fault")} in rule files`] : []),
    ...(others > 0 ? [`${plural(others, "thing")} to mend`] : []),
  ];
}

const named: ReadonlySet<string> = new Set([
  "lost-required",
  "technique-lost",
  "technique-thinned",
  "event-lost",
  "required-technique-uncovered",
  "coverage-below-minimum",
  "rule-noisy",
  "rule-unreadable",
]);

function goodNews({ delta }: DiffView): string {
  const gained = (delta?.techniques ?? []).filter(({ change }) => change === "gained").length;
  return gained > 0 ? `nothing lost, ${plural(gained, "technique")} gained` : "nothing lost";
}

function count({ findings }: Verdict, check: string): number {
  return standing(findings).filter((finding) => finding.check === check && finding.level !== "note").length;
}

/** Before and after, and of how many. */
export function numbersOf({ delta, corpus, countedBefore }: DiffView): readonly NumberRow[] {
  if (delta === undefined) return [];
  const { before, after } = delta.coverage;
  const { added, removed, edited, moved } = delta.rules;
  const onlyMoved = moved.filter(({ after: rule }) => !edited.some((edit) => edit.after === rule)).length;
  const changes = [
    ...(added.length > 0 ? [`${added.length} added`] : []),
    ...(removed.length > 0 ? [`${removed.length} removed`] : []),
    ...(edited.length > 0 ? [`${edited.length} edited`] : []),
    ...(onlyMoved > 0 ? [`${onlyMoved} moved`] : []),
  ];
  const note = changes.length === 0 ? "" : ` (${changes.join(", ")})`;
  return [
    {
      label: "Techniques covered",
      before: `${thousands(before.covered)} of ${thousands(before.total)}`,
      after: `${thousands(after.covered)} of ${thousands(after.total)}`,
      isChanged: before.covered !== after.covered,
    },
    {
      label: "Rules counted",
      before: thousands(countedBefore),
      after: `${thousands(corpus.counted)}${note}`,
      isChanged: countedBefore !== corpus.counted,
    },
  ];
}
