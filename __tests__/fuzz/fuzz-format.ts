import { analyse } from "../../src/analysis/analyse.ts";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { widthOf } from "../../src/analysis/width.ts";
import { createFileReader, type FileReading } from "../../src/app/read-file.ts";
import { createCatalogue } from "../../src/attack/catalogue.ts";
import type { Format } from "../../src/formats/format.ts";
import type { AttackData } from "../../src/model/attack.ts";
import { lifecycles } from "../../src/model/rule.ts";
import type { SourceFile } from "../../src/model/source.ts";
import { readingFaults } from "../support/reading-faults.ts";
import { Chance } from "./chance.ts";
import { mutate } from "./mutate.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { mutateTree } from "./mutate-tree.ts";
import { type Fuzzer, faultOf, tryOut, untried } from "./subject.ts";

/** What inputs are made of and read with. */
export interface Ground {
  readonly format: Format;
  /** At least one. */
  readonly ruleFiles: readonly SourceFile[];
  /** Files in shapes that the public rules do not come in, or hardly; at least one. */
  readonly rareFiles: readonly SourceFile[];
  readonly companions: readonly SourceFile[];
  readonly knowledge: Parameters<typeof createFileReader>[1];
  readonly attack: AttackData;
}

/** An input is a real rule file that was changed, as text or in its bytes, and now and then its companion files too. */
export function createFormatFuzzer(ground: Ground): Fuzzer {
  const { ruleFiles, rareFiles, companions, knowledge } = ground;
  const read = createFileReader([companions], knowledge);
  const look = createLook(ground);
  return (input) => {
    const chance = new Chance(input);
    // What the public rules have little of is read as often as other things.
    const anyFile = () => chance.of(chance.next() < 0.1 ? rareFiles : ruleFiles, { path: "", text: "" });
    const file = mutatedFile(anyFile(), anyFile(), chance);
    if (file === undefined) return untried;
    const changesCompanions = companions.length > 0 && chance.next() < 0.02;
    const reader = changesCompanions ? createFileReader([mutateOne(companions, chance)], knowledge) : read;
    return tryOut(input, file, () => look(file, reader, input));
  };
}

/** For who chooses by himself which file is changed next. */
export interface FormatTrial {
  /** Undefined where the bytes are no text any more. */
  readonly mutate: (file: SourceFile, other: SourceFile, chance: Chance) => SourceFile | undefined;
  /** What is wrong with how a file is read; undefined where nothing is. */
  readonly faultOf: (file: SourceFile) => string | undefined;
}

export function createFormatTrial(ground: Ground): FormatTrial {
  const read = createFileReader([ground.companions], ground.knowledge);
  const look = createLook(ground);
  return { mutate: mutatedFile, faultOf: (file) => faultOf(() => look(file, read, 1)) };
}

/** Reads a file and does with it what every command does; returns what breaks a promise. */
function createLook({ format, attack }: Ground) {
  const catalogue = createCatalogue(attack);
  return (file: SourceFile, reader: ReturnType<typeof createFileReader>, input: number): readonly string[] => {
    format.recognises(file);
    const reading = reader({ ...file, format: format.id, companions: 0 });
    const faults = readingFaults(format, file, { ...reading, rules: reading.rules.map(({ rule }) => rule) });
    analyseAlone(reading, catalogue);
    return [...faults, ...unlike(reading, () => reader({ ...file, format: format.id, companions: 0 }), input)];
  };
}

/** Undefined where the bytes are no text any more, which reading says of them. */
function mutatedFile(file: SourceFile, other: SourceFile, chance: Chance): SourceFile | undefined {
  const { path, text } = file;
  const way = chance.next();
  if (way < 0.4) return { path, text: mutateLogic(text, other.text, chance) };
  if (way < 0.65) return { path, text: mutateTree(file, other, chance) ?? mutate(text, { chance, other: other.text }) };
  if (way < 0.9) return { path, text: mutate(text, { chance, other: other.text }) };
  return mutateBytes(file, chance);
}

/** What is around the logic stays whole, so that the reader of its language gets to see the damage. */
function mutateLogic(text: string, other: string, chance: Chance): string {
  const logic = logicOf(text);
  return text.replace(logic, () => mutate(logic, { chance, other: logicOf(other) }));
}

/** The lines of a query or a detection; the whole text where there is none. */
function logicOf(text: string): string {
  return /^query = '''[^']*|^(?:detection|search):(?:\n?(?: .*)?)*/m.exec(text)?.[0] ?? text;
}

function mutateOne(companions: readonly SourceFile[], chance: Chance): readonly SourceFile[] {
  const at = chance.below(companions.length);
  const other = chance.of(companions, { path: "", text: "" }).text;
  return companions.map((file, index) =>
    index === at ? { ...file, text: mutate(file.text, { chance, other }) } : file,
  );
}

/** What every command does with rules that were read, which must bear them too. */
function analyseAlone(reading: FileReading, catalogue: ReturnType<typeof createCatalogue>): void {
  const { rules } = analyse(
    { revision: "", files: 1, ...reading },
    { catalogue, counted: new Set(lifecycles), isOwn: () => true },
  );
  const index = createReachIndex(rules);
  for (const { rule } of rules) widthOf(rule.condition, index);
}

/** That a reading depends on nothing but its input, looked at for one input of fifty. */
function unlike(reading: FileReading, again: () => FileReading, input: number): readonly string[] {
  if (input % 50 !== 0) return [];
  return JSON.stringify(reading) === JSON.stringify(again()) ? [] : ["the same input was read otherwise"];
}
