import { changedRules } from "../../model/assessment.ts";
import type { Condition, Opaque } from "../../model/condition.ts";
import { type Prose, quote, say } from "../../model/prose.ts";
import { listProse } from "../../model/prose-list.ts";
import type { Diagnostic } from "../../model/source.ts";
import { visitLeaves } from "../../model/visit-leaves.ts";
import type { Check } from "../check.ts";

/** A changed rule of which detcov did not understand everything. */
export const rulePartlyRead: Check = {
  id: "rule-partly-read",
  title: "A part of a rule was not understood",
  defaultLevel: "note",
  documentation: {
    what: "A changed rule has parts whose meaning is not known here: placeholders that each environment fills in, macros or lists kept outside of the repository, functions that detcov does not read, logic that is not in the rule.",
    why: "Indicators, events and noise are known only for the rest of the rule. Its techniques count all the same.",
    mend: "Often there is nothing to mend: a placeholder is meant to be filled in elsewhere. If a macro or a list is missing from the repository, add it.",
  },
  *run(assessment) {
    const faults = new Set(assessment.head.diagnostics.map(({ location }) => lineName(location)));
    for (const { rule } of changedRules(assessment)) {
      // What a diagnostic names already is no second finding.
      const parts = opaqueParts(rule.condition).filter(({ line }) => !faults.has(lineName({ path: rule.path, line })));
      const [first] = parts;
      if (first === undefined) continue;
      yield {
        subject: rule.key,
        message: say`Not understood: ${listProse(parts, describe)}. Indicators, events and noise are known for the rest only.`,
        location: { path: rule.path, line: first.line, column: 1 },
      };
    }
  },
};

function lineName({ path, line }: Pick<Diagnostic["location"], "path" | "line">): string {
  return `${path}:${line}`;
}

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
