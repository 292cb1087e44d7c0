import type { Delta } from "../../../src/model/delta.ts";
import { noTargets } from "../../../src/model/targets.ts";
import type { DiffView } from "../../../src/report/diff-view.ts";
import type { ReportView } from "../../../src/report/report-view.ts";
import { aSnapshot } from "../../support/rule-builder.ts";

/** A change that changes nothing. */
export const emptyDelta: Delta = {
  base: "1".repeat(40),
  head: "2".repeat(40),
  rules: { added: [], removed: [], moved: [], edited: [] },
  techniques: [],
  events: [],
  indicators: { added: [], removed: [] },
  coverage: { before: { covered: 312, total: 697 }, after: { covered: 312, total: 697 } },
};

const corpus: DiffView["corpus"] = {
  files: 0,
  rules: 0,
  counted: 0,
  byFormat: new Map(),
  byReading: { full: 0, partial: 0, metadata: 0 },
  leftOut: new Map(),
  platforms: undefined,
  weights: undefined,
  diagnostics: [],
};

/** The report on a change that changes nothing. */
export const emptyDiff: DiffView = {
  tool: { name: "detcov", version: "0.0.0" },
  attack: { domain: "enterprise-attack", version: "19" },
  baseline: { kind: "commit", revision: emptyDelta.base, reason: "first parent of the merge" },
  head: emptyDelta.head,
  prefix: "",
  configPath: undefined,
  delta: emptyDelta,
  covered: { before: [], after: [] },
  verdict: { outcome: "pass", failOn: "error", findings: [] },
  suites: [],
  corpus,
  countedBefore: 0,
  widths: new Map(),
  formerReach: new Map(),
  noiseThreshold: 10,
  guides: [],
  referenceChanges: 0,
  fixes: [],
  configChange: undefined,
  targets: noTargets,
  acceptLabel: "detcov:accept-loss",
  comment: { when: "on-change", sections: [] },
};

/** The coverage of a corpus without rules. */
export const emptyReport: ReportView = {
  tool: emptyDiff.tool,
  attack: emptyDiff.attack,
  revision: emptyDelta.head,
  corpus,
  tactics: [],
  techniques: [],
  unmapped: [],
  events: [],
  noiseThreshold: 10,
  noisyRules: 0,
  widest: [],
  claims: [],
  targets: noTargets,
  history: { kind: "not-asked" },
};

/** One rule, in a list. */
export const lsassRules = aSnapshot([{ key: "lsass" }]).rules;
