import { Session } from "node:inspector";

/** Tells which places in a script have run, as V8 counts them: blocks of code, by their offsets. */
export function openCoverage(url) {
  const session = new Session();
  session.connect();
  post(session, "Profiler.enable");
  post(session, "Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const seen = new Set();
  const reached = () => {
    const { result } = post(session, "Profiler.takePreciseCoverage");
    const script = result.find((each) => each.url === url);
    const functions = script?.functions ?? [];
    const ranges = functions.flatMap((each) => each.ranges).filter(({ count }) => count > 0);
    return ranges.map(({ startOffset, endOffset }) => `${startOffset}-${endOffset}`);
  };
  return {
    /** All places that ran since the last look. */
    reached,
    /** Those of them that never ran before. */
    take() {
      const fresh = reached().filter((place) => !seen.has(place));
      for (const place of fresh) seen.add(place);
      return fresh;
    },
    size: () => seen.size,
  };
}

/** Answers come at once, as the session is this thread's own. */
function post(session, method, params) {
  let answer;
  session.post(method, params, (error, result) => {
    if (error !== null) throw new Error(error.message);
    answer = result;
  });
  return answer;
}
