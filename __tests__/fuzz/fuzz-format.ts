import { analyse } from "../../src/analysis/analyse.ts";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { widthOf } from "../../src/analysis/width.ts";
import { createFileReader, type FileReading } from "../../src/app/read-file.ts";
import { createCatalogue } from "../../src/attack/catalogue.ts";
import type { Format } from "../../src/formats/format.ts";
import { decodeText } from "../../src/io/decode-text.ts";
import type { AttackData } from "../../src/model/attack.ts";
import { lifecycles } from "../../src/model/rule.ts";
import type { SourceFile } from "../../src/model/source.ts";
import { readingFaults } from "../support/reading-faults.ts";
import { Chance } from "./chance.ts";
import { mutate } from "./mutate.ts";

/** What inputs are made of and read with. */
export interface Ground {
  readonly format: Format;
  /** At least one. */
  readonly ruleFiles: readonly SourceFile[];
  readonly companions: readonly SourceFile[];
  readonly knowledge: Parameters<typeof createFileReader>[1];
  readonly attack: AttackData;
}

/** One input that shows a fault, and how to have it again. */
export interface Find {
  readonly input: number;
  readonly file: SourceFile;
  readonly fault: string;
}

/**
 * Makes and reads inputs by their numbers. The same number is the same input, so that a find is a number.
 *
 * An input is a real rule file that was changed, as text or in its bytes, and now and then its companion files too.
 */
export function createFuzzer(ground: Ground): (input: number) => Find | undefined {
  const { format, ruleFiles, companions, knowledge } = ground;
  const read = createFileReader([companions], knowledge);
  const catalogue = createCatalogue(ground.attack);
  return (input) => {
    const chance = new Chance(input);
    const anyFile = () => chance.of(ruleFiles, { path: "", text: "" });
    const file = mutatedFile(anyFile(), anyFile().text, chance);
    if (file === undefined) return undefined;
    const changesCompanions = companions.length > 0 && chance.next() < 0.02;
    const reader = changesCompanions ? createFileReader([mutateOne(companions, chance)], knowledge) : read;
    const fault = faultOf(() => {
      format.recognises(file);
      const reading = reader({ ...file, format: format.id, companions: 0 });
      const faults = readingFaults(format, file, { ...reading, rules: reading.rules.map(({ rule }) => rule) });
      analyseAlone(reading, catalogue);
      return [...faults, ...unlike(reading, () => reader({ ...file, format: format.id, companions: 0 }), input)];
    });
    return fault === undefined ? undefined : { input, file, fault };
  };
}

/** Undefined where the bytes are no text any more, which reading says of them. */
function mutatedFile({ path, text }: SourceFile, other: string, chance: Chance): SourceFile | undefined {
  const way = chance.next();
  if (way < 0.5) return { path, text: mutateLogic(text, other, chance) };
  if (way < 0.9) return { path, text: mutate(text, { chance, other }) };
  const bytes = Buffer.from(text);
  for (let change = 0; change <= chance.below(8); change++) bytes[chance.below(bytes.length)] = chance.below(256);
  const decoded = decodeText(path, { kind: "bytes", bytes, blob: "" });
  return decoded.kind === "text" ? { path, text: decoded.text } : undefined;
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

function faultOf(look: () => readonly string[]): string | undefined {
  try {
    const faults = look();
    return faults.length === 0 ? undefined : faults.slice(0, 3).join("; ");
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
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
