import type { HelperThreads } from "../../src/app/helper-threads.ts";

const none = {
  count: 0,
  start: () => {
    throw new Error("There are no threads.");
  },
};

/** For runs that do all by themselves. */
export const noThreads: HelperThreads = { readers: none, writers: none, neighbours: none };
