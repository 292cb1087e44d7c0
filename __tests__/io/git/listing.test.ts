import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readListing } from "../../../src/io/git/listing.ts";
import { compareText } from "../../../src/model/order.ts";

const blobs = ["1", "2"].map((digit) => digit.repeat(40));
const files = fc.uniqueArray(
  fc.record({
    path: fc.constantFrom("a", "a.yml", "a/b", "a/b.yml", 'a\n"b', "ä", "ﬁ", "😀"),
    blob: fc.constantFrom(...blobs),
  }),
  { selector: ({ path }) => path },
);

type File = { readonly path: string; readonly blob: string };

/** As git prints it: in the order of UTF-8's bytes. */
function printed(some: readonly File[]): string {
  return some
    .toSorted((one, other) => Buffer.compare(Buffer.from(one.path), Buffer.from(other.path)))
    .map(({ path, blob }) => `100644 blob ${blob}       5\trules/${path}\0`)
    .join("");
}

describe("a listing", () => {
  test("has the files that git prints, in the order of their paths", () => {
    fc.assert(
      fc.property(files, (some) => {
        const expected = some
          .map(({ path, blob }) => ({ path, kind: "file", blob, size: 5 }))
          .sort((one, other) => compareText(one.path, other.path));

        expect(readListing(printed(some), "rules/", undefined).entries).toEqual(expected);
      }),
    );
  });

  test("says the same beside another one, and shares with it what both have", () => {
    fc.assert(
      fc.property(files, files, (some, others) => {
        const before = readListing(printed(some), "rules/", undefined);

        const beside = readListing(printed(others), "rules/", before);

        expect(beside.entries).toEqual(readListing(printed(others), "rules/", undefined).entries);
        const known = new Map(before.lines.map((line, index) => [line, before.entries[index]]));
        for (const [index, line] of beside.lines.entries()) {
          const entry = beside.entries[index];
          if (known.has(line)) expect(entry).toBe(known.get(line));
          else expect(beside.fresh).toContain(entry);
        }
      }),
    );
  });
});
