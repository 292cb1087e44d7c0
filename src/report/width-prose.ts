import { indicatorText } from "../model/indicator-text.ts";
import { type Prose, quote, say } from "../model/prose.ts";
import type { Indicator } from "../model/snapshot.ts";
import type { RuleView } from "./rule-view.ts";
import { plural } from "./words.ts";

/** How specific a rule is, by its weakest path, and what would make it more so (DESIGN 4.5). */
export function widthProse(view: RuleView): Prose {
  const { reach, path, isConstrained } = view.width;
  if (reach === undefined) {
    return ["How specific the rule is can't be said: a part of its weakest path was not understood."];
  }
  const weakest =
    path.length === 0
      ? ["One way to match tests no value at all, so the rule matches whatever its log source sends."]
      : say`The weakest way to match needs${[view.width.isNoisy ? " only" : ""]} ${listed(path.map(named), 4)}, which ${[othersWords(reach - 1, path)]}.`;
  const constrained = isConstrained
    ? [" A threshold, count or comparison narrows it further, which reach can't see."]
    : [];
  return [...weakest, ...constrained, ...(view.width.isNoisy ? advice(view) : [])];
}

function named(indicator: Indicator): Prose {
  return [quote(indicatorText(indicator))];
}

function othersWords(others: number, path: readonly Indicator[]): string {
  const together = path.length === 1 ? "" : " together";
  if (others <= 0) return `no other rule tests${together}`;
  return `${plural(others, "other rule")} test${others === 1 ? "s" : ""}${together}`;
}

function advice({ width: { companions, path } }: RuleView): Prose {
  if (companions.length === 0) return [" Add a condition that few rules share."];
  const besides = companions.map(({ indicator, rules }) => say`${named(indicator)} (${rules})`);
  const what = path.length === 1 ? "it" : "them";
  return say` Rules that test ${[what]} also test ${listed(besides, 5)}: add a condition, or split the branch.`;
}

/** `a`, `a and b`, `a, b and c`, `a, b and 3 more`. */
function listed(items: readonly Prose[], most: number): Prose {
  const shown = items.length > most ? items.slice(0, most - 1) : items.slice(0, -1);
  const last = items.length > most ? [`${items.length - shown.length} more`] : (items.at(-1) ?? []);
  const joined = shown.flatMap((item, index): Prose => (index === 0 ? item : [", ", ...item]));
  return joined.length === 0 ? last : say`${joined} and ${last}`;
}
