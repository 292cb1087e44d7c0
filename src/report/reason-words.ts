import type { OpaqueReason } from "../model/condition.ts";

/** Why a part was not understood, in words that stand before it. */
export const reasonWords: Readonly<Record<OpaqueReason, string>> = {
  "syntax-error": "broken syntax",
  unsupported: "not supported",
  "unresolved-macro": "macro not in the repository",
  placeholder: "filled in by each environment",
  "external-lookup": "list kept outside of the repository",
  "unresolved-reference": "rule not in the corpus",
  "not-in-rule": "logic not written in the rule",
  "limit-exceeded": "too large to read",
};
