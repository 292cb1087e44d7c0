import { parentPort, workerData } from "node:worker_threads";
import { codeOf } from "./io/error-code.ts";
import type { ThreadStart } from "./io/thread.ts";
import { createFileWriter, type FileBatch } from "./io/write-files.ts";

/** Runs in a thread of its own: writes the batches of files that it is sent. */
const { answered, given }: ThreadStart<string> = workerData;
const write = createFileWriter(given);
parentPort?.on("message", (batch: FileBatch) => {
  parentPort?.postMessage(failureOf(batch));
  Atomics.add(answered, 0, 1);
});

function failureOf(batch: FileBatch): string | undefined {
  try {
    write(batch);
    return undefined;
  } catch (error) {
    return codeOf(error);
  }
}
