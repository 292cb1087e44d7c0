import type { SourceFile } from "../../src/model/source.ts";

/** One input that shows a fault, and how to have it again. */
export interface Find {
  readonly input: number;
  readonly file: SourceFile;
  readonly fault: string;
}

/** Makes and reads inputs by their numbers. The same number is the same input, so that a find is a number. */
export type Fuzzer = (input: number) => Find | undefined;

/** What looking at an input found: its faults, or what was thrown; undefined where all is well. */
export function faultOf(look: () => readonly string[]): string | undefined {
  try {
    const faults = look();
    return faults.length === 0 ? undefined : faults.slice(0, 3).join("; ");
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
