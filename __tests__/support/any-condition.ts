import fc from "fast-check";
import type { Condition, Operator } from "../../src/model/condition.ts";
import { all, any, constraint, not, opaque, where } from "./rule-builder.ts";

const operators: readonly Operator[] = [
  "equals",
  "contains",
  "starts_with",
  "ends_with",
  "basename",
  "wildcard",
  "lt",
  "exists",
];
const values = [
  "a",
  "cmd.exe",
  "CMD.exe",
  "\\cmd.exe",
  "C:\\Temp\\cmd.exe",
  "*d.e?e",
  "a\\*d",
  "a*d",
  "5",
  "5.0",
  "05",
  "Ç\u{1f600}",
];
const aTest = fc
  .tuple(
    fc.constantFrom("Image", "CommandLine", "commandline"),
    fc.constantFrom(...operators),
    fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
  )
  .map(([field, operator, some]) => where(field, operator, ...some));

/** Conditions of every kind that often have something in common. */
export const { anyCondition } = fc.letrec<{ anyCondition: Condition }>((tie) => ({
  anyCondition: fc.oneof(
    { maxDepth: 2 },
    { weight: 5, arbitrary: aTest },
    { weight: 1, arbitrary: fc.constantFrom(constraint("count > 5"), opaque("`macro`")) },
    { weight: 1, arbitrary: tie("anyCondition").map(not) },
    { weight: 2, arbitrary: fc.array(tie("anyCondition"), { minLength: 1, maxLength: 3 }).map((of) => all(...of)) },
    { weight: 2, arbitrary: fc.array(tie("anyCondition"), { minLength: 1, maxLength: 3 }).map((of) => any(...of)) },
  ),
}));
