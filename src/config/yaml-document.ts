import { CORE_SCHEMA, type EventType, loadAll, type State, YAMLException } from "js-yaml";
import type { DocumentPath } from "./problem.ts";

/** The text of a configuration as values, each with its place. */
export type YamlDocument =
  | { readonly kind: "document"; readonly value: unknown; readonly root: YamlNode | undefined }
  /** Not to be read at all. */
  | { readonly kind: "fault"; readonly offset: number; readonly reason: string };

export interface YamlNode {
  /** Offset of the first character, after blanks and comments. */
  readonly start: number;
  /** Undefined too where nothing is written. */
  readonly value: unknown;
  /** Of a mapping in the author's order, a key that is repeated included; of a sequence. */
  readonly entries: readonly YamlEntry[];
}

export interface YamlEntry {
  readonly step: string | number;
  /** Of a sequence the item itself. */
  readonly key: YamlNode;
  readonly value: YamlNode;
}

/** In UTF-16 units. Far above any configuration, and low enough for every step after reading. */
export const maximumLength = 256 * 1024;

/** Every use of an anchor counts as all that it stands for. */
export const maximumValues = 20_000;

/**
 * Reads a text of one document. A key that is repeated is not a fault here: the last one holds, and all are in `root`.
 *
 * Depth is limited by js-yaml (`maxDepth`, 100); merge keys are not part of the core schema.
 */
export function readYamlDocument(text: string): YamlDocument {
  if (text.length > maximumLength) {
    const reason = `larger than ${maximumLength / 1024} KiB, which is more than a configuration may have`;
    return { kind: "fault", offset: 0, reason };
  }
  const recorder = new NodeRecorder(text);
  try {
    const values = loadAll(text, null, {
      schema: CORE_SCHEMA,
      json: true,
      listener: (event, state) => recorder.take(event, state),
    });
    return onlyDocument(values, recorder.roots);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { kind: "fault", offset: error.mark?.position ?? 0, reason: `not valid YAML: ${error.reason}` };
  }
}

function onlyDocument(values: readonly unknown[], roots: readonly YamlNode[]): YamlDocument {
  const second = roots[1];
  if (second !== undefined) {
    return { kind: "fault", offset: second.start, reason: "a second YAML document, and there may be only one" };
  }
  const value = values[0];
  if (holdsMoreThan(maximumValues, value)) {
    const reason = `more than ${maximumValues} values, where each use of an anchor counts as all that it stands for`;
    return { kind: "fault", offset: 0, reason };
  }
  return { kind: "document", value, root: roots[0] };
}

/** Stops at the limit, so that neither anchors inside of anchors nor one inside of itself take long. */
function holdsMoreThan(limit: number, value: unknown): boolean {
  const open: unknown[] = [value];
  for (let count = 0; open.length > 0; count++) {
    if (count + open.length > limit) return true;
    const next = open.pop();
    if (typeof next === "object" && next !== null) for (const part of Object.values(next)) open.push(part);
  }
  return false;
}

/** The entry at the end of `path`, or the last that is there on the way. */
export function entryAt(root: YamlNode, path: DocumentPath): YamlEntry {
  let entry: YamlEntry = { step: "", key: root, value: root };
  for (const step of path) {
    const next = entry.value.entries.findLast((candidate) => candidate.step === step);
    if (next === undefined) return entry;
    entry = next;
  }
  return entry;
}

/** A key that its mapping has already. */
export interface RepeatedKey {
  readonly name: string;
  readonly first: YamlNode;
  readonly again: YamlNode;
}

/** Every repetition of a key in any mapping below a node. */
export function* repeatedKeys(node: YamlNode): Generator<RepeatedKey> {
  const firsts = new Map<string | number, YamlNode>();
  for (const { step, key, value } of node.entries) {
    const first = firsts.get(step);
    if (first === undefined) firsts.set(step, key);
    else yield { name: String(step), first, again: key };
    yield* repeatedKeys(value);
  }
}

interface OpenNode {
  readonly opened: number;
  readonly children: RecordedNode[];
}

interface RecordedNode extends YamlNode {
  /** Where the parser was when it began; `start` may be lines below. */
  readonly opened: number;
  readonly end: number;
}

/**
 * Makes nodes of what js-yaml's listener is told.
 *
 * `open` and `close` come around every attempt to read a node. An attempt may turn out to be the whole of the node
 * around it (a flow mapping that could have been a key), or be given up and begun again from an earlier place.
 */
class NodeRecorder {
  readonly roots: RecordedNode[] = [];
  readonly #text: string;
  readonly #open: OpenNode[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  take(event: EventType, state: State): void {
    if (event === "open") {
      this.#open.push({ opened: state.position, children: [] });
      return;
    }
    const open = this.#open.pop();
    if (open === undefined) return;
    const siblings = this.#open.at(-1)?.children ?? this.roots;
    while ((siblings.at(-1)?.opened ?? -1) >= open.opened) siblings.pop();
    siblings.push(this.#close(open, state));
  }

  #close({ opened, children }: OpenNode, state: State): RecordedNode {
    const value: unknown = state.result;
    const last = children.at(-1);
    const isCollection = state.kind === "mapping" || state.kind === "sequence";
    if (isCollection && last !== undefined && last.value === value) return last;
    const node = { opened, start: this.#skipBlanks(opened), end: state.position, value };
    if (!isCollection) return { ...node, entries: [] };
    return {
      ...node,
      entries: Array.isArray(value) ? this.#items(value, children, node.start) : this.#pairs(children),
    };
  }

  /** A key is followed by a colon, unless it is written without a value. */
  #pairs(children: readonly RecordedNode[]): readonly YamlEntry[] {
    const entries: YamlEntry[] = [];
    for (let index = 0; index < children.length; index++) {
      const key = children[index];
      if (key === undefined || key.end <= key.opened) continue;
      const follows = this.#text[this.#skipBlanks(key.end)] === ":";
      const value = follows ? children[++index] : undefined;
      entries.push({ step: stepName(key.value), key, value: value ?? { start: key.start, value: null, entries: [] } });
    }
    return entries;
  }

  /** An item that is left empty may have no node of its own: all that is there is its dash. */
  #items(values: readonly unknown[], children: readonly RecordedNode[], start: number): readonly YamlEntry[] {
    let next = 0;
    let end = start;
    return values.map((value, step) => {
      const node = children[next];
      if (node !== undefined && Object.is(node.value, value)) {
        next++;
        end = node.end;
        return { step, key: node, value: node };
      }
      const dash = { start: this.#skipBlanks(end), value, entries: [] };
      end = dash.start + 1;
      return { step, key: dash, value: dash };
    });
  }

  #skipBlanks(offset: number): number {
    const blanks = /(?:[ \t\r\n]|#[^\r\n]*)*/y;
    blanks.lastIndex = offset;
    blanks.test(this.#text);
    return blanks.lastIndex;
  }
}

/** A collection can't be the name of a key that means anything. */
function stepName(value: unknown): string {
  return typeof value === "object" && value !== null ? "" : String(value);
}
