import { parseTimeSpan } from "../model/time-span.ts";
import { type Problem, quoted } from "./problem.ts";
import { textsOf } from "./read-loosely.ts";

/** What is wrong with how far the summary looks back. */
export function* summaryProblems(summary: unknown): Generator<Problem> {
  const texts = textsOf(summary, ["since", "stale"]);
  for (const key of ["since", "stale"] as const) {
    const text = texts[key];
    if (text === undefined || parseTimeSpan(text) !== undefined) continue;
    const message = `summary.${key} is ${quoted(text)}, which is no span of time. Write a number with d, w, m or y for days, weeks, months or years, such as "30d".`;
    yield { path: ["summary", key], at: "value", message };
  }
}
