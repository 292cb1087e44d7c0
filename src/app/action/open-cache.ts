import { isAbsolute, relative, resolve, sep } from "node:path";
import type { CacheFolder } from "../../io/cache-folder.ts";
import { ConfigError } from "../../model/config-error.ts";

export interface CacheSurroundings {
  /** What is checked out, an absolute path. */
  readonly directory: string;
  readonly openCache: (folder: string) => CacheFolder;
}

/**
 * The folder that the input "cache" names, if it names one. A ConfigError for one that is not outside of what is
 * checked out: there a pull request could bring along readings of its rules that it made itself.
 */
export function openCache(
  cache: string | undefined,
  { directory, openCache: open }: CacheSurroundings,
): CacheFolder | undefined {
  if (cache === undefined) return undefined;
  const folder = resolve(directory, cache);
  if (isOutside(relative(directory, folder))) return open(folder);
  throw new ConfigError(
    `The input "cache" is "${cache}", which is below the checked-out files. Name a folder outside of them, such as ` +
      "one below the runner's temporary folder.",
  );
}

/** A name may begin with two dots and is no way up. A way to another drive is none at all, but an absolute path. */
function isOutside(way: string): boolean {
  return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
}
