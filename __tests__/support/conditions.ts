import type { Condition, Constraint, Opaque, Predicate } from "../../src/model/condition.ts";

/** Every node of a condition, from the root down. */
export function nodesOf(condition: Condition): readonly Condition[] {
  return [condition, ...childrenOf(condition).flatMap(nodesOf)];
}

export function predicatesOf(condition: Condition): readonly Predicate[] {
  return nodesOf(condition).filter((node) => node.kind === "predicate");
}

export function constraintsOf(condition: Condition): readonly Constraint[] {
  return nodesOf(condition).filter((node) => node.kind === "constraint");
}

export function opaquePartsOf(condition: Condition): readonly Opaque[] {
  return nodesOf(condition).filter((node) => node.kind === "opaque");
}

/** A condition without the lines of its parts, for comparing what two texts say. */
export function withoutLines(condition: Condition): unknown {
  return JSON.parse(
    JSON.stringify(condition, (key, value: unknown) => (key === "line" || key === "lines" ? undefined : value)),
  );
}

/** The same with constraints in one piece that were too long for one. */
export function withWholeConstraints(condition: Condition): Condition {
  switch (condition.kind) {
    case "all": {
      const of = joinPieces(condition.of.map(withWholeConstraints));
      const [only] = of;
      return of.length === 1 && only !== undefined ? only : { kind: "all", of };
    }
    case "any":
      return { kind: "any", of: condition.of.map(withWholeConstraints) };
    case "not":
      return { kind: "not", condition: withWholeConstraints(condition.condition) };
    case "sequence":
      return { ...condition, steps: condition.steps.map(withWholeConstraints) };
    default:
      return condition;
  }
}

function joinPieces(parts: readonly Condition[]): readonly Condition[] {
  const joined: Condition[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    const isNext = last?.kind === "constraint" && part.kind === "constraint" && last.text.endsWith("…");
    if (isNext && part.text.startsWith("…"))
      joined.splice(-1, 1, { ...last, text: last.text.slice(0, -1) + part.text.slice(1) });
    else joined.push(part);
  }
  return joined;
}

/** A condition in a short notation of the tests: `and`, `or`, `not`, and predicates as `field operator "value"`, `~` in any case. */
export function shortly(condition: Condition): string {
  switch (condition.kind) {
    case "all":
      return condition.of.length === 0 ? "true" : `(${condition.of.map(shortly).join(" and ")})`;
    case "any":
      return `(${condition.of.map(shortly).join(" or ")})`;
    case "not":
      return `not ${shortly(condition.condition)}`;
    case "sequence": {
      const word = condition.ordered ? "sequence" : "sample";
      const by = condition.by.length > 0 ? ` by ${condition.by.join(", ")}` : "";
      const within = condition.within === undefined ? "" : ` within ${condition.within}`;
      return `${word}${by}${within} [${condition.steps.map(shortly).join("; ")}]`;
    }
    case "predicate": {
      const values = condition.values.map((value) => JSON.stringify(value)).join(" | ");
      return `${condition.field ?? "anywhere"} ${condition.operator}${condition.caseSensitive ? "" : "~"} ${values}`;
    }
    case "constraint":
      return `{${condition.text}}`;
    case "opaque":
      return `?${condition.reason}{${condition.text}}`;
  }
}

function childrenOf(condition: Condition): readonly Condition[] {
  switch (condition.kind) {
    case "all":
    case "any":
      return condition.of;
    case "not":
      return [condition.condition];
    case "sequence":
      return condition.steps;
    default:
      return [];
  }
}
