#!/usr/bin/env node
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { openCacheFolder, userCacheFolder } from "./io/cache-folder.ts";
import { openDataFolder } from "./io/data-folder.ts";
import { sourceVersion, toolVersion } from "./version.ts";

const args = process.argv.slice(2);
if (args[0] === "--version" || args[0] === "-V") {
  // Asked for by scripts, often: nothing else is loaded for it.
  process.stdout.write(`detcov ${toolVersion}\n`);
  process.exit(0);
}
// A run is over before much of what older V8 optimises has paid for its compilation.
if (process.versions.v8.startsWith("11.")) setFlagsFromString("--interrupt-budget=600000");
const { openHelperThreads } = await import("./app/helper-threads.ts");
const { runCommandLine } = await import("./app/command-line.ts");
const cacheFolder = userCacheFolder(process.env, process.platform);
const { exitCode, stdout, stderr } = await runCommandLine(args, {
  directory: process.cwd(),
  env: process.env,
  data: openDataFolder(fileURLToPath(new URL("../data/", import.meta.url))),
  examples: fileURLToPath(new URL("../examples/", import.meta.url)),
  tool: { name: "detcov", version: toolVersion },
  threads: openHelperThreads(import.meta.url),
  cache:
    cacheFolder === undefined
      ? undefined
      : openCacheFolder({
          folder: resolve(cacheFolder),
          version: sourceVersion,
          writer: String(process.pid),
          now: Date.now,
        }),
  isTerminal: { stdout: process.stdout.isTTY === true, stderr: process.stderr.isTTY === true },
  write: (text) => process.stderr.write(text),
  now: () => performance.now(),
  process,
  today: new Date().toISOString().slice(0, 10),
});
// A reader that has seen enough, such as `head`, is no fault.
process.stdout.on("error", (error) => {
  if ("code" in error && error.code === "EPIPE") process.exit(exitCode);
  throw error;
});
process.stderr.write(stderr, () => {
  process.stdout.write(stdout, () => {
    // Nothing is left to do, and to give back memory piece by piece takes a twentieth of a short run.
    process.exit(exitCode);
  });
});
