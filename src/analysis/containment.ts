import type { Condition, Constraint, Opaque, Predicate, Sequence } from "../model/condition.ts";
import { opposite, type Polarity } from "../model/visit-leaves.ts";
import { frameOf, signature, testKeys } from "./signature.ts";
import { isNarrowerTest, type ValueTest } from "./value-test.ts";

/**
 * Whether every event that `inner` matches provably matches `outer` too.
 *
 * Sound and incomplete: true is a proof from the structure of the conditions and the containment of their
 * predicates; false only says that no proof was found, or not within the work allowed. Constraints and opaque parts
 * with the same text are taken for the same question with the same answer.
 */
export function isContained(inner: Condition, outer: Condition): boolean {
  return createContainment()(inner, outer);
}

/** {@link isContained} for many conditions, each of which is brought into normal form once. */
export function createContainment(): (inner: Condition, outer: Condition) => boolean {
  const form = new NormalForm();
  return (inner, outer) => new ContainmentProof().holds(form.of(inner, "positive"), form.of(outer, "positive"));
}

/** A condition with negations at the leaves and one value a predicate. */
type Node = Group | SequenceNode | TestNode | OtherNode;

interface Group {
  readonly kind: "all" | "any";
  readonly of: readonly Node[];
  /** Of the leaves that are its parts. */
  readonly keys: ReadonlySet<string>;
}

interface SequenceNode {
  readonly kind: "sequence";
  readonly ordered: boolean;
  readonly steps: readonly Node[];
  readonly frame: string;
}

/** What has the same key is the same; what has none is like nothing else. */
interface Leaf {
  readonly key: string | undefined;
}

interface TestNode extends Leaf {
  readonly kind: "test";
  readonly polarity: Polarity;
  readonly test: ValueTest;
}

/** A constraint, an opaque part or a negated sequence: known to be the same by its key and not otherwise. */
interface OtherNode extends Leaf {
  readonly kind: "other";
}

/** Brings conditions into normal form; a part that stands at several places is brought there once. */
class NormalForm {
  readonly #nodes = { positive: new Map<Condition, Node>(), negative: new Map<Condition, Node>() };

  of(condition: Condition, polarity: Polarity): Node {
    const known = this.#nodes[polarity].get(condition);
    if (known !== undefined) return known;
    const node = this.#make(condition, polarity);
    this.#nodes[polarity].set(condition, node);
    return node;
  }

  #make(condition: Condition, polarity: Polarity): Node {
    switch (condition.kind) {
      case "all":
      case "any": {
        const kind = (condition.kind === "all") === (polarity === "positive") ? "all" : "any";
        const parts = condition.of.map((part) => this.of(part, polarity));
        return group(kind, parts);
      }
      case "not":
        return this.of(condition.condition, opposite(polarity));
      case "sequence":
        return this.#sequence(condition, polarity);
      case "predicate":
        return testsOf(condition, polarity);
      case "constraint":
      case "opaque":
        return { kind: "other", key: keyOfOther(condition, polarity) };
    }
  }

  /** A negated sequence is compared as a whole: its steps are events of their own. */
  #sequence(sequence: Sequence, polarity: Polarity): Node {
    if (polarity === "negative") return { kind: "other", key: `not ${signature(sequence)}` };
    const steps = sequence.steps.map((step) => this.of(step, "positive"));
    return { kind: "sequence", ordered: sequence.ordered, steps, frame: frameOf(sequence) };
  }
}

function group(kind: "all" | "any", of: readonly Node[]): Group {
  const keys = new Set<string>();
  for (const part of of) if ("key" in part && part.key !== undefined) keys.add(part.key);
  return { kind, of, keys };
}

/** Several values are any of them; none of them, where the predicate is negated. */
function testsOf(predicate: Predicate, polarity: Polarity): Node {
  const keys = testKeys(predicate);
  const tests = predicate.values.map((value, index): TestNode => {
    const key = `${polarity} ${predicate.caseSensitive} ${keys[index]}`;
    return { kind: "test", polarity, test: { predicate, value }, key };
  });
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return group(polarity === "positive" ? "any" : "all", tests);
}

/** None where the text does not say all: the text of what can't be read, and a text that was cut. */
function keyOfOther(leaf: Constraint | Opaque, polarity: Polarity): string | undefined {
  const isUnread = leaf.kind === "opaque" && (leaf.reason === "syntax-error" || leaf.reason === "limit-exceeded");
  return isUnread || leaf.text.endsWith("…") ? undefined : `${polarity} ${leaf.kind} ${leaf.text}`;
}

/** Beyond this a proof is given up; real rules take a few thousand steps at most. */
const maximalSteps = 100_000;

class ContainmentProof {
  #steps = 0;

  holds(inner: Node, outer: Node): boolean {
    if (++this.#steps > maximalSteps) return false;
    // These two lose nothing; what follows may miss a proof that takes a part of each.
    if (outer.kind === "all") return outer.of.every((part) => this.holds(inner, part));
    if (inner.kind === "any") return inner.of.every((part) => this.holds(part, outer));
    if (shareKey(inner, outer)) return true;
    if (outer.kind === "any" && outer.of.some((part) => this.holds(inner, part))) return true;
    if (inner.kind === "all") return inner.of.some((part) => this.holds(part, outer));
    if (inner.kind === "test" && outer.kind === "test") return testHolds(inner, outer);
    return inner.kind === "sequence" && outer.kind === "sequence" && this.#sequenceHolds(inner, outer);
  }

  /** More steps within the same frame narrow: each outer step follows from an inner one of its own, in order where it counts. */
  #sequenceHolds(inner: SequenceNode, outer: SequenceNode): boolean {
    if (inner.frame !== outer.frame || inner.steps.length * outer.steps.length > maximalSteps) return false;
    const left = [...inner.steps];
    return outer.steps.every((step) => {
      const found = left.findIndex((candidate) => this.holds(candidate, step));
      if (outer.ordered) left.splice(0, found + 1);
      else left.splice(found, 1);
      return found >= 0;
    });
  }
}

/** Whether a part of `inner` is word for word a part of `outer`, either of which may be a single part. */
function shareKey(inner: Node, outer: Node): boolean {
  if (inner.kind === "sequence" || outer.kind === "sequence") return false;
  if ("key" in outer) return hasKey(inner, outer.key);
  if ("key" in inner) return hasKey(outer, inner.key);
  const [few, many] = inner.keys.size < outer.keys.size ? [inner.keys, outer.keys] : [outer.keys, inner.keys];
  for (const key of few) if (many.has(key)) return true;
  return false;
}

function hasKey(node: Exclude<Node, SequenceNode>, key: string | undefined): boolean {
  return key !== undefined && ("key" in node ? node.key === key : node.keys.has(key));
}

function testHolds(inner: TestNode, outer: TestNode): boolean {
  if (inner.polarity !== outer.polarity) return false;
  return inner.polarity === "positive"
    ? isNarrowerTest(inner.test, outer.test)
    : isNarrowerTest(outer.test, inner.test);
}
