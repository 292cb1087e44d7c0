import yaml from "js-yaml";
import { parse, stringify } from "smol-toml";
import type { SourceFile } from "../../src/model/source.ts";
import { hostileTexts } from "../support/hostile-texts.ts";
import type { Chance } from "./chance.ts";

/**
 * Changes what a file of YAML, TOML or JSON says and writes it anew, so that the syntax is right and the meaning is not:
 * a list where a text belongs, a mapping in itself, ten thousand of what there is one of.
 *
 * Undefined where the file is in no such syntax, or is broken.
 */
export function mutateTree(file: SourceFile, other: SourceFile, chance: Chance): string | undefined {
  try {
    const syntax = syntaxOf(file.path);
    const documents = syntax.read(file.text);
    const material = [...nodesOf(documents), ...nodesOf(syntaxOf(other.path).read(other.text))];
    for (let change = 0; change <= chance.below(3); change++) changeSomething(documents, material, chance);
    // What a value holds several times is written once in YAML, and as often in the others.
    const isWritable = syntax === inYaml || sizeOf(documents) <= mostValues;
    return isWritable ? syntax.write(documents) : undefined;
  } catch {
    return undefined;
  }
}

const mostValues = 20_000;

/** How many values are written for one, up to a little more than the most. */
function sizeOf(value: unknown): number {
  let size = 0;
  const open = [value];
  for (; open.length > 0; size++) {
    if (size + open.length > mostValues) return mostValues + 1;
    const next = open.pop();
    if (isHolder(next)) for (const part of Object.values(next)) open.push(part);
  }
  return size;
}

interface Syntax {
  readonly read: (text: string) => unknown[];
  readonly write: (documents: readonly unknown[]) => string;
}

function syntaxOf(path: string): Syntax {
  if (/\.ya?ml$/i.test(path)) return inYaml;
  if (/\.toml$/i.test(path)) return { read: (text) => [parse(text)], write: ([value]) => stringify(value) };
  if (/\.ndjson$/i.test(path)) return inLines;
  if (/\.json$/i.test(path)) return { read: (text) => [JSON.parse(text)], write: ([value]) => JSON.stringify(value) };
  throw new Error(`${path} is in no syntax that is known here.`);
}

const inYaml: Syntax = {
  read: (text) => yaml.loadAll(text, null, { schema: yaml.CORE_SCHEMA }),
  // A value that stands twice becomes an anchor and an alias, and one that holds itself does.
  write: (documents) => documents.map((value) => yaml.dump(value, { lineWidth: -1, skipInvalid: true })).join("---\n"),
};

const inLines: Syntax = {
  read: (text) => text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [JSON.parse(line)])),
  write: (documents) => documents.map((value) => JSON.stringify(value)).join("\n"),
};

/** A value at its place: what holds it, and under which key. */
interface Place {
  readonly holder: unknown[] | Record<string, unknown>;
  readonly key: string;
}

function nodesOf(root: unknown[]): readonly Place[] {
  const places: Place[] = [];
  const seen = new Set<unknown>();
  const open: unknown[] = [root];
  while (open.length > 0 && places.length < 2_000) {
    const holder = open.pop();
    if (!isHolder(holder) || seen.has(holder)) continue;
    seen.add(holder);
    for (const key of Object.keys(holder)) {
      places.push({ holder, key });
      open.push(valueAt({ holder, key }));
    }
  }
  return places;
}

function changeSomething(documents: unknown[], material: readonly Place[], chance: Chance): void {
  const places = nodesOf(documents);
  const place = chance.of(places, { holder: documents, key: "0" });
  const foreign = valueAt(chance.of(material, place));
  chance.of(changes, remove)(place, { chance, documents, foreign, key: chance.of(material, place).key });
}

interface Material {
  readonly chance: Chance;
  readonly documents: unknown[];
  /** A value of this file or the other. */
  readonly foreign: unknown;
  /** A name that files of this kind have. */
  readonly key: string;
}

const changes: readonly ((place: Place, material: Material) => void)[] = [
  remove,
  (place, { chance }) => put(place, chance.of(oddValues, null)),
  (place, { chance }) => put(place, chance.of(hostileTexts, "")),
  (place, { foreign }) => put(place, foreign),
  (place, { chance }) => {
    put(place, Array(1 + chance.below(chance.next() < 0.1 ? 3_000 : 5)).fill(valueAt(place)));
  },
  (place, { chance }) => put(place, nested(valueAt(place), 1 + chance.below(chance.next() < 0.2 ? 300 : 3), chance)),
  // A mapping or list in itself.
  (place) => put(place, place.holder),
  (place, { chance }) => {
    const value = valueAt(place);
    remove(place);
    put({ holder: place.holder, key: chance.of(oddKeys, "") }, value);
  },
  (place, { documents: [holder], key }) => {
    if (isHolder(holder)) put({ holder, key }, valueAt(place));
  },
];

function nested(value: unknown, depth: number, chance: Chance): unknown {
  let wrapped = value;
  const isList = chance.next() < 0.5;
  const key = chance.of(oddKeys, "");
  for (let level = 0; level < depth; level++) wrapped = isList ? [wrapped] : { [key]: wrapped };
  return wrapped;
}

function valueAt({ holder, key }: Place): unknown {
  return Reflect.get(holder, key);
}

function put({ holder, key }: Place, value: unknown): void {
  Object.defineProperty(holder, Array.isArray(holder) && !/^\d+$/.test(key) ? holder.length : key, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

function isHolder(value: unknown): value is Place["holder"] {
  return typeof value === "object" && value !== null;
}

const oddValues: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e300, Number.MAX_SAFE_INTEGER, "", " ", "\n", "null", "0", "x".repeat(3_000)],
  ...[
    [],
    {},
    [[]],
    [null],
    { "": null },
    ["", {}],
    { x: { y: { z: [] } } },
    "2026-13-45",
    "T1059",
    "attack.t1059",
    "*",
  ],
];

const oddKeys: readonly string[] = [
  ...["", " ", "0", "-1", "__proto__", "constructor", "toString", "id", "name", "title", "type", "tags", "query"],
  ...["detection", "condition", "correlation", "filter", "logsource", "search", "threat", "field|re|cased", "a|b|c|d"],
];
