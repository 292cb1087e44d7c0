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
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The program of a Chromium without a window. */
    readonly browser: string;
  }
}

/**
 * Unpacks the Chromium that comes with a package, once for each version of it, in a folder that git ignores. What is
 * half unpacked has another name.
 */
export async function setup({ provide }: TestProject): Promise<void> {
  const folder = join(root, "node_modules/@sparticuz/chromium");
  const packed = join(folder, "bin/chromium.br");
  if (!existsSync(packed)) throw new Error(`There is no browser at ${packed}: run "npm ci", then the tests again.`);
  const { version }: { readonly version: string } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const program = join(root, ".detcov", `chromium-${version}`);
  if (!existsSync(program)) {
    mkdirSync(dirname(program), { recursive: true });
    const unpacked = mkdtempSync(join(root, ".detcov", "unpack-"));
    const half = join(unpacked, "chromium");
    await pipeline(createReadStream(packed), createBrotliDecompress(), createWriteStream(half, { mode: 0o755 }));
    renameSync(half, program);
    rmSync(unpacked, { recursive: true });
  }
  provide("browser", program);
}

const root = fileURLToPath(new URL("../../", import.meta.url));
