import type { Condition, Sequence } from "../model/condition.ts";
import type { LogicChange, LogicPart } from "../model/delta.ts";
import { compareText } from "../model/order.ts";
import { sequenceText } from "../model/sequence-text.ts";
import { visitLeaves } from "../model/visit-leaves.ts";
import { isContained } from "./containment.ts";
import { indicatorKeys } from "./indicators.ts";
import { signature } from "./signature.ts";

/**
 * What an edit did to a rule's logic; undefined where the logic is the same.
 *
 * It is the same where only order, lines, spelling or the names of selections changed, and where the same parts are
 * arranged in another way that provably matches the same events.
 */
export function compareLogic(before: Condition, after: Condition): LogicChange | undefined {
  if (signature(before) === signature(after)) return undefined;
  const old = partsOf(before);
  const now = partsOf(after);
  const added = [...now].filter(([key]) => !old.has(key)).map(([, part]) => part);
  const removed = [...old].filter(([key]) => !now.has(key)).map(([, part]) => part);
  const isNarrower = isContained(after, before);
  const isWider = isContained(before, after);
  if (isNarrower !== isWider) return { effect: isNarrower ? "narrower" : "wider", added, removed };
  const isSame = isNarrower && added.length === 0 && removed.length === 0;
  return isSame ? undefined : { effect: "other", added, removed };
}

/** Every leaf once, one value each, and what holds sequences together, by a key that leaves out lines and spelling. */
function partsOf(condition: Condition): ReadonlyMap<string, LogicPart> {
  const parts = new Map<string, LogicPart>();
  for (const sequence of sequencesOf(condition)) {
    const text = sequenceText({ ...sequence, by: [...sequence.by].sort(compareText) });
    parts.set(`constraint\u0000${text}`, { kind: "constraint", text, line: undefined });
  }
  visitLeaves(condition, (leaf, polarity) => {
    if (leaf.kind !== "predicate") {
      parts.set(`${leaf.kind}\u0000${leaf.text}`, { kind: leaf.kind, text: leaf.text, line: leaf.line });
      return;
    }
    const { field, operator, values } = leaf;
    const nativeField = leaf.nativeField === field ? undefined : leaf.nativeField;
    const kind = polarity === "positive" ? "indicator" : "exclusion";
    indicatorKeys(leaf).forEach((key, index) => {
      const part = `${kind}\u0000${key}`;
      if (!parts.has(part)) {
        const line = leaf.lines?.[index] ?? leaf.line;
        parts.set(part, { kind, indicator: { field, operator, value: values[index] ?? "", key }, nativeField, line });
      }
    });
  });
  return parts;
}

function sequencesOf(condition: Condition): readonly Sequence[] {
  switch (condition.kind) {
    case "all":
    case "any":
      return condition.of.flatMap(sequencesOf);
    case "not":
      return sequencesOf(condition.condition);
    case "sequence":
      return [condition, ...condition.steps.flatMap(sequencesOf)];
    case "predicate":
    case "constraint":
    case "opaque":
      return [];
  }
}
