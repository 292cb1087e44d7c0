import { type Cover, strengthText } from "../model/cover.ts";
import type { TechniqueChange } from "../model/delta.ts";
import { indicatorText } from "../model/indicator-text.ts";
import { type Prose, quote, type Sentence, type TechniqueMention } from "../model/prose.ts";
import type { RuleKey } from "../model/rule.ts";
import type { Indicator } from "../model/snapshot.ts";

/** `Image basename powershell.exe`, quoted as one. */
export function nameIndicator(indicator: Indicator): Prose {
  return [quote(indicatorText(indicator))];
}

export function nameTechnique({ id, name }: Pick<TechniqueMention, "id" | "name">): TechniqueMention {
  return { kind: "technique", id, name };
}

/** Words that are neither ours nor to be quoted, such as names of ATT&CK, which a team's own file may hold. */
export function escaped(text: string): Sentence {
  return { kind: "sentence", text };
}

/** The rules of the base that made a technique weaker by going, or by weighing less. */
export function weakening({ rules, strength }: TechniqueChange): readonly RuleKey[] {
  return [...rules.removed, ...(strength?.lighter ?? [])];
}

/** `no rule left`, and of what is too weak to cover it: `only 1 rule left, strength 0.5` */
export function leftWords({ rules, strength }: Cover): string {
  if (rules === 0 || strength === undefined) return "no rule left";
  return `only ${count(rules, "rule")} left, strength ${strengthText(strength)}`;
}

export function coverAfter({ after, strength }: TechniqueChange): Cover {
  return strength === undefined ? { rules: after } : { rules: after, strength: strength.after };
}

/** `1 rule`, `3 rules`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
