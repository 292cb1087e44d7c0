import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** A second thread that answers what it is asked, one question after the other. */
export interface Thread<Question, Answer> {
  /** Whether it would otherwise soon have nothing to do. Known without waiting. */
  isFree(): boolean;
  /** Rejects where the thread has ended, with its reason. */
  ask(question: Question): Promise<Answer>;
  /** Ends the thread, whatever it is doing. */
  close(): Promise<void>;
}

/** Threads that may work beside this one. */
export interface Threads<Given, Question, Answer> {
  /** How many are worth starting; 0 where there is nothing to run them on. */
  readonly count: number;
  start(given: Given): Thread<Question, Answer>;
}

/** A thread for each processor but the one that this thread is on; `script` is what each of them runs. */
export function openThreads<Given, Question, Answer>(script: URL): Threads<Given, Question, Answer> {
  return { count: availableParallelism() - 1, start: (given) => startThread(script, given) };
}

/** What a thread finds when it starts: where it counts its answers, and what it was given. */
export interface ThreadStart<Given> {
  readonly answered: Int32Array;
  readonly given: Given;
}

/** As many as keep a thread busy while the one that asks is busy itself. */
const questionsAhead = 2;

/** The script answers each message with one of its own, in order, and counts it in `answered`. */
function startThread<Question, Answer>(script: URL, given: unknown): Thread<Question, Answer> {
  const answered = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const start: ThreadStart<unknown> = { answered, given };
  const worker = new Worker(script, { workerData: start });
  const waiting: Waiting<Answer>[] = [];
  let asked = 0;
  let fault: unknown;
  const fail = (reason: unknown) => {
    fault ??= reason;
    for (const { reject } of waiting.splice(0)) reject(fault);
  };
  worker.on("message", (answer: Answer) => waiting.shift()?.resolve(answer));
  worker.on("error", fail);
  worker.on("exit", () => fail(new Error("The thread has ended.")));
  return {
    isFree: () => asked - Atomics.load(answered, 0) < questionsAhead,
    ask(question) {
      if (fault !== undefined) return Promise.reject(fault);
      asked++;
      worker.postMessage(question);
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    async close() {
      const ended = once(worker, "exit");
      await worker.terminate();
      await ended;
    },
  };
}

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}
