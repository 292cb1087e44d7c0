import { expect, test } from "vitest";
import { shownLines } from "../../../src/io/github/shown-lines.ts";

test("lines that are new or beside new ones are shown", () => {
  const patch = "@@ -1,3 +1,3 @@ title\n a\n-b\n+c\n d\n@@ -20 +20,2 @@\n e\n+f\n\\ No newline at end of file";

  expect([...shownLines(patch)]).toEqual([1, 2, 3, 20, 21]);
});

test("of a file without a difference nothing is shown", () => {
  expect(shownLines("").size).toBe(0);
});
