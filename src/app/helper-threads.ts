import type { WriterThreads } from "../io/shared-writing.ts";
import { openThreads } from "../io/thread.ts";
import type { NeighbourThreads } from "./all-neighbours.ts";
import type { ReaderThreads } from "./read-with-threads.ts";

/** Threads that may help a run, by what they do for it. */
export interface HelperThreads {
  readonly readers: ReaderThreads;
  readonly writers: WriterThreads;
  readonly neighbours: NeighbourThreads;
}

/** `entry` is the address of the entry point, beside which their scripts are. */
export function openHelperThreads(entry: string): HelperThreads {
  return {
    readers: openThreads(new URL("./reader.js", entry)),
    writers: openThreads(new URL("./writer.js", entry)),
    neighbours: openThreads(new URL("./neighbours.js", entry)),
  };
}

/** The same, `count` of each kind at most at a time. */
export function withThreadCount({ readers, writers, neighbours }: HelperThreads, count: number): HelperThreads {
  return {
    readers: { ...readers, count },
    writers: { ...writers, count },
    neighbours: { ...neighbours, count },
  };
}
