import type { Config } from "../config/config.ts";
import type { Thread, Threads } from "../io/thread.ts";
import type { SourceFile } from "../model/source.ts";
import type { FileReading, RuleFile } from "./read-file.ts";
import { Segment } from "./readings/read-segment.ts";
import { SameEvents } from "./readings/segment-tables.ts";

/** What a thread has to know to read as this one does. Plain data. */
export interface ReaderSettings {
  readonly config: Pick<Config, "fields" | "events">;
  readonly companions: readonly (readonly SourceFile[])[];
}

/** Threads that read batches of files and answer with a segment of their readings, in order. */
export type ReaderThreads = Threads<ReaderSettings, readonly RuleFile[], Uint8Array>;
type ReaderThread = Thread<readonly RuleFile[], Uint8Array>;

/** A list of things that hold rule files, and how to get at those. */
export interface Work<Item> {
  readonly items: readonly Item[];
  /** Hands over the files of some items, in order; an item that holds no text has none. */
  load(items: readonly Item[], take: (item: Item, file: RuleFile) => void): Promise<void>;
  /** Gets what each file holds, in no certain order; and its body where it is known, to be kept in another segment. */
  take(item: Item, reading: FileReading, body?: () => Uint8Array): void;
}

/** For each thread, this one too. With fewer the others have hardly become quick when all are read. */
const filesWorthAThread = 2_500;

/** Small, so that a thread is soon seen to be free; what a thread gets is larger, so that it is seldom waiting. */
const ownBatch = 8;
const threadBatch = 32;

/**
 * Reads files here and on other threads, each wherever there is time first.
 *
 * This thread begins at the beginning and the others at the end: neighbours are mostly in one format, and whoever has
 * read some files of a format reads the next ones faster.
 */
export async function readWithThreads<Item>(
  work: Work<Item>,
  read: (file: RuleFile) => FileReading,
  start: { readonly threads: ReaderThreads; readonly settings: ReaderSettings },
): Promise<void> {
  const count = Math.min(start.threads.count, Math.floor(work.items.length / filesWorthAThread) - 1);
  if (count <= 0) return await work.load(work.items, (item, file) => work.take(item, read(file)));
  const threads = Array.from({ length: count }, () => start.threads.start(start.settings));
  try {
    await new SharedReading(work, read).run(threads);
  } finally {
    await Promise.all(threads.map((thread) => thread.close()));
  }
}

class SharedReading<Item> {
  readonly #work: Work<Item>;
  readonly #read: (file: RuleFile) => FileReading;
  readonly #events = new SameEvents();

  constructor(work: Work<Item>, read: (file: RuleFile) => FileReading) {
    this.#work = work;
    this.#read = read;
  }

  async run(threads: readonly ReaderThread[]): Promise<void> {
    const { items } = this.#work;
    const elsewhere: Promise<void>[] = [];
    let [front, back] = [0, items.length];
    while (front < back) {
      const thread = threads.find((candidate) => candidate.isFree());
      if (thread === undefined) {
        const end = Math.min(front + ownBatch, back);
        await this.#readHere(items.slice(front, end));
        front = end;
      } else {
        const begin = Math.max(back - threadBatch, front);
        const answer = this.#answerOf(thread, await this.#load(items.slice(begin, back)));
        // What it fails with is told below, once nothing is read here any more.
        answer.catch(() => undefined);
        elsewhere.push(answer);
        back = begin;
      }
    }
    await Promise.all(elsewhere);
  }

  async #load(items: readonly Item[]): Promise<readonly Loaded<Item>[]> {
    const loaded: Loaded<Item>[] = [];
    await this.#work.load(items, (item, file) => loaded.push({ item, file }));
    return loaded;
  }

  async #readHere(items: readonly Item[]): Promise<void> {
    await this.#work.load(items, (item, file) => this.#work.take(item, this.#events.in(this.#read(file))));
  }

  async #answerOf(thread: ReaderThread, batch: readonly Loaded<Item>[]): Promise<void> {
    const answer = await thread.ask(batch.map(({ file }) => file)).catch(() => undefined);
    // A thread may die of what this one survives, such as too little memory for two.
    if (answer === undefined) {
      for (const { item, file } of batch) this.#work.take(item, this.#events.in(this.#read(file)));
      return;
    }
    const segment = new Segment(answer, this.#events);
    if (segment.size !== batch.length) throw new Error("A thread did not answer for each file.");
    for (const [index, { item }] of batch.entries()) {
      this.#work.take(item, segment.open(index), () => segment.body(index));
    }
  }
}

interface Loaded<Item> {
  readonly item: Item;
  readonly file: RuleFile;
}
