import picomatch from "picomatch";
import type { RepositoryPath } from "../model/source.ts";

/** Whether a path of the repository is one that any of the patterns means. */
export function globMatcher(globs: readonly string[]): (path: RepositoryPath) => boolean {
  if (globs.length === 0) return () => false;
  // What nearly all teams have, and asked about every file that there is.
  if (globs.includes("**")) return () => true;
  // A dot matches line ends too: a name with one would slip through otherwise.
  const matches = picomatch([...globs], { dot: true, flags: "s" });
  const steps = globs.flatMap((glob) => plainStep(glob) ?? []);
  if (steps.length < globs.length) return matches;
  // Most paths have none of the folders that patterns name, which is seen much faster than that they don't match.
  return (path) => steps.some((step) => path.includes(step)) && matches(path);
}

/** The longest name in a pattern, which every path has that it matches; undefined where it has none that is plain. */
function plainStep(glob: string): string | undefined {
  if (/[^\w./* -]/.test(glob)) return undefined;
  const steps = glob.split("/").filter((step) => !step.includes("*") && !/^\.*$/.test(step));
  return steps.sort((a, b) => b.length - a.length)[0];
}
