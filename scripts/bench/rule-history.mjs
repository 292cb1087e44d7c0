// A repository with a year of realistic history, made of real rules that are unpacked below a folder.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const day = 86_400;
/** The newest commit's date, in seconds; the history is the same on any day. */
const end = Date.UTC(2026, 6, 18, 12) / 1000;
const days = 365;

/**
 * Makes a git repository in `folder` whose newest commit holds the rules below `corpus`, with the year before it:
 * each rule comes on the date that it bears; one in five is edited, some in two clean-ups that touch a hundred files;
 * one in fifty is moved to another folder; and others go. All of it is drawn from a fixed seed.
 */
export function makeRuleHistory(corpus, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const git = (args, input) => execFileSync("git", ["-C", folder, ...args], { input, maxBuffer: 1 << 30 });
  git(["init", "--quiet", "--initial-branch=main"]);
  const { status, stderr } = spawnSync("git", ["-C", folder, "fast-import", "--quiet"], {
    input: Buffer.concat([...streamOf(readRules(corpus))]),
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`git fast-import: ${stderr}`);
  git(["-c", "core.autocrlf=false", "reset", "--quiet", "--hard", "main"]);
  git(["repack", "-adq"]);
  return folder;
}

function readRules(corpus) {
  return readdirSync(corpus, { recursive: true })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(corpus, path), "utf8") }));
}

/** Numbers from 0 to 1, the same each time. */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}

function* streamOf(rules) {
  const next = random(20260718);
  const plans = [...rules.map((rule) => planOf(rule, next)), ...retiredRules(rules, next)];
  const first = plans
    .filter(({ from }) => from === 0)
    .map(({ paths, versions }) => ({ path: paths[0], text: versions[0] }));
  yield* commit(0, first);
  const changes = new Map();
  for (const { when, ...change } of plans.flatMap(changesOf)) changes.set(when, [...(changes.get(when) ?? []), change]);
  for (let when = 1; when <= days; when++) yield* commitsOf(when, changes.get(when) ?? [], next);
}

/** All that happens to a rule after the first commit. */
function changesOf(plan) {
  const { paths, versions, edits, from, moved, until } = plan;
  const versionAt = (when) => versions[edits.filter((edit) => edit <= when).length];
  return [
    ...(from > 0 ? [{ when: from, path: paths[0], text: versions[0] }] : []),
    ...edits.map((when) => ({ when, path: pathAt(plan, when), text: versionAt(when) })),
    ...(moved === undefined
      ? []
      : [
          { when: moved, path: paths[0], text: undefined },
          { when: moved, path: paths[1], text: versionAt(moved) },
        ]),
    ...(until === undefined ? [] : [{ when: until, path: paths[0], text: undefined }]),
  ];
}

/** Rules that were given up in the course of the year; some of them came in it. */
function retiredRules(rules, next) {
  return Array.from({ length: Math.floor(rules.length * 0.03) }, (_, index) => {
    const { text } = rules[Math.floor(next() * rules.length)];
    const id = `id: 00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
    return {
      paths: [`retired/rule_${index}.yml`],
      versions: [text.replace(/^id: .*/m, id)],
      edits: [],
      from: next() < 0.7 ? 0 : 1 + Math.floor(next() * 199),
      until: 201 + Math.floor(next() * 160),
    };
  });
}

/** When a rule came, when it was edited, and where it lay. The last version is the rule as it is. */
function planOf({ path, text }, next) {
  // A rule's date is when it was written; what the corpus says of the last year is taken as it is.
  const written = /^date:\s*(\d{4})[-/](\d\d)[-/](\d\d)/m.exec(text);
  const age = written === null ? days + 1 : (end - Date.UTC(written[1], written[2] - 1, written[3]) / 1000) / day;
  const from = age < days ? Math.min(days, Math.max(1, Math.round(days - age))) : 0;
  const left = days - from;
  const count = next() < 0.22 ? 1 + Math.floor(next() * 2.2) : 0;
  const cleanUps = [130, 290].filter((when) => when > from && next() < 0.04);
  const touched = Array.from({ length: count }, () => from + 1 + Math.floor(next() * (left - 1)));
  const edits = [...touched, ...cleanUps].filter((when) => when > from && when <= days);
  const times = [...new Set(edits)].sort((a, b) => a - b);
  const versions = times.map((_, index) => earlier(text, times.length - index));
  const moved = left > 2 && next() < 0.02 ? from + 1 + Math.floor(next() * (left - 1)) : undefined;
  const former = path.replace(/^([^/]+)\/(.*)$/, "$1/former/$2");
  return {
    paths: moved === undefined ? [path] : [former, path],
    versions: [...versions, text],
    edits: times,
    from,
    moved,
  };
}

/** Where a rule lies from a day on. */
function pathAt({ paths, moved }, when) {
  return moved === undefined || when < moved ? paths[0] : paths[1];
}

/** What a rule may have been before an edit: another value, a value less, another level, other words. */
function earlier(text, step) {
  const manner = (text.length + step) % 4;
  const edited = [
    () => text.replace(/^(\s+- ')([^'\n]{4,})(')/m, `$1$2${step}$3`),
    () => text.replace(/^level: .*/m, step % 2 === 0 ? "level: low" : "level: medium"),
    () => text.replace(/^(\s+- '[^'\n]+'\n)(?=\s+- ')/m, ""),
    () => text.replace(/^description: (.*)/m, `description: ${"$1"} (draft ${step})`),
  ][manner]();
  return edited === text ? `${text.trimEnd()}\n# draft ${step}\n` : edited;
}

/** A day's changes in one to four commits; a few days have none. */
function* commitsOf(when, changes, next) {
  if (changes.length === 0) return;
  const parts = 1 + Math.floor(next() * Math.min(4, changes.length));
  const size = Math.ceil(changes.length / parts);
  for (let part = 0; part < parts; part++) {
    const own = changes.slice(part * size, (part + 1) * size);
    if (own.length > 0) yield* commit(when, own, part);
  }
}

function* commit(when, changes, part = 0) {
  // The first commit is older than the year that is looked at.
  const seconds = end - (days - (when === 0 ? -10 : when)) * day + part * 600 - 3600;
  const message = "Change rules";
  const who = `Ada <ada@example.org> ${seconds} +0000`;
  yield Buffer.from(`commit refs/heads/main\nauthor ${who}\ncommitter ${who}\ndata ${message.length}\n${message}\n`);
  for (const { path, text } of changes) {
    if (text === undefined) {
      yield Buffer.from(`D ${path}\n`);
      continue;
    }
    const bytes = Buffer.from(text);
    yield Buffer.from(`M 100644 inline ${path}\ndata ${bytes.length}\n`);
    yield bytes;
    yield Buffer.from("\n");
  }
}
