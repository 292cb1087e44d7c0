import { parentPort, workerData } from "node:worker_threads";
import { createNeighbourhood } from "./analysis/neighbours.ts";
import type { RuleRange } from "./app/all-neighbours.ts";
import { unpackRules } from "./app/compared-rules.ts";
import type { ThreadStart } from "./io/thread.ts";

/** Runs in a thread of its own: finds the neighbours of the rules in the ranges that it is sent. */
const { answered, given }: ThreadStart<readonly Uint8Array[]> = workerData;
const rules = unpackRules(given);
const neighbourhood = createNeighbourhood(rules, undefined, "all");
parentPort?.on("message", ({ from, to }: RuleRange) => {
  parentPort?.postMessage(rules.slice(from, to).map((rule) => neighbourhood.of(rule)));
  Atomics.add(answered, 0, 1);
});
