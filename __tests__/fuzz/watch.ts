import { Worker } from "node:worker_threads";

/** Sees to it that an input which is never done with is named rather than waited for. */
export interface Watch {
  /** Tells which input is next. */
  begin(input: number): void;
  end(): Promise<void>;
}

/** Ends the process, with the number of the input, where one takes longer than `seconds`. */
export function watchInputs(what: string, seconds: number): Watch {
  const current = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(watcher, { eval: true, workerData: { what, seconds, current } });
  return {
    begin: (input) => void Atomics.store(current, 0, input),
    end: async () => void (await worker.terminate()),
  };
}

/** Looks from another thread, because this one is busy when it matters. */
const watcher = `
const { workerData: { what, seconds, current } } = require("node:worker_threads");
const { writeSync } = require("node:fs");
let seen = -1;
setInterval(() => {
  const input = Atomics.load(current, 0);
  if (input === seen) {
    writeSync(2, what + ": input " + input + " takes more than " + seconds + " seconds.\\n");
    process.kill(process.pid, "SIGKILL");
  }
  seen = input;
}, seconds * 1000);
`;
