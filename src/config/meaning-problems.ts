import { fieldProblems } from "./field-problems.ts";
import { judgementProblems } from "./judgement-problems.ts";
import type { KnownNames } from "./known-names.ts";
import { didYouMean } from "./nearest.ts";
import { type DocumentPath, keyName, listed, type Problem, quoted } from "./problem.ts";
import { at, items, keys, textsOf } from "./read-loosely.ts";
import { globFault, pathFault } from "./repository-glob.ts";
import { summaryProblems } from "./summary-problems.ts";

/**
 * What is wrong with a configuration beyond the reach of its schema: unknown ids, keys that contradict each other.
 *
 * Looks at whatever has the right type and passes over the rest, so that one run reports this and the schema's
 * problems together.
 */
export function meaningProblems(file: unknown, known: KnownNames): readonly Problem[] {
  return [
    ...sourceProblems(
      at(file, "sources"),
      known.formats.map(({ id }) => id),
    ),
    ...attackProblems(at(file, "attack")),
    ...checkProblems(
      at(file, "checks"),
      known.checks.map(({ id }) => id),
    ),
    ...noiseProblems(["noise"], at(file, "noise")),
    ...suiteProblems(file, known),
    ...countProblems(file),
    ...judgementProblems(
      file,
      known.checks.map(({ id }) => id),
    ),
    ...summaryProblems(at(file, "summary")),
    ...fieldProblems(at(file, "fields")),
  ];
}

function* sourceProblems(sources: unknown, formats: readonly string[]): Generator<Problem> {
  const names = new Set<string>();
  for (const [index, source] of items(sources)) {
    const path = ["sources", index];
    const { name, format } = textsOf(source, ["name", "format"]);
    if (name !== undefined && names.has(name)) {
      const message = `Two sources have the name ${quoted(name)}. Rename one.`;
      yield { path: [...path, "name"], at: "value", message };
    }
    if (name !== undefined) names.add(name);
    if (format !== undefined && !formats.includes(format)) {
      yield { path: [...path, "format"], at: "value", message: unknownFormat(format, formats) };
    }
    for (const key of ["include", "exclude", "macros"]) yield* globProblems([...path, key], at(source, key));
  }
}

/** Names that stand for nothing would count nothing without a word. */
function* countProblems(file: unknown): Generator<Problem> {
  const names = Array.from(items(at(file, "sources")), ([, source]) => textsOf(source, ["name"]).name ?? "");
  const known = at(file, "sources") === undefined ? ["rules"] : names;
  const messageFor = (key: string, source: string) => {
    const advice = didYouMean(source, known) || ` The sources are ${listed(known.map(quoted))}.`;
    return `${key}: ${quoted(source)} is the name of no source.${advice}`;
  };
  for (const [index, source] of items(at(at(file, "count"), "sources"))) {
    if (typeof source !== "string" || known.includes(source)) continue;
    yield { path: ["count", "sources", index], at: "value", message: messageFor("count.sources", source) };
  }
  for (const source of keys(at(at(at(file, "count"), "weights"), "sources"))) {
    if (known.includes(source)) continue;
    const message = messageFor("count.weights.sources", source);
    yield { path: ["count", "weights", "sources", source], at: "key", message };
  }
}

function unknownFormat(format: string, formats: readonly string[]): string {
  const suggestion = didYouMean(format, formats);
  return `sources[].format is ${quoted(format)}, and must be one of ${listed(formats)}.${suggestion}`;
}

function* globProblems(path: DocumentPath, globs: unknown): Generator<Problem> {
  for (const [index, glob] of items(globs)) {
    if (typeof glob !== "string") continue;
    const fault = globFault(glob);
    if (fault !== undefined) {
      yield { path: [...path, index], at: "value", message: `${keyName(path)}: ${quoted(glob)} ${fault}` };
    }
  }
}

function* attackProblems(attack: unknown): Generator<Problem> {
  const { bundle, domain } = textsOf(attack, ["bundle", "domain"]);
  const hasBundle = at(attack, "bundle") !== undefined;
  const fault = bundle === undefined ? undefined : pathFault(bundle);
  if (bundle !== undefined && fault !== undefined) {
    yield { path: ["attack", "bundle"], at: "value", message: `attack.bundle: ${quoted(bundle)} ${fault}` };
  }
  if (hasBundle && at(attack, "version") !== undefined) {
    const message = "attack.version has no effect beside attack.bundle, which has a version of its own. Remove one.";
    yield { path: ["attack", "version"], at: "key", message };
  }
  if (!hasBundle && (domain === "mobile-attack" || domain === "ics-attack")) {
    const message = `attack.domain ${domain} is not built in. Name an official STIX file of it in attack.bundle.`;
    yield { path: ["attack", "domain"], at: "value", message };
  }
}

function* checkProblems(
  checks: unknown,
  known: readonly string[],
  path: DocumentPath = ["checks"],
): Generator<Problem> {
  for (const id of keys(checks)) {
    if (known.includes(id)) continue;
    const suggestion = didYouMean(id, known);
    const advice = suggestion === "" ? ` The checks are ${listed(known)}.` : suggestion;
    yield { path: [...path, id], at: "key", message: `${quoted(id)} is not a check.${advice}` };
  }
}

function* noiseProblems(path: DocumentPath, noise: unknown): Generator<Problem> {
  if (at(noise, "reach") === undefined || at(noise, "percentile") === undefined) return;
  const message = "noise.percentile has no effect beside noise.reach, which is a fixed number. Remove one.";
  yield { path: [...path, "percentile"], at: "key", message };
}

function* suiteProblems(file: unknown, known: KnownNames): Generator<Problem> {
  const sources = Array.from(items(at(file, "sources")), ([, source]) => textsOf(source, ["name"]).name ?? "");
  const checks = known.checks.map(({ id }) => id);
  const names = new Set<string>();
  for (const [index, suite] of items(at(file, "suites"))) {
    const path = ["suites", index];
    const { name = "" } = textsOf(suite, ["name"]);
    if (names.has(name)) {
      yield { path: [...path, "name"], at: "value", message: `Two suites have the name ${quoted(name)}. Rename one.` };
    }
    names.add(name);
    for (const key of ["include", "exclude"]) yield* globProblems([...path, key], at(suite, key));
    yield* suiteSourceProblems([...path, "sources"], at(suite, "sources"), sources);
    yield* checkProblems(at(suite, "checks"), checks, [...path, "checks"]);
    yield* noiseProblems([...path, "noise"], at(suite, "noise"));
  }
}

function* suiteSourceProblems(path: DocumentPath, named: unknown, sources: readonly string[]): Generator<Problem> {
  for (const [index, source] of items(named)) {
    if (typeof source !== "string" || sources.includes(source)) continue;
    const message = `suites[].sources names ${quoted(source)}, which is no source.${didYouMean(source, sources)}`;
    yield { path: [...path, index], at: "value", message };
  }
}
