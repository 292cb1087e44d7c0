// Measures detcov against the least that the same work can take: `npm run build && npm run bench`.
//
//   node scripts/bench.mjs [--pairs 7] [--write]
//
// Both sides of a task run in turn (A B A B …), each in a process of its own, so that a slow moment of the machine
// meets both. The ratio is the median of the ratios pair by pair. Fails where a ratio misses its goal.
// --write puts the table into docs/performance.md. Corpora are looked for in ../shared, or DETCOV_SHARED.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { unpackCorpus } from "./bench/corpora.mjs";
import { makeRuleHistory } from "./bench/rule-history.mjs";
import { printTable } from "./bench/table.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const { values } = parseArgs({
  options: { pairs: { type: "string", default: "7" }, write: { type: "boolean", default: false } },
});
const folder = mkdtempSync(join(tmpdir(), "detcov-bench-"));
const out = join(folder, "out");
const detcov = join(root, "dist", "cli.js");
const everything = ["--status", "all", "--format", "json", "--quiet", "--out", out];

/** Public rules to report on; `archives` is what {@link unpackCorpus} takes. One line adds a corpus, or several together. */
const corpora = [
  { name: "Sigma (rules*/**/*.yml)", archives: { sigma: /^rules/ }, goal: 2 },
  { name: "Elastic (rules*/**/*.toml)", archives: { elastic: /^rules/ }, goal: 2.5 },
  { name: "Sigma and Elastic together", archives: { sigma: /^rules/, elastic: /^rules/ } },
  { name: "Splunk (detections/**/*.yml)", archives: { splunk: /^(?:detections|macros)$/ } },
  {
    name: "all three together",
    archives: { sigma: /^rules/, elastic: /^rules/, splunk: /^(?:detections|macros)$/ },
    goal: 2,
  },
];

/**
 * `floor` and `run` are arguments of Node; a task without a floor is only measured. `archives` are unpacked into the
 * folder that both sides start in, or that `prepare` makes it of. `goal` is the ratio that is good enough.
 */
const tasks = [
  ...corpora.map(({ name, ...corpus }) => ({
    name: `report on ${name}`,
    ...corpus,
    floor: [join(root, "scripts/bench/read-files.mjs")],
    run: [detcov, "report", ...everything],
  })),
  {
    name: "trend of a year, weekly, over Sigma's rules",
    archives: { sigma: /^rules/ },
    prepare: (corpus) => makeRuleHistory(corpus, join(folder, "history")),
    floor: [detcov, "report", "--format", "json", "--quiet", "--out", out],
    run: [detcov, "trend", "--format", "json", "--quiet", "--out", out],
    goal: 2.5,
  },
  { name: "--version", floor: ["--eval", ""], run: [detcov, "--version"] },
  { name: "demo", run: [detcov, "demo", "--quiet", "--out", out] },
];

const pairs = Number(values.pairs);
try {
  if (!existsSync(detcov)) throw new Error("There is no dist/cli.js: npm run build");
  const results = tasks.map(measure);
  const table = printTable(results);
  console.log(`${machine()}\n\n${table}`);
  if (values.write) writeTable(table);
  for (const { name, ratio, goal } of results.filter(missesGoal)) {
    console.log(`\n${name}: ${ratio.toFixed(2)} times the floor, the goal is at most ${goal.toFixed(1)}.`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure({ name, archives, prepare = (corpus) => corpus, floor, run, goal }) {
  const directory = archives === undefined ? folder : prepare(unpackCorpus(archives, join(root, "../shared"), folder));
  const sides = floor === undefined ? [run] : [floor, run];
  const times = sides.map(() => []);
  // The first of each is to have the files in the machine's memory, and is not counted.
  for (let round = -1; round < pairs; round++) {
    sides.forEach((side, index) => {
      const time = timeOf(side, directory);
      if (round >= 0) times[index].push(time);
    });
  }
  const own = times.at(-1);
  const ratios = floor === undefined ? [] : own.map((time, index) => time / times[0][index]);
  return {
    name,
    floor: floor === undefined ? undefined : median(times[0]),
    time: median(own),
    ratio: floor === undefined ? undefined : median(ratios),
    ratios: [Math.min(...ratios), Math.max(...ratios)],
    goal,
    memory: memoryOf(run, directory),
  };
}

/** In milliseconds. */
function timeOf(args, directory) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: directory, encoding: "utf8" });
  const time = performance.now() - start;
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}: ${stderr}`);
  return time;
}

/** The most that the process held, in MiB; told by itself at its end, in a run that is not timed. */
function memoryOf(args, directory) {
  const file = join(folder, "memory");
  const script = `import { writeFileSync } from "node:fs";
    process.on("exit", () => writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS)));`;
  timeOf([`--import=data:text/javascript,${encodeURIComponent(script)}`, ...args], directory);
  return Number(readFileSync(file, "utf8")) / 1024;
}

function median(numbers) {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function missesGoal({ ratio, goal }) {
  return goal !== undefined && ratio > goal;
}

function machine() {
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0].model.trim()}, ${gibibytes} GiB; ${pairs} pairs.`;
}

function writeTable(table) {
  const path = join(root, "docs/performance.md");
  const page = readFileSync(path, "utf8");
  const section = `<!-- bench -->\n\n${machine()}\n\n${table}\n\n<!-- /bench -->`;
  writeFileSync(
    path,
    page.replace(/<!-- bench -->[\s\S]*<!-- \/bench -->/, () => section),
  );
}
