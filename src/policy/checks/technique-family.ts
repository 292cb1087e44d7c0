import type { Catalogue } from "../../attack/catalogue.ts";
import type { Assessment } from "../../model/assessment.ts";
import type { CoverageChange, TechniqueChange } from "../../model/delta.ts";
import { say } from "../../model/prose.ts";
import { listProse } from "../../model/prose-list.ts";
import { isCovering } from "../is-covering.ts";
import { escaped, weakening } from "../words.ts";
import type { Former } from "./removals.ts";

/** A technique that changed, and its parent where that changed by nothing else. */
export interface FamilyChange {
  readonly change: TechniqueChange;
  readonly parent: TechniqueChange | undefined;
}

/**
 * Techniques that a change did the same to. A parent that only its children's rules covered goes with them: it is
 * told with the last of them and is no news of its own.
 */
export function familyChanges(
  { delta }: Assessment,
  kind: CoverageChange,
  catalogue: Catalogue,
): readonly FamilyChange[] {
  const changes = (delta?.techniques ?? []).filter(({ change }) => change === kind);
  const lastChild = new Map<string, TechniqueChange>();
  for (const parent of changes) {
    const children = changes.filter(({ id }) => catalogue.technique(id)?.parent === parent.id);
    const keys = new Set(children.flatMap(weakening));
    const last = children.at(-1);
    if (last !== undefined && weakening(parent).every((key) => keys.has(key))) lastChild.set(parent.id, last);
  }
  return changes
    .filter(({ id }) => !lastChild.has(id))
    .map((change) => ({ change, parent: changes.find(({ id }) => lastChild.get(id) === change) }));
}

/** Says of a rule by which ids it named a technique or, of a parent, what is below it. */
export function namingOf({ id }: TechniqueChange, catalogue: Catalogue): Former {
  return ({ techniques }) => {
    const named = techniques.filter((technique) => isCovering(technique, id, catalogue));
    return say`names ${listProse(named, (technique) => [escaped(technique)])}`;
  };
}
