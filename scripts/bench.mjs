// Measures detcov against the least that the same work can take: `npm run build && npm run bench`.
//
//   node scripts/bench.mjs [--pairs 7] [--only TEXT] [--growth] [--write]
//
// Both sides of a task run in turn (A B A B …), each in a process of its own, so that a slow moment of the machine
// meets both. The ratio is the median of the ratios pair by pair. Fails where a ratio misses its goal.
// --only measures the tasks whose names hold the text; --growth shows 1, 4 and 16 times the three corpora instead.
// --write puts either table into docs/performance.md. Corpora are looked for in ../shared, or DETCOV_SHARED.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { commitChange } from "./bench/change.mjs";
import { unpackCorpus } from "./bench/corpora.mjs";
import { describeSite } from "./bench/describe-site.mjs";
import { grow } from "./bench/grow.mjs";
import { makeRuleHistory } from "./bench/rule-history.mjs";
import { printGrowth, printTable } from "./bench/table.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const { values } = parseArgs({
  options: {
    pairs: { type: "string", default: "7" },
    only: { type: "string", default: "" },
    growth: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const folder = mkdtempSync(join(tmpdir(), "detcov-bench-"));
const out = join(folder, "out");
const siteFolder = join(folder, "site");
const detcov = join(root, "dist", "cli.js");
const everything = ["--status", "all", "--format", "json", "--quiet", "--out", out];
const [cache, filled] = [join(folder, "cache"), join(folder, "filled-cache")];
const env = { ...process.env, DETCOV_CACHE_DIR: cache };
const allThree = { sigma: /^rules/, elastic: /^rules/, splunk: /^(?:detections|macros)$/ };

/** Public rules to report on; `archives` is what {@link unpackCorpus} takes. One line adds a corpus, or several together. */
const corpora = [
  { name: "Sigma (rules*/**/*.yml)", archives: { sigma: /^rules/ }, goal: 2 },
  { name: "Elastic (rules*/**/*.toml)", archives: { elastic: /^rules/ }, goal: 2.5 },
  { name: "Sigma and Elastic together", archives: { sigma: /^rules/, elastic: /^rules/ } },
  { name: "Splunk (detections/**/*.yml)", archives: { splunk: /^(?:detections|macros)$/ } },
  {
    name: "all three together",
    archives: allThree,
    goal: 1.5,
  },
];

/** Two commits, the second of which changes five rules. */
const change = {
  archives: allThree,
  prepare: (corpus) => commitChange(corpus, join(folder, "change")),
  run: [detcov, "diff", "--base", "HEAD~1", "--head", "HEAD", ...everything],
};

/** Each run finds the cache as a report on the first commit has left it. */
const warm = { ...change, fill: [detcov, "report", "--ref", "HEAD~1", ...everything] };
const cold = { ...change, run: [...change.run, "--no-cache"] };

/**
 * `floor` and `run` are arguments of Node; a task without a floor is only measured. `archives` are unpacked into the
 * folder that both sides start in, or that `prepare` makes it of; `fill` fills the cache that each run finds. `goal` is the
 * ratio that is good enough; `after` says more of what the last run has made.
 */
const tasks = [
  ...corpora.map(({ name, ...corpus }) => ({
    name: `report on ${name}`,
    ...corpus,
    floor: [join(root, "scripts/bench/read-files.mjs")],
    run: [detcov, "report", "--no-cache", ...everything],
  })),
  {
    name: "diff on all three, five changed rules, cold",
    ...cold,
    floor: [join(root, "scripts/bench/read-files.mjs")],
  },
  { name: "the same, warm; the floor is starting Node", ...warm, floor: ["--eval", ""], goal: 6 },
  {
    name: "the same, warm; the floor is reading the cache",
    ...warm,
    floor: [join(root, "scripts/bench/read-cache.mjs")],
  },
  { name: "the same, warm; the floor is the cold run", ...warm, floor: cold.run, goal: 0.2 },
  {
    name: "trend of a year, weekly, over Sigma's rules",
    archives: { sigma: /^rules/ },
    prepare: (corpus) => makeRuleHistory(corpus, join(folder, "history")),
    floor: [detcov, "report", "--format", "json", "--no-cache", "--quiet", "--out", out],
    run: [detcov, "trend", "--format", "json", "--quiet", "--out", out],
    goal: 2.5,
  },
  {
    name: "site of all three together",
    archives: allThree,
    floor: [detcov, "report", "--no-cache", ...everything],
    run: [detcov, "site", "--status", "all", "--out", siteFolder, "--no-cache", "--quiet"],
    goal: 3,
    after: () => describeSite(siteFolder),
  },
  { name: "--version", floor: ["--eval", ""], run: [detcov, "--version"], goal: 1.5 },
  { name: "demo", run: [detcov, "demo", "--quiet", "--out", out] },
];

const pairs = Number(values.pairs);
try {
  if (!existsSync(detcov)) throw new Error("There is no dist/cli.js: npm run build");
  if (values.growth) showTable("growth", printGrowth([1, 4, 16].map(measureGrowth)));
  else measureTasks();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measureTasks() {
  const results = tasks.filter(({ name }) => name.includes(values.only)).map(measure);
  const table = printTable(results);
  showTable("bench", table);
  for (const { name, ratio, goal } of results.filter(missesGoal)) {
    console.log(`\n${name}: ${ratio.toFixed(2)} times the floor, the goal is at most ${goal.toFixed(1)}.`);
    process.exitCode = 1;
  }
}

function measure({ name, archives, prepare = (corpus) => corpus, fill, floor, run, goal, after }) {
  const directory = archives === undefined ? folder : prepare(unpackCorpus(archives, join(root, "../shared"), folder));
  fillCache(fill, directory);
  const sides = floor === undefined ? [run] : [floor, run];
  const times = sides.map(() => []);
  // The first of each is to have the files in the machine's memory, and is not counted.
  for (let round = -1; round < pairs; round++) {
    sides.forEach((side, index) => {
      const time = timeOf(side, directory);
      if (round >= 0) times[index].push(time);
    });
  }
  if (after !== undefined) console.log(`${name}: ${after()}`);
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
  rmSync(cache, { recursive: true, force: true });
  // Each site is a new one. The last is put aside: files are made more slowly while thousands are being removed.
  if (existsSync(siteFolder)) renameSync(siteFolder, mkdtempSync(join(folder, "former-")));
  if (existsSync(filled)) cpSync(filled, cache, { recursive: true });
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: directory, env, encoding: "utf8" });
  const time = performance.now() - start;
  // A change that the policy fails is measured all the same.
  if (status !== 0 && !(status === 1 && args.includes(detcov)))
    throw new Error(`node ${args.join(" ")} ended with ${status}: ${stderr}`);
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

function fillCache(fill, directory) {
  rmSync(filled, { recursive: true, force: true });
  if (fill === undefined) return;
  timeOf(fill, directory);
  cpSync(cache, filled, { recursive: true });
}

/** Not in pairs: what matters is how the time of a rule changes with their number. */
function measureGrowth(times) {
  const directory = unpackCorpus(allThree, join(root, "../shared"), join(folder, `times-${times}`));
  grow(directory, times);
  const run = [detcov, "report", "--no-cache", ...everything];
  const time = Math.min(timeOf(run, directory), timeOf(run, directory));
  const { rules } = JSON.parse(readFileSync(out, "utf8")).corpus;
  return { times, rules, time, memory: memoryOf(run, directory) };
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
  return `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0].model.trim()}, ${gibibytes} GiB`;
}

/** Prints a table and, if asked, puts it into its section of the page. */
function showTable(section, table) {
  const runs = section === "bench" ? `${pairs} pairs` : "the better of two runs";
  const text = `${machine()}; ${runs}.\n\n${table}`;
  console.log(text);
  if (!values.write) return;
  const path = join(root, "docs/performance.md");
  const page = readFileSync(path, "utf8");
  const found = new RegExp(`<!-- ${section} -->[\\s\\S]*<!-- /${section} -->`);
  writeFileSync(
    path,
    page.replace(found, () => `<!-- ${section} -->\n\n${text}\n\n<!-- /${section} -->`),
  );
}
