import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dictionaryProblems } from "../../src/canon/dictionary-problems.ts";
import { createFieldDictionary, type FieldEntry } from "../../src/canon/fields.ts";
import type { LogSource } from "../../src/model/rule.ts";

const entries: readonly FieldEntry[] = JSON.parse(
  readFileSync(new URL("../../data/fields/fields.json", import.meta.url), "utf8"),
);
const dictionary = createFieldDictionary(entries);

describe("the dictionary of fields", () => {
  test("has no name that means two things under one log source", () => {
    expect(dictionaryProblems(entries)).toEqual([]);
  });

  test("has each field once, and says of each what it holds", () => {
    const fields = entries.map(({ field }) => field.toLowerCase());

    expect(new Set(fields).size).toBe(fields.length);
    expect(entries.filter(({ meaning }) => meaning === undefined || /^[A-Z]|\.$/.test(meaning))).toEqual([]);
  });

  test("uses no keys but those it documents", () => {
    const keys = (objects: readonly object[]) => new Set(objects.flatMap((object) => Object.keys(object)));
    const aliases = entries.flatMap((entry) => entry.aliases ?? []);
    const matches = [...entries, ...aliases].flatMap(({ when }) => when ?? []);

    expect(["field", "kind", "meaning", "when", "aliases"]).toEqual(expect.arrayContaining([...keys(entries)]));
    expect(["name", "part", "when"]).toEqual(expect.arrayContaining([...keys(aliases)]));
    expect(["vocabulary", "product", "category", "service", "table"]).toEqual(
      expect.arrayContaining([...keys(matches)]),
    );
  });

  test("a file name alone is named only of a field that holds a path", () => {
    const withNames = entries.filter(({ aliases }) => aliases?.some(({ part }) => part === "basename"));

    expect(withNames.map(({ kind }) => kind)).toEqual(withNames.map(() => "path"));
  });

  test.each([
    ["Image", {}, "Image", "path"],
    ["NewProcessName", { service: "security" }, "Image", "path"],
    ["ProcessName", { service: "security" }, "Image", "path"],
    ["CallerProcessName", { service: "security" }, "Image", "path"],
    ["ParentProcessName", { service: "security" }, "ParentImage", "path"],
    ["FileName", { category: "file_access" }, "TargetFilename", "path"],
    ["ImagePath", { service: "system" }, "ServiceFileName", "path"],
    ["ServiceFileName", { service: "security" }, "ServiceFileName", "path"],
    ["ImageLoaded", { category: "image_load" }, "ImageLoaded", "path"],
    ["TargetObject", { category: "registry_set" }, "TargetObject", "registry"],
    ["ObjectName", { service: "security" }, "ObjectName", "registry"],
    ["OriginalFileName", { category: "process_creation" }, "OriginalFileName", "text"],
    ["SubjectUserName", { service: "security" }, "SubjectUserName", "text"],
    ["TargetUserName", { service: "security" }, "TargetUserName", "text"],
  ])("on Windows %s under %j is %s, a %s", (name, words, field, kind) => {
    expect(dictionary.resolve(name, { ...windows, ...words })).toEqual({ field, kind, part: "whole" });
  });

  test("the program that crashed is named without its path", () => {
    expect(dictionary.resolve("AppName", { ...windows, service: "application" })).toEqual({
      field: "Image",
      kind: "path",
      part: "basename",
    });
  });

  test("auditd's names are those of processes and files", () => {
    const auditd = { ...windows, product: "linux", service: "auditd" };

    expect(dictionary.resolve("exe", auditd)).toEqual({ field: "Image", kind: "path", part: "whole" });
    expect(dictionary.resolve("name", auditd).field).toBe("TargetFilename");
    expect(dictionary.resolve("cwd", auditd).field).toBe("CurrentDirectory");
  });

  test("a name that is common elsewhere is taken for a path only where it is one", () => {
    const zeek = { ...windows, product: "zeek", service: "smb_files" };

    expect(dictionary.resolve("path", zeek)).toEqual({ field: "path", kind: "text", part: "whole" });
    expect(dictionary.resolve("name", zeek)).toEqual({ field: "name", kind: "text", part: "whole" });
  });
});

const windows: LogSource = {
  vocabulary: "sigma",
  product: "windows",
  category: undefined,
  service: undefined,
  tables: [],
};
