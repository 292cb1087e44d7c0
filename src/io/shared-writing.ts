import { setImmediate } from "node:timers/promises";
import { codeOf } from "./error-code.ts";
import type { Thread, Threads } from "./thread.ts";
import { BatchMaker, createFileWriter, type FileBatch } from "./write-files.ts";

/** Threads that write files below the folder that they were given; they answer nothing, or the code of a failure. */
export type WriterThreads = Threads<string, FileBatch, string | undefined>;
type WriterThread = Thread<FileBatch, string | undefined>;

/** Fewer are written before a thread has started. */
const filesWorthAThread = 1_000;

/** A thread could not write. */
class WriteFailure extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`A file was not written: ${code}`);
    this.code = code;
  }
}

/**
 * Writes files below a folder: on a second thread where that has time, else here. To make a file takes the system as
 * long as it takes us to make the page that is in it.
 */
export class SharedWriting {
  readonly #folder: string;
  readonly #threads: WriterThreads;
  readonly #write: (batch: FileBatch) => void;
  readonly #elsewhere: Promise<WriteFailure | undefined>[] = [];
  readonly #maker = new BatchMaker();
  #files = 0;
  #isStopped = false;
  #thread: WriterThread | undefined;

  constructor(folder: string, threads: WriterThreads) {
    this.#folder = folder;
    this.#threads = threads;
    this.#write = createFileWriter(folder);
  }

  /**
   * The number of bytes. Asks to be waited for where a thread may have answered: else what it has written is kept until
   * the end.
   */
  add(path: string, text: string): number | Promise<number> {
    this.#files++;
    const size = this.#maker.add(path, text);
    if (!this.#maker.isFull) return size;
    const batch = this.#maker.take();
    if (this.#files > filesWorthAThread && this.#threads.count > 0) this.#thread ??= this.#threads.start(this.#folder);
    if (this.#thread === undefined || !this.#thread.isFree()) {
      this.#writeHere(batch);
      return size;
    }
    this.#elsewhere.push(this.#answerOf(this.#thread, batch));
    return setImmediate(size);
  }

  /** When all are written; rejects with what the system says where one could not be. */
  async finish(): Promise<void> {
    this.#writeHere(this.#maker.take());
    const failures = await Promise.all(this.#elsewhere);
    await this.#thread?.close();
    for (const failure of failures) if (failure !== undefined) throw failure;
  }

  /** When nothing is written any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#thread?.close();
  }

  #writeHere(batch: FileBatch): void {
    this.#write(batch);
    this.#maker.reuse(batch);
  }

  /** Never rejects, for nobody waits for it until the end. */
  async #answerOf(thread: WriterThread, batch: FileBatch): Promise<WriteFailure | undefined> {
    try {
      const failure = await thread.ask(batch);
      this.#maker.reuse(batch);
      return failure === undefined ? undefined : new WriteFailure(failure);
    } catch {
      return this.#writeAfterAll(batch);
    }
  }

  /** A thread may die of what this one survives, such as too little memory for two. */
  #writeAfterAll(batch: FileBatch): WriteFailure | undefined {
    if (this.#isStopped) return undefined;
    try {
      this.#write(batch);
      return undefined;
    } catch (error) {
      return new WriteFailure(codeOf(error));
    }
  }
}
