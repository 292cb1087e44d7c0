import fc from "fast-check";
import { hostileTexts } from "../support/hostile-texts.ts";

/** Everything that steers a terminal, turns the direction of writing or can't be seen; lines may end. */
export const unprintable = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** What an author may write: known tricks, and any run of code points and halves of them. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
);

export function lineCount(text: string): number {
  return text.split("\n").length;
}
