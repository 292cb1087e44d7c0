import { addTo } from "../model/add-to.ts";
import type { RulePair } from "../model/delta.ts";
import type { AnalysedRule } from "../model/snapshot.ts";
import type { Difference } from "./difference.ts";
import { signature } from "./signature.ts";

export interface PairedRules {
  /** Without the rules that are the same in both. */
  readonly pairs: readonly RulePair[];
  readonly added: readonly AnalysedRule[];
  readonly removed: readonly AnalysedRule[];
}

/**
 * Which rule of head is which rule of base (DESIGN 4.7), among those that differ: what both have is itself.
 *
 * By key first, which follows a moved file. What is left is paired where it is plainly the same rule under another
 * key: its author says so (`related: renamed`), or it says the same, or lies at the same place, under the same title.
 * The key of a rule without an id is only its place, so the title goes before it: a rule that is put at the top of a
 * file does not make new rules of those below.
 */
export function pairRules(difference: Difference): PairedRules {
  const pairing = new Pairing(difference);
  pairing.pairBy((rule) => `${authorKey(rule)}\u0000${rule.rule.path}\u0000${rule.rule.title}`);
  pairing.pairBy((rule) => (isKeyedByPath(rule) ? samePlaceAndTitle(rule) : undefined));
  pairing.pairBy((rule) => (isKeyedByPath(rule) ? sameTitleAndLogic(rule) : undefined));
  pairing.pairBy((rule) => `${authorKey(rule)}\u0000${rule.rule.path}`);
  pairing.pairBy(authorKey);
  pairing.pairRenamed();
  pairing.pairBy(samePlaceAndTitle);
  pairing.pairBy(sameTitleAndLogic);
  pairing.pairBy(({ rule }) => `${rule.path}\u0000${signature(rule.condition)}`);
  pairing.pairBy((rule) => (isKeyedByPath(rule) ? `${fileName(rule.rule.path)}\u0000${rule.rule.title}` : undefined));
  return pairing.result();
}

function authorKey({ rule, sharedKey }: AnalysedRule): string {
  return sharedKey ?? rule.key;
}

/** A rule without an id of its own, whose key is the path and its position in the file. */
export function isKeyedByPath({ rule: { key, path } }: AnalysedRule): boolean {
  return key === path || key.startsWith(`${path}#`);
}

function samePlaceAndTitle({ rule }: AnalysedRule): string {
  return `${rule.path}\u0000${rule.title}`;
}

function sameTitleAndLogic({ rule }: AnalysedRule): string {
  return `${rule.title}\u0000${signature(rule.condition)}`;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

type Name = (rule: AnalysedRule) => string | undefined;

class Pairing {
  readonly #removed: Set<AnalysedRule>;
  readonly #added: Set<AnalysedRule>;
  readonly #pairs: RulePair[] = [];

  constructor({ gone, come }: Difference) {
    this.#removed = new Set(gone);
    this.#added = new Set(come);
  }

  /** Pairs what is left by equal names, rules with the same name in their order; undefined takes no part. */
  pairBy(nameOf: Name): void {
    if (this.#removed.size === 0 || this.#added.size === 0) return;
    const waiting = this.#waitingBy(nameOf);
    for (const after of this.#added) {
      const name = nameOf(after);
      const before = name === undefined ? undefined : waiting.get(name)?.pop();
      if (before !== undefined) this.#pair(before, after);
    }
  }

  /** Rules whose author says what they were called before. */
  pairRenamed(): void {
    if (this.#removed.size === 0) return;
    const waiting = this.#waitingBy(authorKey);
    for (const after of this.#added) {
      const former = after.rule.related.find(
        ({ key, relation }) => relation === "renamed" && (waiting.get(key)?.length ?? 0) > 0,
      );
      const before = former === undefined ? undefined : waiting.get(former.key)?.pop();
      if (before !== undefined) this.#pair(before, after);
    }
  }

  result(): PairedRules {
    return { pairs: this.#pairs, added: [...this.#added], removed: [...this.#removed] };
  }

  /** What is left of base, by name; the first of several stands last, to be popped first. */
  #waitingBy(nameOf: Name): ReadonlyMap<string, AnalysedRule[]> {
    const waiting = new Map<string, AnalysedRule[]>();
    for (const rule of [...this.#removed].reverse()) {
      const name = nameOf(rule);
      if (name === undefined) continue;
      addTo(waiting, name, rule);
    }
    return waiting;
  }

  #pair(before: AnalysedRule, after: AnalysedRule): void {
    this.#removed.delete(before);
    this.#added.delete(after);
    this.#pairs.push({ before, after });
  }
}
