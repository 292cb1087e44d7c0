import { changedRules } from "../../model/assessment.ts";
import type { Condition, Opaque } from "../../model/condition.ts";
import { type Prose, quote, say } from "../../model/prose.ts";
import { visitLeaves } from "../../model/visit-leaves.ts";
import type { Check } from "../check.ts";
import { list } from "../words.ts";

/** A changed rule of which detcov did not understand everything. */
export const rulePartlyRead: Check = {
  id: "rule-partly-read",
  title: "A part of a rule was not understood",
  defaultLevel: "note",
  documentation: {
    what: "A changed rule has parts that are opaque: placeholders, macros or lookups kept elsewhere, functions that are not read.",
    why: "Indicators, width and events are known only for the rest. Techniques are counted all the same.",
    mend: "Often nothing: a placeholder is meant to be filled in elsewhere. If a macro or rule is missing from the repository, add it.",
  },
  *run(assessment) {
    for (const { rule } of changedRules(assessment)) {
      const parts = opaqueParts(rule.condition);
      const [first] = parts;
      if (first === undefined) continue;
      yield {
        subject: rule.key,
        message: say`Not understood: ${list(parts.map(describe))}. Width and indicators are known for the rest only.`,
        location: { path: rule.path, line: first.line, column: 1 },
      };
    }
  },
};

function describe({ reason, text }: Opaque): Prose {
  return say`${quote(text)} (${[reason.replaceAll("-", " ")]})`;
}

function opaqueParts(condition: Condition): readonly Opaque[] {
  const parts: Opaque[] = [];
  visitLeaves(condition, (leaf) => {
    if (leaf.kind === "opaque") parts.push(leaf);
  });
  return parts;
}
