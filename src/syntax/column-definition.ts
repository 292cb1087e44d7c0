import type { Condition, OpaqueReason } from "../model/condition.ts";
import { constraint } from "./constraint.ts";
import { opaque } from "./recovery.ts";
import type { Words } from "./tokens.ts";

/** How a column that is not in the data comes about. */
export interface Definition extends Making {
  /** The author's words, from the name of the column on. */
  readonly words: Words;
  /** What stands elsewhere and completes them, such as the groups of an aggregation. */
  readonly rest: Words | undefined;
  /** Why it can't be known what the column holds. */
  readonly gap?: OpaqueReason | undefined;
}

/** What an expression is made of. */
export interface Making {
  /** Whether it compares something with a value, so that leaving it out would lose the value. */
  readonly hasComparison: boolean;
  /** Other computed columns in it. */
  readonly uses: ReadonlySet<Definition>;
  /** Those of them that stand in it with all that they say. */
  readonly includes: ReadonlySet<Definition>;
  /** Those of them that stand in it by name only, so that a filter by what it makes depends on them. */
  readonly needs: ReadonlySet<Definition>;
}

/** The making of a column that compares nothing and uses no other. */
export const nothingCompared: Making = { hasComparison: false, uses: new Set(), includes: new Set(), needs: new Set() };

/** All that can be reached from these. */
export function closure(
  start: Iterable<Definition>,
  next: (definition: Definition) => Iterable<Definition>,
): ReadonlySet<Definition> {
  const reached = new Set<Definition>();
  const open = [...start];
  for (let definition = open.pop(); definition !== undefined; definition = open.pop()) {
    if (reached.has(definition)) continue;
    reached.add(definition);
    open.push(...next(definition));
  }
  return reached;
}

/** What a definition adds to the condition. */
export function describe({ words, rest, gap }: Definition): Condition {
  const text = rest === undefined ? words.text : `${words.text} ${rest.text}`;
  return gap === undefined ? constraint(text, words.line) : opaque(gap, text, words.line);
}
