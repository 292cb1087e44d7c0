import type { Finding } from "../../src/model/policy.ts";
import { quote, say } from "../../src/model/prose.ts";
import type { Targets } from "../../src/model/targets.ts";
import { noAcceptances } from "../../src/policy/acceptances.ts";
import { checks } from "../../src/policy/checks/index.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Waiver } from "../../src/policy/waiver.ts";
import { summarise } from "../../src/report/corpus-summary.ts";
import type { DiffView } from "../../src/report/diff-view.ts";
import { anAssessment, aPolicy } from "../support/assessment-builder.ts";
import { aCatalogue, all, not, opaque, type RuleDraft, where } from "../support/rule-builder.ts";
import { baseRevision, indicatorOf } from "./small-corpus.ts";
import { diffView } from "./small-views.ts";

/** A rule that says the text wherever an author writes. `order` keeps lists in the same order whatever the text is. */
function draft(text: string, order: number, changes: RuleDraft = {}): RuleDraft {
  return {
    key: `${order} ${text}`,
    title: text,
    path: `rules/${order} ${text}.yml`,
    logSource: { product: text, category: text, service: text, tables: [text] },
    techniques: [{ id: `T9${order}`, declared: text, line: 5 }],
    condition: all(
      { ...where(`field ${text}`, "contains", `${order} ${text}`), nativeField: text },
      not(where(text, "equals", text)),
      opaque(`opaque ${text}`),
    ),
    ...changes,
  };
}

/** A change in which everything that a rule author writes is the text: added, removed, edited and moved, with findings. */
export function hostileDiff(text: string): DiffView {
  const base = [
    draft(text, 1, { techniques: ["T1490"], condition: where(text, "equals", text) }),
    draft(text, 2),
    draft(text, 3),
    draft(text, 4, { path: `old/4 ${text}.yml` }),
  ];
  const edited = draft(text, 2, {
    title: `now ${text}`,
    condition: where(`now ${text}`, "contains", `now ${text}`),
    lifecycle: "test",
  });
  const head = [edited, draft(text, 3), draft(text, 4), draft(text, 5), draft(text, 6, { techniques: ["T1059.001"] })];
  const diagnostic = {
    code: "syntax-error",
    message: text,
    location: { path: `rules/5 ${text}.yml`, line: 2, column: 1 },
  } as const;
  const assessment = anAssessment({
    base,
    head,
    noiseThreshold: 1,
    changedPaths: head.map(({ path }) => path ?? ""),
    diagnostics: [diagnostic, { ...diagnostic, location: { ...diagnostic.location, path: `rules/${text}` } }],
  });
  const verdict = decide(assessment, {
    checks,
    policy: aPolicy(),
    catalogue: aCatalogue(),
    acceptances: { ...noAcceptances, waivers: [hostileWaiver(text)] },
    everything: undefined,
  });
  return {
    ...diffView(),
    baseline: { kind: "commit", revision: baseRevision, reason: `as --base ${text} says` },
    delta: assessment.delta,
    verdict: { ...verdict, findings: [...verdict.findings, ofEveryKind(text)] },
    corpus: summarise(assessment.head, { whyLeftOut: ({ lifecycle }) => lifecycle, platforms: [text] }),
    widths: assessment.widths,
    noiseThreshold: 1,
    guides: [guide(text)],
    configChange: {
      path: text,
      differences: [say`source ${quote(text)} removed`],
      waivers: [say`waiver of ${quote(text)} added`],
      areWaiversHeld: true,
      outcome: "pass",
    },
    targets: hostileTargets(text),
    acceptLabel: text,
  };
}

/** The names of techniques are those of a bundle, and a layer may be called anything. */
export function hostileTargets(text: string): Targets {
  return {
    required: [{ id: "T1490", name: text, origins: [[quote(text)]], before: { rules: 1 }, after: { rules: 0 } }],
    minimums: [],
  };
}

/** Accepts every finding of a rule file. */
function hostileWaiver(text: string): Waiver {
  const anything = { technique: undefined, event: undefined, rule: undefined, fingerprint: undefined };
  return {
    check: "technique-missing",
    target: { ...anything, path: { pattern: text, matches: () => true } },
    reason: text,
    owner: text,
    expires: undefined,
    isByThisChange: true,
  };
}

/** Foreign text in each kind of prose that there is. */
function ofEveryKind(text: string): Finding {
  const message = say`${quote(text)}, ${{ kind: "sentence", text }}, ${{ kind: "technique", id: "T1059", name: text }}, ${{ kind: "place", path: text, line: undefined, side: "head" }} and ${{ kind: "link", text, url: `https://example.com/${text}` }}.`;
  return {
    check: "technique-unknown",
    level: "error",
    message,
    location: { path: `rules/9 ${text}.yml`, line: 3, column: 1 },
    subject: text,
    fingerprint: `technique-unknown:every kind:${text}`,
  };
}

function guide(text: string): DiffView["guides"][number] {
  const technique = aCatalogue().technique("T1059.001");
  if (technique === undefined) throw new Error("T1059.001 is in the small catalogue.");
  const event = { provider: text, id: text, title: text };
  return {
    technique,
    rules: 2,
    indicators: [{ indicator: indicatorOf(text, "contains", text), rules: 2 }],
    fields: [{ field: text, rules: 2 }],
    events: [
      { event, rules: 2 },
      { event, rules: 0 },
    ],
    tests: [],
  };
}
