import { execFileSync } from "node:child_process";
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, createBrotliDecompress } from "node:zlib";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /**
     * The folder of a Chromium without a window: `chromium`, and `lib` with the libraries that not every machine has.
     * Null where the package has none for the platform, and the machine's own Chrome is to be used.
     */
    readonly browser: string | null;
  }
}

/**
 * Unpacks the Chromium that comes with a package, once for each version of it, in a folder that git ignores. What is
 * half unpacked has another name.
 */
export async function setup({ provide }: TestProject): Promise<void> {
  if (process.platform !== "linux" || process.arch !== "x64") return provide("browser", null);
  const source = join(root, "node_modules/@sparticuz/chromium");
  const packed = join(source, "bin/chromium.br");
  if (!existsSync(packed)) throw new Error(`There is no browser at ${packed}: run "npm ci", then the tests again.`);
  const { version }: { readonly version: string } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  const folder = join(root, ".detcov", `browser-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(join(root, ".detcov"), { recursive: true });
    const half = mkdtempSync(join(root, ".detcov", "unpack-"));
    const program = createWriteStream(join(half, "chromium"), { mode: 0o755 });
    await pipeline(createReadStream(packed), createBrotliDecompress(), program);
    const libraries = brotliDecompressSync(readFileSync(join(source, "bin/al2023.tar.br")));
    execFileSync("tar", ["-xf", "-", "-C", half], { input: libraries });
    try {
      renameSync(half, folder);
    } catch (error) {
      rmSync(half, { recursive: true });
      if (!existsSync(folder)) throw error;
    }
  }
  return provide("browser", folder);
}

const root = fileURLToPath(new URL("../../", import.meta.url));
