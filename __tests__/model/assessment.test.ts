import { describe, expect, test } from "vitest";
import { changedRules } from "../../src/model/assessment.ts";
import { aDelta, aSnapshot } from "../support/rule-builder.ts";

const head = aSnapshot([]);
const unmeasured = { head, changedPaths: new Set<string>(), widths: new Map(), noiseThreshold: 10 };

describe("changedRules", () => {
  test("are those that were added or edited, by path and place in the file", () => {
    const delta = aDelta(
      [
        { key: "kept", path: "b.yml" },
        { key: "edited", path: "c.yml", line: 9 },
        { key: "deleted", path: "d.yml" },
      ],
      [
        { key: "kept", path: "b.yml" },
        { key: "edited", path: "c.yml", line: 9, severity: "critical" },
        { key: "new", path: "c.yml", line: 2 },
        { key: "newest", path: "a.yml" },
      ],
    );

    expect(changedRules({ ...unmeasured, delta }).map(({ rule }) => rule.key)).toEqual(["newest", "new", "edited"]);
  });

  test("a rule that was only moved is not changed", () => {
    const delta = aDelta([{ key: "lsass-dump", path: "a.yml" }], [{ key: "lsass-dump", path: "b.yml" }]);

    expect(changedRules({ ...unmeasured, delta })).toEqual([]);
  });

  test("without a base none is known to be changed", () => {
    expect(changedRules({ ...unmeasured, delta: undefined })).toEqual([]);
  });
});
