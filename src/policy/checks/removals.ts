import type { Assessment } from "../../model/assessment.ts";
import type { RulePair } from "../../model/delta.ts";
import { compareText } from "../../model/order.ts";
import { type Prose, type ProsePart, place, plainText, quote, say } from "../../model/prose.ts";
import { joinProse, listProse } from "../../model/prose-list.ts";
import type { RuleKey } from "../../model/rule.ts";
import type { AnalysedRule } from "../../model/snapshot.ts";
import type { Location, RepositoryPath } from "../../model/source.ts";

/** Completes "which no longer …" for a rule that is still there and still counts. */
export type Former = (before: AnalysedRule) => Prose;

/** Why rules that covered something in the base do not any more. */
export class Removals {
  readonly #removed: ReadonlyMap<RuleKey, AnalysedRule>;
  readonly #pairs: ReadonlyMap<RuleKey, RulePair>;
  readonly #rules: readonly AnalysedRule[];
  #byKey: ReadonlyMap<RuleKey, AnalysedRule> | undefined;

  constructor({ delta, head }: Assessment) {
    const pairs = [...(delta?.rules.moved ?? []), ...(delta?.rules.edited ?? [])];
    this.#removed = byKey(delta?.rules.removed ?? []);
    this.#pairs = new Map(pairs.map((pair) => [pair.before.rule.key, pair]));
    this.#rules = head.rules;
  }

  /** Made where something was lost. */
  get #head(): ReadonlyMap<RuleKey, AnalysedRule> {
    this.#byKey ??= byKey(this.#rules);
    return this.#byKey;
  }

  /**
   * `a.yml and b.yml, which this change deletes; c.yml, which this change sets to deprecated`. Keys are of the base;
   * those of `lighter` are still there and weigh less.
   */
  describe(keys: readonly RuleKey[], former: Former, lighter: readonly RuleKey[] = []): Prose {
    const groups = new Map<string, { readonly reason: Prose; readonly places: ProsePart[] }>();
    const explained = [...keys.map((key) => this.#explain(key, former)), ...lighter.map((key) => this.#weigh(key))];
    for (const { where, reason } of explained) {
      const group = groups.get(plainText(reason)) ?? { reason, places: [] };
      groups.set(plainText(reason), group);
      group.places.push(where);
    }
    return joinProse(
      Array.from(groups.values(), ({ reason, places }) => say`${listProse(places, (where) => [where])}, ${reason}`),
      "; ",
    );
  }

  /** A place in the head to point at: the first of the rules that is still there and was edited or moved. */
  locate(keys: readonly RuleKey[]): Location | undefined {
    const [first] = keys
      .flatMap((key) => this.#pairs.get(key)?.after.rule ?? [])
      .sort((a, b) => compareText(a.path, b.path) || a.line - b.line);
    return first === undefined ? undefined : { path: first.path, line: first.line, column: 1 };
  }

  /** The rules as they were, for waivers to be held against. */
  causes(keys: readonly RuleKey[]): readonly { readonly key: RuleKey; readonly path: RepositoryPath }[] {
    return keys.flatMap((key) => {
      const rule = this.#removed.get(key) ?? this.#pairs.get(key)?.before ?? this.#head.get(key);
      return rule === undefined ? [] : [{ key, path: rule.rule.path }];
    });
  }

  #weigh(key: RuleKey): Explained {
    const after = this.#pairs.get(key)?.after ?? this.#head.get(key);
    if (after === undefined) return { where: quote(key), reason: ["which now weighs less"] };
    return { where: place(after.rule.path), reason: [`which now weighs ${after.weight ?? 1}`] };
  }

  #explain(key: RuleKey, former: Former): Explained {
    const removed = this.#removed.get(key);
    const elsewhere = removed === undefined ? undefined : this.#head.get(key);
    if (elsewhere !== undefined) {
      return { where: place(elsewhere.rule.path), reason: ["which this change moves out of the suite"] };
    }
    if (removed !== undefined) {
      return { where: place(removed.rule.path, undefined, "base"), reason: ["which this change deletes"] };
    }
    const pair = this.#pairs.get(key);
    const after = pair?.after ?? this.#head.get(key);
    const where = after === undefined ? quote(key) : place(after.rule.path);
    if (pair !== undefined && after?.counted) return { where, reason: say`which no longer ${former(pair.before)}` };
    return { where, reason: whyNotCounted(pair?.before, after) };
  }
}

interface Explained {
  readonly where: ProsePart;
  readonly reason: Prose;
}

function byKey(rules: readonly AnalysedRule[]): ReadonlyMap<RuleKey, AnalysedRule> {
  return new Map(rules.map((rule) => [rule.rule.key, rule]));
}

function whyNotCounted(before: AnalysedRule | undefined, after: AnalysedRule | undefined): Prose {
  if (after?.isHelper) return ["which is now only a part of another rule"];
  const isLifecycle = before !== undefined && after !== undefined && before.rule.lifecycle !== after.rule.lifecycle;
  return isLifecycle ? say`which this change sets to ${[after.rule.lifecycle]}` : ["which no longer counts"];
}
