/** Why a pattern can't mean files of the repository, and what to write; undefined where it can. */
export function globFault(glob: string): string | undefined {
  if (/^!(?!\()/.test(glob)) return 'begins with "!". Put what is to be left out into "exclude".';
  return pathFault(glob);
}

/** The same for a path without wildcards. */
export function pathFault(path: string): string | undefined {
  if (path.includes("\\")) return 'has a backslash. Write "/" between folders.';
  if (/^\/|^[A-Za-z]:/.test(path)) return "is an absolute path. Write it from the root of the repository.";
  if (path.split("/").includes(".."))
    return 'leads out of its folder with "..". Write it from the root of the repository.';
  return undefined;
}

/**
 * The pattern as it is matched against repository paths.
 *
 * A last step without a wildcard and without a dot is a folder, which stands for everything below it: nobody's
 * rule files are without an extension, and `rules` alone would match nothing.
 */
export function repositoryGlob(glob: string): string {
  const steps = glob.split("/").filter((step) => step !== "" && step !== ".");
  const last = steps.at(-1);
  if (last === undefined) return "**";
  if (glob.endsWith("/") || !/[.*?[\](){}]/.test(last)) steps.push("**");
  return steps.join("/");
}

/** A path without wildcards, spelled as repository paths are. */
export function repositoryPath(path: string): string {
  return path
    .split("/")
    .filter((step) => step !== "" && step !== ".")
    .join("/");
}
