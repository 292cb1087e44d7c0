import type { Check } from "../check.ts";
import { coverageBelowMinimum } from "./coverage-below-minimum.ts";
import { eventLost } from "./event-lost.ts";
import { fieldLonely } from "./field-lonely.ts";
import { lostRequired } from "./lost-required.ts";
import { requiredTechniqueUncovered } from "./required-technique-uncovered.ts";
import { ruleDuplicate } from "./rule-duplicate.ts";
import { ruleIdDuplicate } from "./rule-id-duplicate.ts";
import { ruleNarrowed } from "./rule-narrowed.ts";
import { ruleNoisy } from "./rule-noisy.ts";
import { rulePartlyRead } from "./rule-partly-read.ts";
import { ruleSubsumed } from "./rule-subsumed.ts";
import { ruleUnreadable } from "./rule-unreadable.ts";
import { ruleWidened } from "./rule-widened.ts";
import { tacticMismatch } from "./tactic-mismatch.ts";
import { techniqueDeprecated } from "./technique-deprecated.ts";
import { techniqueLost } from "./technique-lost.ts";
import { techniqueMissing } from "./technique-missing.ts";
import { techniqueRevoked } from "./technique-revoked.ts";
import { techniqueThinned } from "./technique-thinned.ts";
import { techniqueUnknown } from "./technique-unknown.ts";
import { waiverExpired } from "./waiver-expired.ts";
import { waiverUnused } from "./waiver-unused.ts";

/** Every check, in the order reports list them. The contract they keep is `__tests__/policy/contract.test.ts`. */
export const checks: readonly Check[] = [
  techniqueLost,
  techniqueThinned,
  eventLost,
  requiredTechniqueUncovered,
  lostRequired,
  coverageBelowMinimum,
  ruleNoisy,
  ruleDuplicate,
  ruleSubsumed,
  ruleWidened,
  ruleNarrowed,
  techniqueUnknown,
  techniqueDeprecated,
  techniqueRevoked,
  techniqueMissing,
  tacticMismatch,
  fieldLonely,
  ruleUnreadable,
  rulePartlyRead,
  ruleIdDuplicate,
  waiverExpired,
  waiverUnused,
];
