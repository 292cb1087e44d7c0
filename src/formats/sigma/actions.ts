import type { ValueBudget } from "../../languages/sigma/index.ts";
import type { Excerpt } from "../../syntax/excerpt.ts";
import { isMapping, type YamlDocument, type YamlLines, type YamlMapping } from "../../syntax/yaml.ts";

/**
 * The documents of a file with the `action` documents of Sigma 1 worked in (rules specification 1.0, "Rule
 * Collections"): `global` is added to every document after it, `repeat` is added to the rule before it and makes one
 * more, `reset` forgets what was global. Where both have a value, `global`'s stands, and `repeat`'s: so pySigma.
 */
export function applyActions(documents: readonly YamlDocument[], budget: ValueBudget): readonly YamlDocument[] {
  if (!documents.some(({ value }) => isMapping(value) && Object.hasOwn(value, "action"))) return documents;
  return new ActionReader(budget).read(documents);
}

class ActionReader {
  readonly #budget: ValueBudget;
  readonly #owners = new Map<object, ReadonlyMap<string, object>>();
  #global: YamlMapping | undefined;
  #previous: YamlMapping | undefined;

  constructor(budget: ValueBudget) {
    this.#budget = budget;
  }

  read(documents: readonly YamlDocument[]): readonly YamlDocument[] {
    return documents.flatMap((document) => {
      const value = isMapping(document.value) ? this.#apply(document.value, document.line) : document.value;
      // Without all that belongs to it a rule would be another one.
      if (this.#budget.exceededAt !== undefined) return [];
      return value === undefined ? [] : [{ ...document, value, lines: new MergedLines(document.lines, this.#owners) }];
    });
  }

  /** Undefined where the document is no rule of its own. */
  #apply(value: YamlMapping, line: number): YamlMapping | undefined {
    switch (value.action) {
      case "global":
        this.#global = this.#merge(this.#global ?? {}, value, line);
        return undefined;
      case "reset":
        this.#global = undefined;
        return undefined;
      case "repeat":
        this.#previous = this.#merge(this.#previous ?? {}, value, line);
        return this.#previous;
      default:
        this.#previous = this.#merge(value, this.#global ?? {}, line);
        return this.#previous;
    }
  }

  #merge(base: YamlMapping, over: YamlMapping, line: number): YamlMapping {
    return this.#mergeMappings(base, over, { line, depth: 0 });
  }

  /** Mappings are merged key by key, and of anything else the value that is laid over stands. */
  #mergeMappings(base: YamlMapping, over: YamlMapping, at: { line: number; depth: number }): YamlMapping {
    const overKeys = Object.keys(over);
    if (overKeys.length === 0) return base;
    const keys = [...new Set([...Object.keys(base), ...overKeys])];
    if (at.depth > maximalDepth || !this.#budget.spend(keys.length, at.line)) return base;
    const owners = new Map(keys.map((key) => [key, this.#ownerOf(Object.hasOwn(over, key) ? over : base, key)]));
    const entries = keys.map((key): [string, unknown] => {
      if (!Object.hasOwn(over, key)) return [key, base[key]];
      const before = Object.hasOwn(base, key) ? base[key] : undefined;
      const value = over[key];
      if (!isMapping(before) || !isMapping(value)) return [key, value];
      return [key, this.#mergeMappings(before, value, { line: at.line, depth: at.depth + 1 })];
    });
    const merged: YamlMapping = Object.fromEntries(entries);
    this.#owners.set(merged, owners);
    return merged;
  }

  /** The mapping in the file that a key of a mapping, which may be merged itself, comes from. */
  #ownerOf(mapping: YamlMapping, key: string): object {
    return this.#owners.get(mapping)?.get(key) ?? mapping;
  }
}

/** Rules are three levels deep; aliases may lead in a circle. */
const maximalDepth = 20;

/** Lines of documents made of several, whose merged mappings are in none of them. */
class MergedLines implements YamlLines {
  readonly #lines: YamlLines;
  readonly #owners: ReadonlyMap<object, ReadonlyMap<string, object>>;

  constructor(lines: YamlLines, owners: ReadonlyMap<object, ReadonlyMap<string, object>>) {
    this.#lines = lines;
    this.#owners = owners;
  }

  of(collection: object, entry: string | number, otherwise: number): number {
    return this.#lines.of(this.#ownerOf(collection, entry), entry, otherwise);
  }

  ofValue(mapping: object, key: string, otherwise: number): number {
    return this.#lines.ofValue(this.#ownerOf(mapping, key), key, otherwise);
  }

  excerptOf(mapping: object, key: string): Excerpt | undefined {
    return this.#lines.excerptOf(this.#ownerOf(mapping, key), key);
  }

  #ownerOf(collection: object, entry: string | number): object {
    return this.#owners.get(collection)?.get(String(entry)) ?? collection;
  }
}
