// Fails where dist/ is not the build of this source, or a generated file not what `npm run generate` writes.
//
// What is there is compared with what a build makes of it, so the answer is the same in a clean clone and in the
// middle of a change; in a clean clone what is there is what was committed. Afterwards dist/ is the build.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

const before = hashFiles("dist");
run("build.mjs");
const after = hashFiles("dist");
const changed = [...new Set([...before.keys(), ...after.keys()])]
  .filter((path) => before.get(path) !== after.get(path))
  .sort();
for (const path of changed) console.error(`dist/${path} was not what the build makes; it is now: commit it.`);
if (changed.length > 0) process.exitCode = 1;

try {
  run("scripts/generate.mjs", "--check");
} catch {
  // The script has said which.
  process.exitCode = 1;
}

/** By path from the folder, with forward slashes. */
function hashFiles(folder) {
  if (!existsSync(join(root, folder))) return new Map();
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    files.map((path) => {
      const name = path.slice(join(root, folder).length + 1).replaceAll("\\", "/");
      return [name, createHash("sha256").update(readFileSync(path)).digest("hex")];
    }),
  );
}

function run(...args) {
  execFileSync(process.execPath, args, { cwd: root, stdio: "inherit" });
}
