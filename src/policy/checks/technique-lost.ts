import type { Catalogue } from "../../attack/catalogue.ts";
import type { Assessment } from "../../model/assessment.ts";
import type { TechniqueChange } from "../../model/delta.ts";
import { type Prose, say } from "../../model/prose.ts";
import type { Check, CheckResult } from "../check.ts";
import { list } from "../words.ts";
import { describeRemoval, locationOfRemoval } from "./removal.ts";

/** A technique that the base covered and the head does not. */
export const techniqueLost: Check = {
  id: "technique-lost",
  title: "An ATT&CK technique is no longer covered",
  defaultLevel: "error",
  documentation: {
    what: "A technique that at least one counted rule covered in the base has none in the head.",
    why: "Deleting, disabling or re-tagging a rule is often right; losing a technique by it seldom is, and nobody sees it in the diff.",
    mend: "Keep a rule for the technique, tag another rule that detects it, or accept the loss on purpose.",
  },
  *run(assessment, catalogue) {
    const lost = assessment.delta?.techniques.filter(({ change }) => change === "lost") ?? [];
    for (const change of lost) {
      if (!isLostWithChild(change, lost, catalogue)) yield resultOf(change, assessment, lost, catalogue);
    }
  },
};

/** A parent that was covered only through a child goes with it: one loss, one finding. */
function isLostWithChild(parent: TechniqueChange, lost: readonly TechniqueChange[], catalogue: Catalogue): boolean {
  const children = lost.filter(({ id }) => catalogue.technique(id)?.parent === parent.id);
  const keysOfChildren = new Set(children.flatMap(({ rules }) => rules.removed));
  return children.length > 0 && parent.rules.removed.every((key) => keysOfChildren.has(key));
}

function resultOf(
  change: TechniqueChange,
  assessment: Assessment,
  lost: readonly TechniqueChange[],
  catalogue: Catalogue,
): CheckResult {
  const technique = { kind: "technique", id: change.id, name: change.name } as const;
  const parentId = catalogue.technique(change.id)?.parent;
  const parent = lost.find(({ id }) => id === parentId);
  const parentToo: Prose =
    parent === undefined ? [] : say` With it goes ${{ kind: "technique", id: parent.id, name: parent.name }}.`;
  const reasons = change.rules.removed.map((key) => describeRemoval(key, change.id, assessment));
  return {
    subject: change.id,
    message: say`${technique} has no rule left. It was covered by ${list(reasons)}.${parentToo}`,
    location: locationOfRemoval(change.rules.removed, assessment),
  };
}
