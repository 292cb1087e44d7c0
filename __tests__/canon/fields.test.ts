import { describe, expect, test } from "vitest";
import { createFieldDictionary, type FieldEntry } from "../../src/canon/fields.ts";
import type { LogSource } from "../../src/model/rule.ts";

const anyLogSource: LogSource = {
  vocabulary: "sigma",
  product: undefined,
  category: undefined,
  service: undefined,
  tables: [],
};

describe("resolve", () => {
  test("an unknown field keeps the name its author gave it", () => {
    const dictionary = createFieldDictionary([]);

    expect(dictionary.resolve("vault_Path", anyLogSource)).toEqual({
      field: "vault_Path",
      kind: "text",
      part: "whole",
    });
  });

  test("an alias is its canonical field, and so is the canonical name itself", () => {
    const dictionary = createFieldDictionary([{ field: "Image", kind: "path", aliases: [{ name: "NewProcessName" }] }]);

    expect(dictionary.resolve("NewProcessName", anyLogSource)).toEqual({ field: "Image", kind: "path", part: "whole" });
    expect(dictionary.resolve("Image", anyLogSource)).toEqual({ field: "Image", kind: "path", part: "whole" });
  });

  test("names are compared without case", () => {
    const dictionary = createFieldDictionary([{ field: "CommandLine", aliases: [{ name: "proc_cmd" }] }]);

    expect(dictionary.resolve("commandline", anyLogSource).field).toBe("CommandLine");
    expect(dictionary.resolve("Proc_Cmd", anyLogSource).field).toBe("CommandLine");
  });

  test("an alias that holds the file name alone says so", () => {
    const dictionary = createFieldDictionary([
      { field: "Image", kind: "path", aliases: [{ name: "process.name", part: "basename" }] },
    ]);

    expect(dictionary.resolve("process.name", anyLogSource)).toEqual({
      field: "Image",
      kind: "path",
      part: "basename",
    });
  });

  describe("under a log source", () => {
    const dictionary = createFieldDictionary([
      {
        field: "Image",
        kind: "path",
        aliases: [{ name: "FileName", when: { vocabulary: "defender", table: "DeviceProcessEvents" } }],
      },
      {
        field: "TargetFilename",
        kind: "path",
        aliases: [{ name: "FileName", when: { vocabulary: "defender", table: "DeviceFileEvents" } }],
      },
    ]);

    test("one name means one thing here and another there", () => {
      expect(dictionary.resolve("FileName", defenderTable("DeviceProcessEvents")).field).toBe("Image");
      expect(dictionary.resolve("FileName", defenderTable("DeviceFileEvents")).field).toBe("TargetFilename");
    });

    test("where no condition holds, the name is unknown", () => {
      expect(dictionary.resolve("FileName", defenderTable("DeviceNetworkEvents"))).toEqual({
        field: "FileName",
        kind: "text",
        part: "whole",
      });
    });
  });

  test("a narrower condition wins over a wider one, wherever it stands", () => {
    const entries: readonly FieldEntry[] = [
      { field: "eventName", aliases: [{ name: "event.action", when: { vocabulary: "ecs", table: "aws.cloudtrail" } }] },
      { field: "EventType", aliases: [{ name: "event.action", when: { vocabulary: "ecs" } }] },
    ];
    const cloudTrail = { ...anyLogSource, vocabulary: "ecs", tables: ["aws.cloudtrail"] };

    for (const order of [entries, entries.toReversed()]) {
      const dictionary = createFieldDictionary(order);
      expect(dictionary.resolve("event.action", cloudTrail).field).toBe("eventName");
      expect(dictionary.resolve("event.action", { ...cloudTrail, tables: ["okta.system"] }).field).toBe("EventType");
    }
  });

  test("of two that are as narrow the later one wins, so a team can say otherwise", () => {
    const dictionary = createFieldDictionary([
      { field: "TargetFilename", aliases: [{ name: "path" }] },
      { field: "Image", aliases: [{ name: "path" }] },
    ]);

    expect(dictionary.resolve("path", anyLogSource).field).toBe("Image");
  });

  test("a canonical name may hold under some log sources only", () => {
    const dictionary = createFieldDictionary([{ field: "Path", kind: "path", when: { product: "windows" } }]);

    expect(dictionary.resolve("path", { ...anyLogSource, product: "windows" })).toMatchObject({
      field: "Path",
      kind: "path",
    });
    expect(dictionary.resolve("path", { ...anyLogSource, product: "zeek" })).toMatchObject({
      field: "path",
      kind: "text",
    });
  });

  test("a team that only adds a name leaves the field what it was", () => {
    const shipped: FieldEntry = { field: "Image", kind: "path", aliases: [{ name: "NewProcessName" }] };
    const added: FieldEntry = { field: "Image", kind: undefined, aliases: [{ name: "exe_path", when: undefined }] };

    const dictionary = createFieldDictionary([shipped, added]);

    for (const name of ["Image", "NewProcessName", "exe_path"]) {
      expect(dictionary.resolve(name, anyLogSource)).toEqual({ field: "Image", kind: "path", part: "whole" });
    }
  });

  test("a team that says what a field holds says so for every name of it", () => {
    const dictionary = createFieldDictionary([
      { field: "ScriptPath", aliases: [{ name: "script" }] },
      { field: "ScriptPath", kind: "path" },
    ]);

    expect(dictionary.resolve("script", anyLogSource).kind).toBe("path");
  });
});

describe("a rewrite", () => {
  const entries: readonly FieldEntry[] = [
    { field: "Image", kind: "path", aliases: [{ name: "NewProcessName", when: { product: "windows" } }] },
    { field: "ServiceFileName", aliases: [{ name: "winlog.event_data.ImagePath" }] },
    { field: "CommandLine", aliases: [{ name: "process.command_line", when: { vocabulary: "ecs" } }] },
  ];
  const dictionary = createFieldDictionary(entries, [
    { prefix: "winlog.event_data.", when: { vocabulary: "ecs" }, under: { product: "windows" } },
    { suffix: ".text", when: { vocabulary: "ecs" } },
    { prefix: "aws.request.", becomes: "requestParameters.", when: { vocabulary: "ecs" } },
  ]);
  const ecs = { ...anyLogSource, vocabulary: "ecs" };

  test.each([
    ["winlog.event_data.NewProcessName", "Image"],
    ["Winlog.Event_Data.newprocessname", "Image"],
    ["winlog.event_data.ShareName", "ShareName"],
    ["process.command_line.text", "CommandLine"],
    ["aws.request.bucketName", "requestParameters.bucketName"],
  ])("%s is %s", (name, field) => {
    expect(dictionary.resolve(name, ecs).field).toBe(field);
  });

  test("holds under its log source only", () => {
    expect(dictionary.resolve("winlog.event_data.NewProcessName", anyLogSource).field).toBe(
      "winlog.event_data.NewProcessName",
    );
  });

  test("gives way to an entry that names the whole", () => {
    expect(dictionary.resolve("winlog.event_data.ImagePath", ecs).field).toBe("ServiceFileName");
  });

  test("leaves alone a name that is nothing besides", () => {
    expect(dictionary.resolve("winlog.event_data.", ecs).field).toBe("winlog.event_data.");
    expect(dictionary.resolve(".text", ecs).field).toBe(".text");
  });
});

function defenderTable(table: string): LogSource {
  return { ...anyLogSource, vocabulary: "defender", tables: [table] };
}
