import type { Config } from "../../src/config/config.ts";
import type { KnownNames } from "../../src/config/known-names.ts";

/** Registries as small as the tests need them. */
export const known: KnownNames = {
  checks: [
    { id: "technique-lost", title: "A covered technique has no rule left", defaultLevel: "error" },
    { id: "rule-noisy", title: "A rule can match on what many rules test", defaultLevel: "warning" },
    { id: "technique-missing", title: "A counted rule names no technique", defaultLevel: "note" },
  ],
  formats: [{ id: "sigma" }, { id: "elastic" }, { id: "splunk" }],
};

/** What holds where a team has decided nothing. */
export const defaults: Config = {
  sources: [
    {
      name: "rules",
      format: undefined,
      include: ["**"],
      exclude: [],
      macros: ["**/macros/**", "**/macros.conf"],
      role: "own",
    },
  ],
  count: {
    lifecycle: ["experimental", "test", "stable"],
    severity: undefined,
    sources: undefined,
    platforms: undefined,
    weights: undefined,
  },
  attack: { kind: "built-in", domain: "enterprise-attack", version: "19" },
  policy: { levels: new Map(), failOn: "error" },
  required: { techniques: [], layer: undefined, groups: [] },
  minimum: { techniques: undefined, tactics: new Map(), platforms: new Map() },
  waivers: [],
  ratchet: ".github/detcov-ratchet.json",
  acceptLabel: "detcov:accept-loss",
  noise: { kind: "percentile", percentile: 99.5 },
  comment: {
    when: "on-change",
    sections: ["numbers", "lost", "thinned", "noisy", "findings", "gained", "changes", "guide"],
  },
  summary: { since: { count: 30, unit: "day" }, stale: { count: 1, unit: "year" }, issue: undefined },
  suites: [],
  fields: [],
  events: [],
};
