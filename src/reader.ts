import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { loadDictionaries, readShippedDictionaries } from "./app/knowledge.ts";
import { createFileReader, type RuleFile } from "./app/read-file.ts";
import type { ReaderSettings } from "./app/read-with-threads.ts";
import { writeSegment } from "./app/readings/write-segment.ts";
import { openDataFolder } from "./io/data-folder.ts";
import type { ThreadStart } from "./io/thread.ts";

// As in the command line, for all threads: while each processor reads, none is left that compiles beside it.
if (process.versions.v8.startsWith("11.")) setFlagsFromString("--interrupt-budget=1200000");

/** Runs in a thread of its own: reads the batches of files that it is sent. */
const { answered, given }: ThreadStart<ReaderSettings> = workerData;
const data = openDataFolder(fileURLToPath(new URL("../data/", import.meta.url)));
const read = createFileReader(given.companions, await loadDictionaries(given.config, readShippedDictionaries(data)));
parentPort?.on("message", (files: readonly RuleFile[]) => {
  const readings = files.map((file) => ({ path: file.path, version: "", reading: read(file), body: undefined }));
  const answer = writeSegment(readings, "handed-over");
  parentPort?.postMessage(answer, [answer.buffer]);
  Atomics.add(answered, 0, 1);
});
