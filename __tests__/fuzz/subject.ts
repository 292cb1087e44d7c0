import type { SourceFile } from "../../src/model/source.ts";

/** One input that shows a fault, and how to have it again. */
export interface Find {
  readonly input: number;
  readonly file: SourceFile;
  readonly fault: string;
}

/** What became of one input. */
export interface Trial {
  readonly find: Find | undefined;
  /** How long reading took, on the processor; making the input is none of it. */
  readonly seconds: number;
}

/** Makes and reads inputs by their numbers. The same number is the same input, so that a find is a number. */
export type Fuzzer = (input: number) => Trial;

/** For an input that cannot be read at all. */
export const untried: Trial = { find: undefined, seconds: 0 };

export function tryOut(input: number, file: SourceFile, look: () => readonly string[]): Trial {
  const before = process.cpuUsage();
  const fault = faultOf(look);
  const seconds = process.cpuUsage(before).user / 1e6;
  return { find: fault === undefined ? undefined : { input, file, fault }, seconds };
}

/** What looking at an input found: its faults, or what was thrown; undefined where all is well. */
export function faultOf(look: () => readonly string[]): string | undefined {
  try {
    const faults = look();
    return faults.length === 0 ? undefined : faults.slice(0, 3).join("; ");
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
