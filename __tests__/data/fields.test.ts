import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dictionaryProblems } from "../../src/canon/dictionary-problems.ts";
import { fieldKinds } from "../../src/canon/fields.ts";
import type { LogSource } from "../../src/model/rule.ts";
import { shippedFields } from "../support/fields.ts";

const { index, entries, dictionary } = shippedFields();

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
    const keysOf = (objects: readonly object[]) =>
      [...new Set(objects.flatMap((object) => Object.keys(object)))].sort();
    const aliases = entries.flatMap((entry) => entry.aliases ?? []);
    const matches = [...entries, ...aliases, ...index.rewrites].flatMap(({ when }) => when ?? []);

    expect(keysOf(entries)).toEqual(["aliases", "field", "kind", "meaning", "parts", "values", "when"]);
    expect(keysOf(aliases)).toEqual(["name", "part", "when"]);
    expect(keysOf(matches)).toEqual(["category", "product", "service", "table", "vocabulary"]);
    expect(keysOf(index.rewrites)).toEqual(["becomes", "prefix", "suffix", "under", "when"]);
  });

  test("knows the kinds and parts that it names", () => {
    const parts = entries.flatMap(({ aliases }) => aliases?.flatMap(({ part }) => part ?? []) ?? []);

    expect(fieldKinds).toEqual(expect.arrayContaining(entries.flatMap(({ kind }) => kind ?? [])));
    expect(["basename", "extension"]).toEqual(expect.arrayContaining(parts));
  });

  test("a part is named only of a field that holds a path, and is a field of the dictionary too", () => {
    const withParts = entries.filter(({ aliases, parts }) => parts || aliases?.some(({ part }) => part !== undefined));
    const named = withParts.flatMap(({ parts }) => Object.values(parts ?? {}));

    expect(withParts.map(({ kind }) => kind).filter((kind) => kind !== "path" && kind !== "registry")).toEqual([]);
    expect(entries.map(({ field }) => field)).toEqual(expect.arrayContaining(named));
  });

  test("is in files that the index names, each with a title", () => {
    const files = readdirSync(new URL("../../data/fields", import.meta.url)).filter((file) => file.endsWith(".json"));

    expect(["index.json", ...index.domains.map(({ file }) => file)].sort()).toEqual(files.sort());
    expect(index.domains.filter(({ title }) => title === "")).toEqual([]);
  });

  test("a spelling of a value is not itself one that is spelled in another way", () => {
    const chained = entries.flatMap(({ values = {} }) => Object.values(values).filter((value) => value in values));

    expect(chained).toEqual([]);
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
    expect(dictionary.resolve(name, { ...windows, ...words })).toMatchObject({ field, kind, part: "whole" });
  });

  test("the program that crashed is named without its path", () => {
    expect(dictionary.resolve("AppName", { ...windows, service: "application" })).toMatchObject({
      field: "Image",
      kind: "path",
      part: "basename",
    });
  });

  test("auditd's names are those of processes and files", () => {
    const auditd = { ...windows, product: "linux", service: "auditd" };

    expect(dictionary.resolve("exe", auditd)).toMatchObject({ field: "Image", kind: "path", part: "whole" });
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
