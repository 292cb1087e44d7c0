import type { Catalogue } from "../attack/catalogue.ts";
import type { TechniqueId } from "../model/attack.ts";
import { type Cover, noCover, strengthOf } from "../model/cover.ts";
import type { RulePair, TechniqueChange } from "../model/delta.ts";
import { compareText } from "../model/order.ts";
import type { RuleKey } from "../model/rule.ts";
import type { AnalysedRule, TechniqueCoverage } from "../model/snapshot.ts";
import { activeTechnique } from "./active-technique.ts";
import type { Coverage } from "./coverage.ts";
import { type ChangedKeys, classifyChange, keyChanges } from "./coverage-change.ts";

export interface TechniqueComparison {
  /** Of one catalogue, so both list the same techniques. */
  readonly before: Coverage;
  readonly after: Coverage;
  readonly pairs: readonly RulePair[];
  readonly keys: ChangedKeys;
  readonly catalogue: Catalogue;
}

/** Techniques whose cover changed, and those that rules name by another id than before; sorted by id. */
export function techniqueChanges(comparison: TechniqueComparison): readonly TechniqueChange[] {
  const { before, after, pairs, keys: changedKeys, catalogue } = comparison;
  const old = new Map(before.techniques.map((coverage) => [coverage.id, coverage]));
  const migrated = migratedTechniques(pairs, catalogue);
  const lighter = pairs.filter(isLighter);
  return after.techniques.flatMap((coverage): readonly TechniqueChange[] => {
    const { id } = coverage;
    const former = old.get(id);
    const [cover, oldCover] = [coverage.cover, former?.cover ?? noCover];
    const change = classifyChange(oldCover, cover) ?? (migrated.has(id) ? "moved" : undefined);
    if (change === undefined) return [];
    const name = catalogue.technique(id)?.name ?? id;
    const [oldKeys, keys] = [keysOf(former), keysOf(coverage)];
    const rules = keyChanges(oldKeys, keys, changedKeys);
    const strength = strengthChange(oldCover, cover, () => keysOfBoth(lighter, oldKeys, keys));
    return [{ id, name, change, before: oldCover.rules, after: cover.rules, ...strength, rules }];
  });
}

/** Nothing where rules have no weights. */
function strengthChange(
  before: Cover,
  after: Cover,
  lighter: () => readonly RuleKey[],
): Pick<TechniqueChange, "strength"> {
  if (before.strength === undefined && after.strength === undefined) return {};
  return { strength: { before: strengthOf(before), after: strengthOf(after), lighter: lighter() } };
}

/** A rule that counts no more is not lighter but gone. */
function isLighter({ before, after }: RulePair): boolean {
  return before.weight !== undefined && after.weight !== undefined && after.weight < before.weight;
}

/** Of rules that are in both lists, each of which has them by their keys in its own revision; by those in the base. */
function keysOfBoth(pairs: readonly RulePair[], old: readonly RuleKey[], now: readonly RuleKey[]): readonly RuleKey[] {
  const both = pairs.filter(({ before, after }) => old.includes(before.rule.key) && now.includes(after.rule.key));
  return both.map(({ before }) => before.rule.key).sort(compareText);
}

function keysOf(coverage: TechniqueCoverage | undefined): readonly string[] {
  return coverage === undefined ? [] : [...coverage.rules, ...coverage.rulesBelow];
}

/** Techniques that some rule, counted before and after, claims by another id than before. */
function migratedTechniques(pairs: readonly RulePair[], catalogue: Catalogue): ReadonlySet<TechniqueId> {
  const migrated = new Set<TechniqueId>();
  for (const { before, after } of pairs) {
    if (before.rule === after.rule || !before.counted || !after.counted) continue;
    const old = declaredIds(before, catalogue);
    for (const [technique, declared] of declaredIds(after, catalogue)) {
      const former = old.get(technique);
      if (former !== undefined && former !== declared) migrated.add(technique);
    }
  }
  return migrated;
}

/** The ids by which a rule claims each technique. */
function declaredIds({ rule }: AnalysedRule, catalogue: Catalogue): ReadonlyMap<TechniqueId, string> {
  const declared = new Map<TechniqueId, string>();
  const ids = new Set(rule.techniques.map(({ id }) => id));
  for (const id of [...ids].sort(compareText)) {
    const technique = activeTechnique(catalogue.resolve(id));
    if (technique !== undefined) declared.set(technique.id, `${declared.get(technique.id) ?? ""} ${id}`);
  }
  return declared;
}
