// Damages public rules as `npm run fuzz` does, and goes on from what reached code that nothing had reached before:
//
//     node scripts/fuzz-guided.mjs elastic --seconds 600 --seed 7
//
// Coverage is what V8 itself counts, so nothing has to be installed. Files that show a fault are written to `.detcov/finds/`.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { openCoverage } from "./fuzz/coverage.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: "string", default: "60" }, seed: { type: "string", default: "1" } },
});
const root = fileURLToPath(new URL("../", import.meta.url));
const format = positionals[0] ?? "sigma";

/** Looking at the coverage takes as long as some inputs do, so it is looked at after several. */
const batchSize = 25;
/** More than this are a file of its own that grows, not another way through the code. */
const longest = 20_000;
/** So many of the public rules are begun with. */
const seeds = 400;

const bundle = await bundleFuzzer();
const { Chance, createFormatTrial, groundOf } = await import(pathToFileURL(bundle).href);
const ground = groundOf(format);
const trial = createFormatTrial(ground);
const chance = new Chance(Number(values.seed));
const coverage = openCoverage(pathToFileURL(bundle).href);

const pool = [...ground.rareFiles, ...Array.from({ length: seeds }, () => chance.of(ground.ruleFiles))];
for (const file of pool) trial.faultOf(file);
const begun = coverage.take().length;
const finds = new Map();
let inputs = 0;
let slowest = 0;

for (const end = Date.now() + 1000 * Number(values.seconds); Date.now() < end; ) {
  const batch = Array.from({ length: batchSize }, nextFile).filter((file) => file !== undefined);
  for (const file of batch) await look(file);
  const fresh = new Set(coverage.take());
  if (fresh.size === 0) continue;
  for (const file of batch) {
    trial.faultOf(file);
    if (coverage.reached().some((place) => fresh.has(place)) && file.text.length <= longest) pool.push(file);
  }
}

console.log(
  `${format}: ${inputs} inputs, of which ${pool.length - seeds - ground.rareFiles.length} led on; ` +
    `${begun} places in the code reached by the public rules, ${coverage.size() - begun} more by these; ` +
    `the slowest took ${slowest.toFixed(2)} s; ${finds.size} faults.`,
);
for (const [fault, path] of finds) console.log(`${path}: ${fault}`);
if (finds.size > 0) process.exitCode = 1;

/** The newest files are changed as often as all that were there before. */
function nextFile() {
  const isNew = chance.next() < 0.5;
  const file = isNew ? pool[pool.length - 1 - chance.below(Math.min(50, pool.length))] : chance.of(pool);
  return trial.mutate(file, chance.of(pool), chance);
}

async function look(file) {
  inputs++;
  const before = process.cpuUsage();
  const fault = trial.faultOf(file);
  slowest = Math.max(slowest, process.cpuUsage(before).user / 1e6);
  if (fault === undefined || finds.has(fault)) return;
  const path = join(root, ".detcov", "finds", `${format}-${finds.size}`, file.path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, file.text);
  finds.set(fault, path);
}

/** One script with nothing else in it than what is to be covered and what damages rules. */
async function bundleFuzzer() {
  const outfile = join(root, ".detcov", "fuzz-guided.mjs");
  await build({
    entryPoints: [join(root, "__tests__/fuzz/guided.ts")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    logLevel: "warning",
    // Where files beside the modules are looked for.
    plugins: [{ name: "places", setup: keepPlaces }],
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
  });
  return outfile;
}

function keepPlaces({ onLoad }) {
  onLoad({ filter: /__tests__.*\.ts$/ }, async ({ path }) => {
    const text = await readFile(path, "utf8");
    const [url, folder] = [pathToFileURL(path).href, dirname(path)].map((place) => JSON.stringify(place));
    return {
      loader: "ts",
      contents: text.replaceAll("import.meta.url", url).replaceAll("import.meta.dirname", folder),
    };
  });
}
