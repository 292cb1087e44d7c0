import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files to be written, their texts in one block of memory: thousands of strings would be kept and copied one by one. */
export interface FileBatch {
  /** UTF-8, one text after the other. */
  readonly bytes: Uint8Array;
  readonly files: readonly BatchedFile[];
}

interface BatchedFile {
  /** Relative, with slashes. */
  readonly path: string;
  /** Where its text ends. */
  readonly end: number;
}

/** A batch is handed on when it has so many bytes or files. */
const fullSize = 512 * 1024;
const fullFiles = 128;

/** Collects files for a batch. */
export class BatchMaker {
  readonly #spare: Buffer[] = [];
  #bytes = sharedBlock(2 * fullSize);
  #files: BatchedFile[] = [];
  #end = 0;

  get isFull(): boolean {
    return this.#end >= fullSize || this.#files.length >= fullFiles;
  }

  /** Bytes of the text. */
  add(path: string, text: string): number {
    const mostBytes = text.length * 3;
    if (this.#end + mostBytes > this.#bytes.length) this.#makeRoom(Buffer.byteLength(text));
    const size = this.#bytes.write(text, this.#end);
    this.#end += size;
    this.#files.push({ path, end: this.#end });
    return size;
  }

  /** What was collected, with an end of the block that is of no use; then there is nothing. */
  take(): FileBatch {
    const batch = { bytes: this.#bytes, files: this.#files };
    this.#bytes = this.#spare.pop() ?? sharedBlock(2 * fullSize);
    this.#files = [];
    this.#end = 0;
    return batch;
  }

  /** Takes back the memory of a batch that is written: to get new memory for each would take longer than to fill it. */
  reuse({ bytes }: FileBatch): void {
    if (bytes.length === 2 * fullSize) this.#spare.push(Buffer.from(bytes.buffer));
  }

  #makeRoom(size: number): void {
    const needed = this.#end + size;
    if (needed <= this.#bytes.length) return;
    const larger = sharedBlock(needed);
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}

/** Another thread reads it where it is. */
function sharedBlock(size: number): Buffer {
  return Buffer.from(new SharedArrayBuffer(size));
}

/** Writes files below a folder, which it makes as they need them. Throws what the system says. */
export function createFileWriter(folder: string): (batch: FileBatch) => void {
  const made = new Set<string>();
  return ({ bytes, files }) => {
    let begin = 0;
    for (const { path, end } of files) {
      const file = join(folder, path);
      const parent = dirname(file);
      if (!made.has(parent)) mkdirSync(parent, { recursive: true });
      made.add(parent);
      // At once: for thousands of small files that is a third of the work that waiting for each would be.
      writeFileSync(file, bytes.subarray(begin, end));
      begin = end;
    }
  };
}
