import type { Condition } from "../../model/condition.ts";
import { anyOf, oneLine } from "../../syntax/conditions.ts";
import type { YamlMapping } from "../../syntax/yaml.ts";
import type { Selection } from "./expression.ts";
import { readSearch, type Timeframe } from "./search.ts";
import { type ReadingContext, readSelection } from "./selection.ts";

/** Keys of a section that are no search identifiers; a detection may well have one called `rules`. */
const reservedKeys = { detection: ["condition", "timeframe"], filter: ["condition", "timeframe", "rules"] } as const;

/**
 * Reads a `detection` section (rules specification, "Detection"), or the `filter` section of a filter, which is one but
 * for its `rules`. Never throws.
 */
export function readDetection(
  section: YamlMapping,
  place: { readonly kind: keyof typeof reservedKeys; readonly line: number },
  context: ReadingContext,
): Condition {
  const reserved: readonly string[] = reservedKeys[place.kind];
  const selections = new Map<string, Selection>();
  for (const [name, value] of Object.entries(section)) {
    if (reserved.includes(name)) continue;
    const before = context.budget.left;
    const condition = readSelection(value, context.lines.of(section, name, place.line), context);
    selections.set(name, { condition, size: Math.max(1, before - context.budget.left) });
  }
  const line = context.lines.ofValue(section, "condition", place.line);
  const timeframe = readTimeframe(section, context.lines.of(section, "timeframe", place.line), context);
  // A list of conditions is any of them (rules specification, "Condition").
  const value = section.condition;
  const surroundings = { selections, named: new Set<Selection>(), timeframe, context };
  if (!Array.isArray(value)) return readCondition(value, line, surroundings);
  if (value.length === 0) return missingCondition("The list of conditions is empty", line, context);
  return anyOf(
    value.map((text: unknown, index) => readCondition(text, context.lines.of(value, index, line), surroundings)),
  );
}

interface Surroundings {
  readonly selections: ReadonlyMap<string, Selection>;
  readonly named: Set<Selection>;
  readonly timeframe: Timeframe | undefined;
  readonly context: ReadingContext;
}

function readCondition(text: unknown, line: number, surroundings: Surroundings): Condition {
  const { selections, named, timeframe, context } = surroundings;
  if (typeof text !== "string") return missingCondition("The detection has no `condition`", line, context);
  const { condition, problems } = readSearch(text, { selections, named, line, budget: context.budget }, timeframe);
  for (const problem of problems) {
    const message = `The condition "${oneLine(text)}" can't be read. ${problem}`;
    context.report({ code: "invalid-value", message, line });
  }
  return condition;
}

function missingCondition(what: string, line: number, context: ReadingContext): Condition {
  context.report({ code: "missing-part", message: `${what}; name the selections that have to match.`, line });
  return { kind: "opaque", reason: "syntax-error", text: "condition", line };
}

function readTimeframe(section: YamlMapping, line: number, context: ReadingContext): Timeframe | undefined {
  const { timeframe } = section;
  if (timeframe === undefined || timeframe === null) return undefined;
  if (typeof timeframe === "string" || typeof timeframe === "number") return { text: String(timeframe), line };
  context.report({ code: "invalid-value", message: "`timeframe` is no time; write one such as 5m.", line });
  return { text: "an unknown time", line };
}
