import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Unpacks an archive of real rules below `folder` and returns where it is, with only the top folders that are named. */
export function unpackCorpus({ archive, folders }, shared, folder) {
  const path = join(process.env.DETCOV_SHARED ?? shared, "corpora", `${archive}.tar.gz`);
  if (!existsSync(path)) {
    throw new Error(`There is no ${path}. Set DETCOV_SHARED to the folder that holds corpora/.`);
  }
  const target = join(folder, archive);
  if (existsSync(target)) return target;
  mkdirSync(target);
  execFileSync("tar", ["-xzf", path, "-C", target]);
  for (const name of readdirSync(target).filter((each) => !folders.test(each))) {
    rmSync(join(target, name), { recursive: true });
  }
  return target;
}
