import { addTo } from "../model/add-to.ts";
import type { Condition, OpaqueReason } from "../model/condition.ts";
import { closure, type Definition, describe, type Making, nothingCompared } from "./column-definition.ts";
import { compute } from "./expression.ts";
import { LimitFault } from "./fault.ts";
import { limits } from "./limits.ts";
import type { Operand } from "./operand.ts";
import { sizeOf } from "./operand-size.ts";
import type { Words } from "./tokens.ts";

interface Column {
  /** What stands for the column wherever it is tested: a field, a condition, a choice between values … */
  readonly operand: Operand;
  readonly definition: Definition;
  /** How many parts of a condition the operand brings along. */
  readonly size: number;
}

/** The columns of a pipeline at one of its commands; a column that nobody has made comes from the data. */
export class Columns {
  #latest = new Map<string, Column>();
  /** In the order of the query, but that what branches join into follows them. */
  readonly #definitions = new Set<Definition>();
  /** Definitions that filters depend on. */
  readonly #needed = new Set<Definition>();
  /** Definitions that stand in a filter as they are. */
  readonly #followed = new Set<Definition>();
  /** What the expression that is being read is made of; undefined while a filter is read. */
  #making:
    | { hasComparison: boolean; uses: Set<Definition>; includes: Set<Definition>; needs: Set<Definition> }
    | undefined;
  /** Definitions whose comparisons the branch that they were made in tells. */
  readonly #told = new Set<Definition>();
  /** Changes that nobody has asked for yet, in order. */
  #pending: (() => void)[] = [];
  /** What has been brought along and copied, which all branches of a query share. */
  readonly #spent: { parts: number };

  constructor(spent = { parts: 0 }) {
    this.#spent = spent;
  }

