import { didYouMean } from "./nearest.ts";
import { type DocumentPath, listed, type Problem, quoted } from "./problem.ts";
import { at, items, textsOf } from "./read-loosely.ts";
import { globFault, pathFault } from "./repository-glob.ts";

/** What is wrong with targets and acceptances, as far as the file alone can tell. */
export function* judgementProblems(file: unknown, checks: readonly string[]): Generator<Problem> {
  yield* pathProblems(["required", "layer"], textsOf(at(file, "required"), ["layer"]).layer);
  yield* pathProblems(["ratchet"], textsOf(file, ["ratchet"]).ratchet);
  for (const [index, waiver] of items(at(file, "waivers"))) yield* waiverProblems(waiver, index, checks);
}

function* pathProblems(path: DocumentPath, text: string | undefined): Generator<Problem> {
  const fault = text === undefined ? undefined : pathFault(text);
  if (text !== undefined && fault !== undefined) {
    yield { path, at: "value", message: `${path.join(".")}: ${quoted(text)} ${fault}` };
  }
}

const targets = ["technique", "event", "path", "rule", "fingerprint"] as const;

function* waiverProblems(waiver: unknown, index: number, checks: readonly string[]): Generator<Problem> {
  const place = ["waivers", index];
  const { check, path, expires, technique } = textsOf(waiver, ["check", "path", "expires", "technique"]);
  if (targets.every((key) => at(waiver, key) === undefined)) {
    const message =
      "waivers[] says of nothing in particular that it is accepted. Give it one of technique, event, path, rule, fingerprint; to accept all that a check finds, set the level of the check.";
    yield { path: place, at: "value", message };
  }
  if (check !== undefined && !checks.includes(check)) {
    const advice = didYouMean(check, checks) || ` The checks are ${listed(checks)}.`;
    yield { path: [...place, "check"], at: "value", message: `${quoted(check)} is not a check.${advice}` };
  }
  if (technique !== undefined && !/^T\d{4}(?:\.\d{3})?$/i.test(technique)) {
    const message = `waivers[].technique is ${quoted(technique)}, which is no technique id. Write it as "T1003.001".`;
    yield { path: [...place, "technique"], at: "value", message };
  }
  const fault = path === undefined ? undefined : globFault(path);
  if (path !== undefined && fault !== undefined) {
    yield { path: [...place, "path"], at: "value", message: `waivers[].path: ${quoted(path)} ${fault}` };
  }
  if (expires !== undefined && !isDate(expires)) {
    const message = `waivers[].expires is ${quoted(expires)}, which is no day. Write it as "2027-03-31".`;
    yield { path: [...place, "expires"], at: "value", message };
  }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
