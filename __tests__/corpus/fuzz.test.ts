import { describe, expect, test } from "vitest";
import { formats } from "../../src/formats/index.ts";
import { createFuzzer } from "../fuzz/fuzz-format.ts";
import { groundOf } from "../fuzz/ground.ts";
import { watchInputs } from "../fuzz/watch.ts";

/** As many as CI has time for; `DETCOV_FUZZ_INPUTS=200000 npm run fuzz` is for a longer look. */
const inputs = Number(process.env.DETCOV_FUZZ_INPUTS ?? 5_000);
/** The number of the first: a find is had again with `DETCOV_FUZZ_FROM=<its number> DETCOV_FUZZ_INPUTS=1`. */
const from = Number(process.env.DETCOV_FUZZ_FROM ?? 0);

describe("public rules that somebody damaged", () => {
  test.each(formats.map(({ id }) => [id]))(
    "in the format %s are read without a fault, each in less than a second",
    async (id) => {
      const fuzz = createFuzzer(groundOf(id));
      const watch = watchInputs(id, 60);
      const finds: string[] = [];
      let slowest = { input: from, seconds: 0 };

      for (let input = from; input < from + inputs; input++) {
        watch.begin(input);
        const before = process.cpuUsage();
        const find = fuzz(input);
        const { user } = process.cpuUsage(before);
        const seconds = user / 1e6;
        if (seconds > slowest.seconds) slowest = { input, seconds };
        if (find !== undefined) finds.push(`input ${input}, from ${find.file.path}: ${find.fault}`);
      }

      await watch.end();
      console.log(`${id}: ${inputs} inputs; the slowest is ${slowest.input} with ${slowest.seconds.toFixed(2)} s.`);
      expect(finds).toEqual([]);
      expect(slowest.seconds).toBeLessThan(1);
    },
    60 * 60 * 1000,
  );
});
