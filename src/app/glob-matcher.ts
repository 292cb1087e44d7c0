import picomatch from "picomatch";
import type { RepositoryPath } from "../model/source.ts";

/** Whether a path of the repository is one that any of the patterns means. */
export function globMatcher(globs: readonly string[]): (path: RepositoryPath) => boolean {
  // A dot matches line ends too: a name with one would slip through otherwise.
  return globs.length === 0 ? () => false : picomatch([...globs], { dot: true, flags: "s" });
}
