import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { webLinks } from "../../../src/io/github/web-links.ts";

const run = {
  server: "https://github.example",
  repository: "acme/detections",
  workflow: "Coverage",
  id: "4711",
  number: 12,
  attempt: 1,
};
const links = webLinks(run, { prefix: "sigma/", base: "b".repeat(40), head: "a".repeat(40) });

describe("webLinks", () => {
  test("leads to a line of a file at the head", () => {
    expect(links.file("rules/lsass.yml", 14, "head")).toBe(
      `https://github.example/acme/detections/blob/${"a".repeat(40)}/sigma/rules/lsass.yml#L14`,
    );
  });

  test("leads to a deleted file at the base", () => {
    expect(links.file("rules/lsass.yml", undefined, "base")).toBe(
      `https://github.example/acme/detections/blob/${"b".repeat(40)}/sigma/rules/lsass.yml`,
    );
  });

  test("shows lines of Markdown as they are", () => {
    expect(links.file("README.md", 3, "head")?.endsWith("/sigma/README.md?plain=1#L3")).toBe(true);
  });

  test("leads nowhere where there is no base", () => {
    const alone = webLinks(run, { prefix: "", base: undefined, head: "a".repeat(40) });

    expect(alone.file("rules/lsass.yml", 1, "base")).toBeUndefined();
  });

  test("leads to the run, if it has an id", () => {
    expect(links.run).toBe("https://github.example/acme/detections/actions/runs/4711");
    expect(webLinks({ ...run, id: "" }, { prefix: "", base: undefined, head: undefined }).run).toBeUndefined();
  });

  test("stays within the repository and holds nothing but an address, whatever a path is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (path) => {
        const address = links.file(path, undefined, "head");

        expect(address).toMatch(/^https:\/\/github\.example\/acme\/detections\/blob\/a{40}\/sigma\/[\w\-.~!*'()%/]*$/);
      }),
    );
  });
});
