import type { EventType, State } from "js-yaml";
import { type Excerpt, excerptWithLines } from "./excerpt.ts";
import { linesOfScalar } from "./yaml-scalar.ts";

/** Where the entries of collections stand; lines count from 1. */
export interface YamlLines {
  /** Line of a mapping's key, or of a sequence's item; the given line where it is not known. */
  of(collection: object, entry: string | number, otherwise: number): number;
  /** Line where the value of a mapping's key begins, which may be below the key. */
  ofValue(mapping: object, key: string, otherwise: number): number;
  /** The text of a mapping's key with its lines, however it is quoted or folded; undefined where no text stands there. */
  excerptOf(mapping: object, key: string): Excerpt | undefined;
}

/** One document as the recorder saw it end. */
export interface RecordedDocument {
  readonly value: unknown;
  readonly line: number;
}

/**
 * Follows the parser through a stream and notes where each entry of each collection stands.
 *
 * The parser opens and closes every node, also those that it only tries; so closed nodes wait on a stack, and a
 * collection takes those that were closed since it was opened. Which of them are keys and which are values is worked
 * out when a line is asked for, since most never are.
 */
export class LineRecorder implements YamlLines {
  readonly documents: RecordedDocument[] = [];
  readonly #collections = new Map<object, Entries>();
  #linesBefore = 0;
  /** Closed nodes that no collection has taken yet. */
  #nodes: RecordedNode[] = [];
  /** Of each open node: how many closed nodes there were, its line and its offset. */
  #open: number[] = [];

  /** Has to be called before each text; `linesBefore` is added to all of its lines. */
  begin(linesBefore: number): void {
    this.#linesBefore = linesBefore;
    this.#nodes = [];
    this.#open = [];
  }

  take(event: EventType, state: State): void {
    if (event === "open") {
      this.#open.push(this.#nodes.length, state.line + 1 + this.#linesBefore, state.position);
      return;
    }
    const start = this.#open.pop() ?? 0;
    const line = this.#open.pop() ?? 1;
    const firstChild = this.#open.pop() ?? 0;
    const result: unknown = state.result;
    if (typeof result === "object" && result !== null) this.#note(result, firstChild, state.input);
    // Setting a length is slow, even to what it is, and most nodes have nothing in them.
    if (this.#nodes.length > firstChild) this.#nodes.length = firstChild;
    if (this.#open.length > 0) this.#nodes.push({ result, line, start, end: state.position });
    else if (result !== null) this.documents.push({ value: result, line });
  }

  of(collection: object, entry: string | number, otherwise: number): number {
    if (typeof entry === "number") return this.#collections.get(collection)?.lineOfItem(entry) ?? otherwise;
    return this.#entriesWith(collection, entry)?.lineOfKey(entry) ?? otherwise;
  }

  ofValue(mapping: object, key: string, otherwise: number): number {
    return this.#entriesWith(mapping, key)?.lineOfValue(key) ?? otherwise;
  }

  excerptOf(mapping: object, key: string): Excerpt | undefined {
    return this.#entriesWith(mapping, key)?.excerptOf(key);
  }

  /** The mapping's own entries, or those of a mapping that `<<` adds to it: the first that has the key. */
  #entriesWith(mapping: object, key: string): Entries | undefined {
    const own = this.#collections.get(mapping);
    if (own === undefined || own.hasKey(key)) return own;
    // Aliases may lead in a circle; a set is visited in the order of insertion, also of what is added on the way.
    const sources = new Set(own.merged());
    for (const source of sources) {
      const entries = this.#collections.get(source);
      if (entries?.hasKey(key)) return entries;
      for (const further of entries?.merged() ?? []) sources.add(further);
    }
    return undefined;
  }

  /** An alias is closed too, with nothing of its own; and the node around a node that was tried first has only that. */
  #note(collection: object, firstChild: number, text: string): void {
    const first = this.#nodes[firstChild];
    if (first === undefined || first.result === collection || this.#collections.has(collection)) return;
    this.#collections.set(collection, new Entries(collection, this.#nodes.slice(firstChild), text));
  }
}

interface RecordedNode {
  readonly result: unknown;
  readonly line: number;
  /** Offsets into the text; what is before the node's first character, such as a line break, may be within. */
  readonly start: number;
  readonly end: number;
}

/** The nodes of one collection, sorted out when first asked for. */
class Entries {
  readonly #collection: object;
  readonly #nodes: readonly RecordedNode[];
  readonly #text: string;
  #items: readonly (RecordedNode | undefined)[] | undefined;
  #pairs: ReadonlyMap<string, Pair> | undefined;

