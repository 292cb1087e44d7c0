import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import type { SourceFile } from "../../src/model/source.ts";

const projectRoot = join(import.meta.dirname, "../..");

/**
 * A file or folder of what lies beside the project: real rules and data that can't be part of it.
 *
 * Throws where it is missing: a test that needs it must fail, not pass without having looked.
 */
export function sharedPath(path: string): string {
  const folder = process.env.DETCOV_SHARED ?? join(projectRoot, "../shared");
  const found = join(folder, path);
  if (existsSync(found)) return found;
  throw new Error(
    `The corpus tests need ${path}, which is not in ${folder}. Put the shared folder beside the project, or set DETCOV_SHARED to where it is; \`npm test\` does without.`,
  );
}

/** All files of a corpus (`sigma`, `elastic` …) whose path the test is for, sorted by path. */
export function corpusFiles(name: string, isWanted: (path: string) => boolean): readonly SourceFile[] {
  const folder = unpack(name);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter(isWanted)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((path) => ({ path, text: readFileSync(join(folder, path), "utf8").replace(/^\uFEFF/, "") }));
}

/** The folder that the corpus lies in, unpacked by the first who asks; it is named for the archive's content. */
function unpack(name: string): string {
  const archive = sharedPath(`corpora/${name}.tar.gz`);
  const digest = createHash("sha256").update(readFileSync(archive)).digest("hex").slice(0, 16);
  const parent = join(tmpdir(), "detcov-corpora");
  const folder = join(parent, `${name}-${digest}`);
  if (existsSync(folder)) return folder;
  mkdirSync(parent, { recursive: true });
  // Test files run side by side: each unpacks for itself, and the first to be done gives the folder its name.
  const own = mkdtempSync(join(parent, `${name}-`));
  execFileSync("tar", ["-xzf", archive, "-C", own]);
  try {
    renameSync(own, folder);
  } catch (error) {
    rmSync(own, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
