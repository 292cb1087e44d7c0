import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Unpacks archives of real rules side by side into a folder of their own below `folder`, and returns it.
 *
 * `archives` says by name which of an archive's top folders stay: `{ sigma: /^rules/ }`.
 */
export function unpackCorpus(archives, shared, folder) {
  const corpus = join(folder, Object.keys(archives).join("-"));
  for (const [name, folders] of Object.entries(archives)) unpack(name, folders, shared, join(corpus, name));
  return corpus;
}

function unpack(name, folders, shared, target) {
  const archive = join(process.env.DETCOV_SHARED ?? shared, "corpora", `${name}.tar.gz`);
  if (!existsSync(archive)) {
    throw new Error(`There is no ${archive}. Set DETCOV_SHARED to the folder that holds corpora/.`);
  }
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", archive, "-C", target]);
  for (const each of readdirSync(target).filter((entry) => !folders.test(entry))) {
    rmSync(join(target, each), { recursive: true });
  }
}