  constructor(collection: object, nodes: readonly RecordedNode[], text: string) {
    this.#collection = collection;
    this.#nodes = nodes;
    this.#text = text;
  }

  lineOfItem(index: number): number | undefined {
    if (!Array.isArray(this.#collection)) return undefined;
    this.#items ??= alignItems(this.#collection, this.#nodes);
    return this.#items[index]?.line;
  }

  hasKey(key: string): boolean {
    return this.#pairOf(key) !== undefined;
  }

  lineOfKey(key: string): number | undefined {
    return this.#pairOf(key)?.key.line;
  }

  lineOfValue(key: string): number | undefined {
    const pair = this.#pairOf(key);
    if (pair?.value === undefined) return pair?.key.line;
    const { end } = pair.value;
    const { offset, line } = this.#beginOf(pair.value);
    // Nothing but blanks is a null that stands nowhere.
    return offset < end ? line : pair.key.line;
  }

  excerptOf(key: string): Excerpt | undefined {
    const node = this.#pairOf(key)?.value;
    if (typeof node?.result !== "string") return undefined;
    const begin = this.#beginOf(node);
    const content = skipProperties(this.#text, begin.offset);
    const line = begin.line + countLineBreaks(this.#text, begin.offset, content);
    return excerptWithLines(node.result, linesOfScalar(this.#text.slice(content), node.result, line));
  }

  /** The node's first character, behind the blanks and comments that it may be opened with. */
  #beginOf({ line, start }: RecordedNode): { readonly offset: number; readonly line: number } {
    const offset = skipBlanks(this.#text, start);
    return { offset, line: line + countLineBreaks(this.#text, start, offset) };
  }

  merged(): readonly object[] {
    const source = this.#pairOf("<<")?.value?.result;
    const sources: readonly unknown[] = Array.isArray(source) ? source : [source];
    return sources.filter((item) => typeof item === "object" && item !== null);
  }

  #pairOf(key: string): Pair | undefined {
    if (Array.isArray(this.#collection)) return undefined;
    this.#pairs ??= pairUp(this.#collection, this.#nodes, this.#text);
    return this.#pairs.get(key);
  }
}

interface Pair {
  readonly key: RecordedNode;
  readonly value: RecordedNode | undefined;
}

function pairUp(mapping: object, nodes: readonly RecordedNode[], text: string): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, Pair>();
  // As a rule every key has a value; the parser may have tried one more node at the end of the document.
  const isRegular = nodes.length >> 1 === Object.keys(mapping).length;
  let index = 0;
  while (index < nodes.length) {
    const key = nodes[index++];
    if (key === undefined) break;
    const hasValue = isRegular || isFollowedByColon(text, key.end);
    const value = hasValue ? nodes[index++] : undefined;
    const name = String(key.result);
    if (!pairs.has(name)) pairs.set(name, { key, value });
  }
  return pairs;
}

/**
 * A sequence may have items without a node of their own: a `-` with nothing after it, which is null, and a pair
 * within brackets (`[User: root]`), which has the nodes of its key and its value.
 */
function alignItems(items: readonly unknown[], nodes: readonly RecordedNode[]): readonly (RecordedNode | undefined)[] {
  if (items.length === nodes.length) return nodes;
  let next = 0;
  return items.map((item) => {
    const node = nodes[next];
    if (node === undefined || Object.is(node.result, item)) {
      next++;
      return node;
    }
    if (item === null) return undefined;
    next += 2;
    return node;
  });
}

/** Whether the next thing is a `:`, be it on a later line, as after an explicit key (`? User`). */
function isFollowedByColon(text: string, offset: number): boolean {
  return text.charCodeAt(skipBlanks(text, offset)) === colon;
}

function countLineBreaks(text: string, start: number, end: number): number {
  let count = 0;
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    if (code === lineFeed || (code === carriageReturn && text.charCodeAt(index + 1) !== lineFeed)) count++;
  }
  return count;
}

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const hash = 0x23;
const colon = 0x3a;

/** The offset behind a tag and an anchor (`!!str &query`), if there are any. */
function skipProperties(text: string, offset: number): number {
  const properties = /(?:[!&][^\s]*\s+)*/y;
  properties.lastIndex = offset;
  properties.test(text);
  return properties.lastIndex;
}

/** The offset of the first character that is neither white space nor in a comment. */
function skipBlanks(text: string, offset: number): number {
  let isComment = false;
  let index = offset;
  for (; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === lineFeed || code === carriageReturn) isComment = false;
    else if (code === hash) isComment = true;
    else if (!isComment && code !== space && code !== tab) break;
  }
  return index;
}
