import { describe, expect, test } from "vitest";
import { formats } from "../../src/formats/index.ts";
import { createFormatFuzzer } from "../fuzz/fuzz-format.ts";
import { languages } from "../fuzz/fuzz-language.ts";
import { settings } from "../fuzz/fuzz-settings.ts";
import { groundOf } from "../fuzz/ground.ts";
import type { Fuzzer } from "../fuzz/subject.ts";
import { watchInputs } from "../fuzz/watch.ts";

/** As many as CI has time for; `DETCOV_FUZZ_INPUTS=200000 npm run fuzz` is for a longer look. */
const inputs = Number(process.env.DETCOV_FUZZ_INPUTS ?? 5_000);
/** The number of the first: a find is had again with `DETCOV_FUZZ_FROM=<its number> DETCOV_FUZZ_INPUTS=1`. */
const from = Number(process.env.DETCOV_FUZZ_FROM ?? 0);

const subjects: readonly (readonly [name: string, create: () => Fuzzer])[] = [
  ...formats.map(({ id }) => [`rules of ${id}`, () => createFormatFuzzer(groundOf(id))] as const),
  ...Object.entries(languages).map(([id, create]) => [`queries in ${id}`, create] as const),
  ...Object.entries(settings).map(([id, create]) => [`a ${id}`, create] as const),
];

describe("what somebody damaged", () => {
  test.each(subjects)(
    "%s is read without a fault, each in less than a second",
    async (name, create) => {
      const fuzz = create();
      const watch = watchInputs(name, 60);
      const finds: string[] = [];
      let slowest = { input: from, seconds: 0 };

      for (let input = from; input < from + inputs; input++) {
        watch.begin(input);
        const { find, seconds } = fuzz(input);
        if (seconds > slowest.seconds) slowest = { input, seconds };
        if (find !== undefined) finds.push(`input ${input}, from ${find.file.path}: ${find.fault}`);
      }

      await watch.end();
      console.log(`${name}: ${inputs} inputs; the slowest is ${slowest.input} with ${slowest.seconds.toFixed(2)} s.`);
      expect(finds).toEqual([]);
      expect(slowest.seconds).toBeLessThan(1);
    },
    2 * 60 * 60 * 1000,
  );
});
