import { type Prose, plainText, quote, say } from "../model/prose.ts";
import { joinProse } from "../model/prose-list.ts";
import type { Config, RuleSource, Suite } from "./config.ts";
import {
  attackProse,
  eventsProse,
  fieldProses,
  issueProse,
  lookBackProse,
  noiseProse,
  occasionProse,
  sectionsProse,
  sourceProse,
} from "./config-prose.ts";
import { countProse, minimumProses, requiredProses, waiverProse } from "./judgement-prose.ts";

/** What a change of the configuration changes beside its waivers, a line for each matter; empty where nothing does. */
export function describeConfigChange(before: Config, after: Config): readonly Prose[] {
  return [
    ...sourceChanges(before.sources, after.sources),
    ...changed(["counted for coverage: "], countProse(before.count), countProse(after.count)),
    ...changed(["ATT&CK data: "], attackProse(before.attack), attackProse(after.attack)),
    ...levelChanges(before.policy.levels, after.policy.levels),
    ...changed(["fail-on: "], [before.policy.failOn], [after.policy.failOn]),
    ...listChanges("required", requiredProses(before.required), requiredProses(after.required)),
    ...listChanges("minimum", minimumProses(before.minimum), minimumProses(after.minimum)),
    ...changed(["label that accepts losses: "], [quote(before.acceptLabel)], [quote(after.acceptLabel)]),
    ...changed(["ratchet: "], [quote(before.ratchet)], [quote(after.ratchet)]),
    ...changed(["a rule is noisy from: "], noiseProse(before.noise), noiseProse(after.noise)),
    ...changed(["the comment is posted: "], occasionProse(before.comment), occasionProse(after.comment)),
    ...changed(["the comment holds: "], sectionsProse(before.comment), sectionsProse(after.comment)),
    ...changed(["the summary looks back: "], lookBackProse(before.summary), lookBackProse(after.summary)),
    ...changed(["issue that tells the summary: "], issueProse(before.summary), issueProse(after.summary)),
    ...listChanges("suite", before.suites.map(suiteProse), after.suites.map(suiteProse)),
    ...listChanges("field", before.fields.flatMap(fieldProses), after.fields.flatMap(fieldProses)),
    ...listChanges("events", before.events.map(eventsProse), after.events.map(eventsProse)),
  ];
}

/** Waivers that came or went, which hold for the change that brings them. One that was altered is both. */
export function describeWaiverChanges(before: Config, after: Config): readonly Prose[] {
  return listChanges("waiver", before.waivers.map(waiverProse), after.waivers.map(waiverProse));
}

function changed(subject: Prose, before: Prose, after: Prose): readonly Prose[] {
  return plainText(before) === plainText(after) ? [] : [[...subject, ...before, " → ", ...after]];
}

function sourceChanges(before: readonly RuleSource[], after: readonly RuleSource[]): readonly Prose[] {
  const earlier = new Map(before.map((source) => [source.name, source]));
  const later = new Map(after.map((source) => [source.name, source]));
  const kept = after.filter(({ name }) => earlier.has(name));
  return [
    ...before
      .filter(({ name }) => !later.has(name))
      .map((source) => say`source ${quote(source.name)} removed: ${sourceProse(source)}`),
    ...after
      .filter(({ name }) => !earlier.has(name))
      .map((source) => say`source ${quote(source.name)} added: ${sourceProse(source)}`),
    ...kept.flatMap((source) => {
      const former = earlier.get(source.name) ?? source;
      return changed(say`source ${quote(source.name)}: `, sourceProse(former), sourceProse(source));
    }),
    ...orderChanges(
      before.filter(({ name }) => later.has(name)),
      kept,
    ),
  ];
}

/** The order matters: a file belongs to the first source that takes it. */
function orderChanges(before: readonly RuleSource[], after: readonly RuleSource[]): readonly Prose[] {
  return changed(["order of the sources: "], namesProse(before), namesProse(after));
}

function namesProse(sources: readonly RuleSource[]): Prose {
  return joinProse(sources.map(({ name }) => [quote(name)]));
}

function suiteProse({ name, include, exclude, sources, policy, noise, required, minimum }: Suite): Prose {
  const levels = Array.from(policy.levels, ([id, level]): Prose => [`${id}: ${level}`]);
  const parts: readonly Prose[] = [
    [quote(name)],
    ...include.map((glob): Prose => [quote(glob)]),
    ...exclude.map((glob) => say`not ${quote(glob)}`),
    ...(sources ?? []).map((source) => say`of ${quote(source)}`),
    [`fail-on ${policy.failOn}`],
    say`noisy from ${noiseProse(noise)}`,
    ...levels,
    ...requiredProses(required).map((prose) => say`required ${prose}`),
    ...minimumProses(minimum).map((prose) => say`minimum ${prose}`),
  ];
  return joinProse(parts);
}

type Levels = Config["policy"]["levels"];

function levelChanges(before: Levels, after: Levels): readonly Prose[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])].sort();
  return ids.flatMap((id) => changed([`${id}: `], [before.get(id) ?? "default"], [after.get(id) ?? "default"]));
}

function listChanges(subject: string, before: readonly Prose[], after: readonly Prose[]): readonly Prose[] {
  const earlier = new Set(before.map(plainText));
  const later = new Set(after.map(plainText));
  return [
    ...before.filter((prose) => !later.has(plainText(prose))).map((prose) => [`${subject} removed: `, ...prose]),
    ...after.filter((prose) => !earlier.has(plainText(prose))).map((prose) => [`${subject} added: `, ...prose]),
  ];
}
