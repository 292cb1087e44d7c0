import { ConfigError } from "../model/config-error.ts";
import type { RepositoryPath } from "../model/source.ts";

/** Where a configuration may lie in a repository. */
export const configPaths = [".github/detcov.yml", ".github/detcov.yaml", "detcov.yml", "detcov.yaml"] as const;

/** The one configuration among the paths of a tree. Two are a ConfigError: nobody could say which of them holds. */
export function findConfigPath(paths: ReadonlySet<RepositoryPath>): RepositoryPath | undefined {
  const present = configPaths.filter((path) => paths.has(path));
  if (present.length > 1) {
    throw new ConfigError(`There are ${present.length} configurations: ${present.join(", ")}. Keep one of them.`);
  }
  return present[0];
}
