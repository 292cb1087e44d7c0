import { describe, expect, test } from "vitest";
import { dictionaryProblems } from "../../src/canon/dictionary-problems.ts";
import type { FieldEntry } from "../../src/canon/fields.ts";

describe("dictionaryProblems", () => {
  test("a name with two meanings everywhere is refused", () => {
    const entries: readonly FieldEntry[] = [
      { field: "Image", aliases: [{ name: "process" }] },
      { field: "ParentImage", aliases: [{ name: "Process" }] },
    ];

    expect(dictionaryProblems(entries)).toEqual([
      '"process" means Image everywhere and ParentImage everywhere under one log source; narrow one of them with `when`.',
    ]);
  });

  test("so is one with two meanings under the same log source, however the words are spelled", () => {
    const entries: readonly FieldEntry[] = [
      { field: "Image", kind: "path", aliases: [{ name: "file", part: "basename", when: { product: "Acme" } }] },
      { field: "TargetFilename", aliases: [{ name: "file", when: { product: "acme" } }] },
    ];

    expect(dictionaryProblems(entries)).toEqual([
      '"file" means the file name of Image for product Acme and TargetFilename for product acme under one log source; narrow one of them with `when`.',
    ]);
  });

  test("so are conditions that a log source can fulfil together, neither of which says more", () => {
    const entries: readonly FieldEntry[] = [
      { field: "Image", aliases: [{ name: "file", when: { product: "acme" } }] },
      { field: "TargetFilename", aliases: [{ name: "file", when: { category: "file_event" } }] },
    ];

    expect(dictionaryProblems(entries)).toHaveLength(1);
  });

  test("so are a table and a pattern that takes it", () => {
    const entries: readonly FieldEntry[] = [
      { field: "Image", aliases: [{ name: "FileName", when: { table: "Device*" } }] },
      { field: "TargetFilename", aliases: [{ name: "FileName", when: { table: "DeviceFileEvents" } }] },
    ];

    expect(dictionaryProblems(entries)).toHaveLength(1);
  });

  test("an alias that is another field's canonical name is refused", () => {
    const entries: readonly FieldEntry[] = [
      { field: "Image", aliases: [{ name: "ProcessPath" }] },
      { field: "ProcessPath" },
    ];

    expect(dictionaryProblems(entries)).toHaveLength(1);
  });

  test("a meaning in general and another where the log source says more are fine", () => {
    const entries: readonly FieldEntry[] = [
      { field: "EventType", aliases: [{ name: "event.action", when: { vocabulary: "ecs" } }] },
      { field: "eventName", aliases: [{ name: "event.action", when: { vocabulary: "ecs", table: "aws.cloudtrail" } }] },
    ];

    expect(dictionaryProblems(entries)).toEqual([]);
  });

  test("two log sources may use one name for two fields", () => {
    const entries: readonly FieldEntry[] = [
      { field: "Image", aliases: [{ name: "FileName", when: { table: "DeviceProcessEvents" } }] },
      { field: "TargetFilename", aliases: [{ name: "FileName", when: { table: "DeviceFileEvents" } }] },
      { field: "ImageLoaded", aliases: [{ name: "FileName", when: { table: "DeviceImageLoad*" } }] },
    ];

    expect(dictionaryProblems(entries)).toEqual([]);
  });

  test("one meaning said twice is one meaning", () => {
    const entries: readonly FieldEntry[] = [
      { field: "Image", aliases: [{ name: "exe" }, { name: "EXE", when: { product: "linux" } }] },
      { field: "image", aliases: [{ name: "exe" }] },
    ];

    expect(dictionaryProblems(entries)).toEqual([]);
  });
});
