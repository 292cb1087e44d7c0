import { indicatorsOf } from "../analysis/indicators.ts";
import type { ComparedRule } from "../model/neighbours.ts";

/** A text has a greatest length, which the JSON of a hundred thousand rules comes near. */
const rulesInPiece = 1_000;

/** Rules as pieces of JSON, to be handed to another thread: it is made and read faster than a copy of the objects. */
export function packRules(rules: readonly ComparedRule[]): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(rules.length / rulesInPiece) }, (_, piece) => {
    const from = piece * rulesInPiece;
    return Buffer.from(JSON.stringify(rules.slice(from, from + rulesInPiece).map(packed)));
  });
}

/** What {@link packRules} was given. */
export function unpackRules(pieces: readonly Uint8Array[]): readonly ComparedRule[] {
  return pieces.flatMap(unpackPiece);
}

function unpackPiece({ buffer, byteOffset, length }: Uint8Array): readonly ComparedRule[] {
  const rules: readonly PackedRule[] = JSON.parse(Buffer.from(buffer, byteOffset, length).toString("utf8"));
  return rules.map((rule) => ({ ...rule, indicators: indicatorsOf(rule.rule.condition).indicators }));
}

/** What is left out follows from the condition. */
type PackedRule = Omit<ComparedRule, "indicators" | "anchors">;

function packed({ rule: { key, format, logSource, condition }, events, isHelper }: ComparedRule): PackedRule {
  return { rule: { key, format, logSource, condition }, events, isHelper };
}
