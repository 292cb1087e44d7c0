import { lstat, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { ConfigError } from "../../model/config-error.ts";
import type { Environment } from "../git/git-environment.ts";

export interface ReportPlace {
  /** Absolute path of what was checked out. */
  readonly workspace: string;
  /** As the workflow names it; undefined: a new folder that is the runner's to clean up. */
  readonly folder: string | undefined;
  readonly env: Environment;
}

/**
 * Writes files into one folder and returns their absolute paths, in the same order.
 *
 * A pull request may hold symbolic links where the files are to be. None is followed: they could lead anywhere on
 * the runner.
 */
export async function writeReportFiles(
  place: ReportPlace,
  files: readonly { readonly name: string; readonly text: string }[],
): Promise<readonly string[]> {
  const folder = await openFolder(place);
  return await Promise.all(
    files.map(async ({ name, text }) => {
      const path = join(folder, name);
      await rm(path, { force: true });
      await writeFile(path, text, { flag: "wx" });
      return path;
    }),
  );
}

async function openFolder({ workspace, folder, env }: ReportPlace): Promise<string> {
  if (folder === undefined) return await mkdtemp(join(env.RUNNER_TEMP || tmpdir(), "detcov-"));
  const path = resolve(workspace, folder);
  await refuseLinks(workspace, path);
  await mkdir(path, { recursive: true });
  return path;
}

async function refuseLinks(workspace: string, path: string): Promise<void> {
  const below = relative(workspace, path);
  if (isAbsolute(below)) return;
  let current = workspace;
  for (const name of below.split(sep)) {
    current = join(current, name);
    // Above the workspace nothing is the pull request's.
    if (name === "" || name === "..") continue;
    const found = await lstat(current).catch(() => undefined);
    if (found === undefined || found.isDirectory()) continue;
    throw new ConfigError(
      `"report-dir" leads through "${relative(workspace, current)}", which is no folder but a file or a symbolic link. ` +
        "Reports are not written through links; name another folder.",
    );
  }
}

/** `reason` is a clause. */
export type ReadFile =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "refused"; readonly reason: string };

/** In bytes. A report on all of the public rules has a tenth of it. */
const largestReport = 64 * 1024 * 1024;

/** A file that a stranger's job made: a plain one, of a size that can be read, or none. */
export async function readReportFile({ workspace, folder }: ReportPlace, name: string): Promise<ReadFile> {
  const path = join(resolve(workspace, folder ?? "."), name);
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return { kind: "refused", reason: `"${folder ?? "."}" has no ${name}` };
  if (!found.isFile()) return { kind: "refused", reason: `${name} is no file` };
  if (found.size > largestReport) {
    return {
      kind: "refused",
      reason: `${name} has ${Math.ceil(found.size / 1024 / 1024)} MiB, which is too much to be one`,
    };
  }
  return { kind: "text", text: await readFile(path, "utf8") };
}
