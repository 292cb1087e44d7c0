import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The folder with the bundles of the source under test: `cli.js`, `action.js`. */
    readonly bundles: string;
  }
}

/**
 * Builds a copy of the source, so that what is tested is never an old build and `dist/` stays what it was.
 *
 * The copy is below the root, where its imports find the packages, in a folder that git ignores. What the bundles
 * read at run time stands beside them as in the package.
 */
export function setup({ provide }: TestProject): () => void {
  const ignored = join(root, ".detcov");
  mkdirSync(ignored, { recursive: true });
  const folder = mkdtempSync(join(ignored, "build-"));
  for (const name of ["build.mjs", "package.json", "tsconfig.json", "src"]) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  for (const name of ["data", "examples"]) {
    // Windows allows everybody a junction, and a symbolic link only some.
    symlinkSync(join(root, name), join(folder, name), "junction");
  }
  execFileSync(process.execPath, ["build.mjs"], { cwd: folder, stdio: "inherit" });
  provide("bundles", join(folder, "dist"));
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

const root = fileURLToPath(new URL("../../", import.meta.url));
