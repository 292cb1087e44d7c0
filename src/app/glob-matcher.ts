import picomatch from "picomatch";
import type { RepositoryPath } from "../model/source.ts";

/** Whether a path of the repository is one that any of the patterns means. */
export function globMatcher(globs: readonly string[]): (path: RepositoryPath) => boolean {
  if (globs.length === 0) return () => false;
  // What nearly all teams have, and asked about every file that there is.
  if (globs.includes("**")) return () => true;
  // A dot matches line ends too: a name with one would slip through otherwise.
  return picomatch([...globs], { dot: true, flags: "s" });
}
