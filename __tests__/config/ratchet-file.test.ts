import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseRatchet, printRatchet, type RatchetEntry } from "../../src/config/ratchet-file.ts";
import { ConfigError } from "../../src/model/config-error.ts";
import { compareText } from "../../src/model/order.ts";

const noisy: RatchetEntry = { fingerprint: "rule-noisy:lsass", path: "rules/lsass.yml" };
const low: RatchetEntry = { fingerprint: "coverage-below-minimum:techniques", path: undefined };

describe("the ratchet file", () => {
  test("has a finding on a line of its own, sorted", () => {
    const lines = printRatchet([noisy, low]).split("\n");

    expect(lines.slice(4, -3)).toEqual([
      '{"fingerprint":"coverage-below-minimum:techniques"},',
      '{"fingerprint":"rule-noisy:lsass","path":"rules/lsass.yml"}',
    ]);
  });

  test("is read as it was written, whatever a finding is called", () => {
    const entry = fc.record({ fingerprint: fc.string(), path: fc.option(fc.string(), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const sorted = [...entries].sort((a, b) => compareText(a.fingerprint, b.fingerprint));

        expect(parseRatchet(printRatchet(entries), "ratchet.json")).toEqual(sorted);
      }),
    );
  });

  test.each([
    ["<<<<<<< HEAD", "is not JSON"],
    ["[]", 'has no "version": 1'],
    ['{"version": 2, "findings": []}', 'has no "version": 1'],
    ['{"version": 1, "findings": [{"path": "a.yml"}]}', 'has no "fingerprint" in finding 1'],
  ])("that is not one is refused: %s", (text, reason) => {
    expect(() => parseRatchet(text, ".github/detcov-ratchet.json")).toThrow(ConfigError);
    expect(() => parseRatchet(text, ".github/detcov-ratchet.json")).toThrow(reason);
  });
});