  get #columns(): Map<string, Column> {
    this.#settle();
    return this.#latest;
  }

  #settle(): void {
    const pending = this.#pending;
    if (pending.length === 0) return;
    this.#pending = [];
    for (const change of pending) change();
  }

  /** Changes the columns when somebody looks at them next: most searches make columns that no filter asks for. */
  later(change: () => void): void {
    this.#pending.push(change);
  }

  /** What a name in an expression stands for. */
  resolve(name: string, words: Words): Operand {
    const column = this.#columns.get(name);
    if (column === undefined) return { kind: "field", name, foldsCase: false, words };
    const { definition, operand } = column;
    const isFollowed = operand.kind !== "computed" && this.#follow(column);
    const isIncluded = isFollowed && isWhole(operand);
    this.#making?.uses.add(definition);
    if (!isFollowed) (this.#making?.needs ?? this.#needed).add(definition);
    if (isFollowed) for (const each of definition.needs) (this.#making?.needs ?? this.#needed).add(each);
    if (isIncluded) (this.#making?.includes ?? this.#followed).add(definition);
    return isFollowed ? renamed(operand, words) : compute([operand], words);
  }

  /** Whether the query makes a column of this name. */
  has(name: string): boolean {
    return this.#columns.has(name);
  }

  /** Whether the query makes a column of this name, and not from a field alone. */
  isWorkedOut(name: string): boolean {
    const column = this.#columns.get(name);
    return column !== undefined && column.operand.kind !== "field";
  }

  /** The columns by name that were made and not dropped since, in the order in which they were made. */
  get names(): readonly string[] {
    return [...this.#columns.keys()];
  }

  /** How these columns come about, as far as the query makes them. */
  definitionsOf(names: readonly string[]): readonly Definition[] {
    return names.flatMap((name) => this.#columns.get(name)?.definition ?? []);
  }

  /** Notes that a filter names a column, and that what the column stands for is not to be seen in the condition. */
  need(name: string): void {
    const definition = this.#columns.get(name)?.definition;
    if (definition !== undefined) (this.#making?.needs ?? this.#needed).add(definition);
  }

  /** Notes that the expression that is being read compares something with a value. */
  noteComparison(): void {
    if (this.#making !== undefined) this.#making.hasComparison = true;
  }

  /** Reads the expression of a column, and gathers what it is made of. */
  reading<Result>(read: () => Result): { readonly result: Result; readonly making: Making } {
    const making = {
      hasComparison: false,
      uses: new Set<Definition>(),
      includes: new Set<Definition>(),
      needs: new Set<Definition>(),
    };
    // Pending changes read expressions of their own.
    const outer = this.#making;
    this.#making = making;
    try {
      return { result: read(), making };
    } finally {
      this.#making = outer;
    }
  }

  /** Makes a column, in place of one that had its name. */
  define(name: string, operand: Operand, definition: Definition): void {
    this.#definitions.add(definition);
    this.#columns.set(name, { operand, definition, size: sizeOf(operand, limits.conditionParts) });
  }

  /** Gives a column, or a field, another name. */
  rename(from: string, to: string, words: Words): void {
    const column = this.#columns.get(from);
    this.#columns.delete(from);
    const operand: Operand = column?.operand ?? { kind: "field", name: from, foldsCase: false, words };
    const uses = new Set(column === undefined ? [] : [column.definition]);
    this.define(to, operand, { words, rest: undefined, ...nothingCompared, uses, includes: uses });
  }

  /** After an aggregation only its groups are left of the columns there were. */
  keepOnly(names: readonly string[]): void {
    const kept = new Map<string, Column>();
    for (const name of names) {
      const column = this.#columns.get(name);
      if (column !== undefined) kept.set(name, column);
    }
    this.#latest = kept;
  }

  /** The columns as they are here, for a pipeline that goes on beside others. */
  branch(): Columns {
    this.#spent.parts += this.#columns.size;
    if (this.#spent.parts > limits.conditionParts) throw new LimitFault(`more than ${limits.conditionParts} parts`);
    const branch = new Columns(this.#spent);
    branch.#latest = new Map(this.#columns);
    return branch;
  }

  /** The columns where pipelines come together: one that is not the same in all of them is computed. */
  join(branches: readonly Columns[]): void {
    this.#latest = new Map();
    for (const branch of branches) this.#takeDefinitions(branch);
    for (const [name, made] of columnsByName(branches.map((branch) => branch.#columns))) {
      this.#joinColumn(name, made, branches.length);
    }
  }

  /** Takes over the columns of another pipeline, whose rows stand beside those of this one: one that differs is computed. */
  blend(other: Columns): void {
    const own = this.#columns;
    this.#latest = new Map();
    this.#takeDefinitions(other);
    for (const [name, made] of columnsByName([own, other.#columns])) this.#joinColumn(name, made, 2);
  }

  /** Takes over the columns of another pipeline, whose rows are joined with those of this one. */
  adopt(other: Columns, gap: OpaqueReason | undefined): void {
    this.#takeDefinitions(other);
    for (const [name, { operand, definition }] of other.#columns) {
      const { words } = definition;
      if (gap === undefined) this.define(name, operand, definition);
      else this.define(name, { kind: "computed", words, isUnderstood: false, gap }, { ...definition, gap });
    }
  }

  /** A constraint for each computed column that a filter depends on, or that compares something with a value. */
  constraints(): readonly Condition[] {
    const followed = closure(this.#followed, ({ includes }) => includes);
    const lost = [...this.#definitions].filter(
      (each) => each.hasComparison && !followed.has(each) && !this.#told.has(each),
    );
    return this.#describe([...this.#needed, ...lost]);
  }

  /** A constraint for each computed column that a filter depends on, and that was not asked for before. */
  takeNeeded(): readonly Condition[] {
    if (this.#needed.size === 0) return [];
    const constraints = this.#describe(this.#needed);
    for (const definition of closure(this.#needed, ({ uses }) => uses)) this.#definitions.delete(definition);
    return constraints;
  }

  #describe(start: Iterable<Definition>): readonly Condition[] {
    const described = closure(start, ({ uses }) => uses);
    return [...this.#definitions].filter((definition) => described.has(definition)).map(describe);
  }

  /** A column that brings a condition along makes it grow at every place it is used, so there is a limit to it. */
  #follow({ size }: Column): boolean {
    this.#spent.parts += size;
    return this.#spent.parts <= limits.conditionParts;
  }

  #takeDefinitions(branch: Columns): void {
    branch.#settle();
    for (const definition of branch.#definitions) {
      this.#definitions.add(definition);
      this.#told.add(definition);
    }
    for (const definition of branch.#needed) this.#needed.add(definition);
    for (const definition of branch.#followed) this.#followed.add(definition);
  }

  /** `made`: what a name stands for in the branches that know it. */
  #joinColumn(name: string, made: readonly Column[], branches: number): void {
    const [first, ...others] = made;
    if (first === undefined) return;
    if (made.length === branches && others.every(({ operand }) => isSame(operand, first.operand))) {
      this.#columns.set(name, first);
      return;
    }
    const { words, rest, uses } = first.definition;
    const operands = made.map(({ operand }) => operand);
    const all = new Set([...uses, ...others.map(({ definition }) => definition)]);
    this.define(name, compute(operands, words), { words, rest, ...nothingCompared, uses: all });
  }
}

function columnsByName(branches: readonly ReadonlyMap<string, Column>[]): ReadonlyMap<string, readonly Column[]> {
  const byName = new Map<string, Column[]>();
  for (const [name, column] of branches.flatMap((columns) => [...columns])) {
    addTo(byName, name, column);
  }
  return byName;
}

/** Whether two operands stand for the same, whichever words they have. */
function isSame(one: Operand, other: Operand): boolean {
  if (one.kind !== "field" || other.kind !== "field") return one === other;
  return one.name === other.name && one.foldsCase === other.foldsCase;
}

/** Whether every condition of the operand is there whatever the operand is compared with. */
function isWhole(operand: Operand): boolean {
  return operand.kind !== "choice" || operand.arms.filter(({ when }) => when !== undefined).length < 2;
}

/** The operand in the words of the place where its column is used. */
function renamed(operand: Operand, words: Words): Operand {
  return operand.kind === "field"
    ? { kind: "field", name: operand.name, foldsCase: operand.foldsCase, words }
    : operand;
}
