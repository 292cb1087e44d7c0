import type { Catalogue } from "../attack/catalogue.ts";
import type { Assessment } from "../model/assessment.ts";
import type { Finding, Level } from "../model/policy.ts";

/**
 * A named judgement. One file in `checks/` and one line in `checks/index.ts`;
 * the contract every check keeps is `__tests__/policy/contract.test.ts`.
 */
export interface Check {
  /** `technique-lost`. Never changes: it is in configurations, waivers and SARIF. */
  readonly id: string;
  /** What a finding says is so, in a few words. */
  readonly title: string;
  readonly defaultLevel: Level;
  /** For `docs/checks.md`: what it says and why, how to mend it. Markdown, each a paragraph. */
  readonly documentation: { readonly what: string; readonly why: string; readonly mend: string };
  /** Reads, never does anything; yields in any order. */
  run(assessment: Assessment, catalogue: Catalogue): Iterable<CheckResult>;
}

export type CheckResult = Pick<Finding, "message" | "location" | "subject"> & {
  /** What tells two findings about one subject apart, such as the id that is revoked. */
  readonly detail?: string;
};
