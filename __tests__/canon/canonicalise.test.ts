import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalise } from "../../src/canon/canonicalise.ts";
import { createFieldDictionary } from "../../src/canon/fields.ts";
import type { Condition, Operator } from "../../src/model/condition.ts";
import { evaluate } from "../support/evaluate.ts";
import {
  all,
  any,
  aRule,
  cased,
  constraint,
  keyword,
  not,
  onLine,
  opaque,
  sequence,
  where,
} from "../support/rule-builder.ts";

const dictionary = createFieldDictionary([
  {
    field: "Image",
    kind: "path",
    aliases: [{ name: "NewProcessName" }, { name: "process.name", part: "basename" }],
  },
  { field: "TargetObject", kind: "registry" },
  { field: "CommandLine", aliases: [{ name: "process.command_line" }] },
]);
const { logSource } = aRule();

describe("a field", () => {
  test("goes by its canonical name and keeps the author's beside it", () => {
    expect(canonical(where("NewProcessName", "contains", "\\Temp\\"))).toEqual({
      ...where("NewProcessName", "contains", "\\Temp\\"),
      field: "Image",
    });
  });

  test("is found in every part of a condition, and the rest stays as it is", () => {
    const native = where("process.command_line", "contains", " -enc ");
    const renamed = { ...native, field: "CommandLine" };
    const count = constraint("count > 5");

    const condition = all(any(native, count), not(native), sequence([native, opaque("`macro`")]));

    expect(canonical(condition)).toEqual(
      all(any(renamed, count), not(renamed), sequence([renamed, opaque("`macro`")])),
    );
  });

  test("is known with its data set before it, and without", () => {
    const withDataSet = {
      ...where("process.command_line", "contains", " -enc "),
      nativeField: "Processes.process.command_line",
    };
    const unknown = { ...where("dest_category", "equals", "router"), nativeField: "All_Traffic.dest_category" };

    expect(canonical(withDataSet)).toEqual({ ...withDataSet, field: "CommandLine" });
    expect(canonical(unknown)).toBe(unknown);
  });

  test("a keyword has none", () => {
    const mimikatz = keyword("mimikatz");

    expect(canonical(mimikatz)).toBe(mimikatz);
  });
});

describe("the end of a path", () => {
  test("a separator and a last component are what the file is named, wherever it lies", () => {
    expect(canonical(where("Image", "ends_with", "\\scrcons.exe"))).toEqual(where("Image", "basename", "scrcons.exe"));
    expect(canonical(where("Image", "ends_with", "/bash"))).toEqual(where("Image", "basename", "bash"));
  });

  test("a field that holds the name alone says the same when it equals it", () => {
    expect(canonical(where("process.name", "equals", "scrcons.exe"))).toEqual({
      ...where("process.name", "basename", "scrcons.exe"),
      field: "Image",
    });
  });

  test.each<[string, Operator, string]>([
    ["a name without a separator, which longer names end with", "ends_with", "cons.exe"],
    ["a folder and a name", "ends_with", "\\wbem\\scrcons.exe"],
    ["a separator alone", "ends_with", "\\"],
    ["another operator", "contains", "\\scrcons.exe"],
    ["an expression", "regex", "\\\\scrcons\\.exe$"],
    ["a whole path", "equals", "C:\\Windows\\System32\\wbem\\scrcons.exe"],
  ])("%s stays what it is", (_, operator, value) => {
    const predicate = where("Image", operator, value);

    expect(canonical(predicate)).toBe(predicate);
  });

  test("a field that is no path ends with what it ends with", () => {
    const predicate = where("CommandLine", "ends_with", "/c");

    expect(canonical(predicate)).toBe(predicate);
  });

  test("of mixed values each goes its way, and all of them are still any of them", () => {
    const native = onLine(where("Image", "ends_with", "\\cmd.exe", "\\Temp\\a.exe", "\\pwsh.exe"), 11, 12, 13);

    expect(canonical(native)).toEqual(
      any(
        onLine(where("Image", "basename", "cmd.exe", "pwsh.exe"), 11, 13),
        onLine(where("Image", "ends_with", "\\Temp\\a.exe"), 12),
      ),
    );
  });

  test("values that share a line say so once", () => {
    const native = onLine(where("Image", "ends_with", "\\cmd.exe", "\\pwsh.exe"), 11);

    expect(canonical(native)).toEqual(onLine(where("Image", "basename", "cmd.exe", "pwsh.exe"), 11));
  });

  test("case still matters where it did", () => {
    expect(canonical(cased(where("Image", "ends_with", "/Bash")))).toEqual(cased(where("Image", "basename", "Bash")));
  });
});

describe("a field that holds a file name alone", () => {
  test("is the path's where the test carries over", () => {
    expect(canonical(where("process.name", "exists"))).toMatchObject({ field: "Image", operator: "exists" });
    expect(canonical(where("process.name", "ends_with", ".scr"))).toMatchObject({
      field: "Image",
      operator: "ends_with",
    });
  });

  test("that bears the path's own name is still changed", () => {
    const odd = createFieldDictionary([
      { field: "Image", kind: "path", aliases: [{ name: "Image", part: "basename" }] },
    ]);

    expect(canonicalise(where("Image", "equals", "cmd.exe"), logSource, odd)).toEqual(
      where("Image", "basename", "cmd.exe"),
    );
  });

  test.each<[string, Operator, string]>([
    ["how a name begins", "starts_with", "power"],
    ["what a name contains, which a folder may contain too", "contains", "shell"],
    ["a pattern", "wildcard", "p?sh.exe"],
    ["an expression", "regex", "^p.sh$"],
    ["a value that is no name", "equals", "\\\\host\\share\\a.exe"],
  ])("keeps its own name for %s", (_, operator, value) => {
    const predicate = where("process.name", operator, value);

    expect(canonical(predicate)).toBe(predicate);
  });
});

describe("a registry path", () => {
  test.each([
    ["HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft", "HKLM\\SOFTWARE\\Microsoft"],
    ["\\REGISTRY\\MACHINE\\SYSTEM", "HKLM\\SYSTEM"],
    ["\\Registry\\Machine", "HKLM"],
    ["hklm\\Software", "HKLM\\Software"],
    ["HKLM:\\Software", "HKLM\\Software"],
    ["HKEY_CURRENT_USER\\Software", "HKCU\\Software"],
    ["HKCU:\\Software", "HKCU\\Software"],
    ["HKEY_USERS\\S-1-5-18", "HKU\\S-1-5-18"],
    ["\\REGISTRY\\USER\\S-1-5-18", "HKU\\S-1-5-18"],
    ["HKEY_CLASSES_ROOT\\ms-settings", "HKCR\\ms-settings"],
    ["HKEY_CURRENT_CONFIG\\Software", "HKCC\\Software"],
  ])("%s has the hive %s", (native, value) => {
    expect(canonical(where("TargetObject", "starts_with", native))).toEqual(
      where("TargetObject", "starts_with", value),
    );
  });

  test.each(["\\CurrentVersion\\Run", "HKLMX\\Software", "C:\\HKEY_LOCAL_MACHINE\\a", "HKEY_LOCAL", "HKLM\\SYSTEM"])(
    "%s stays what it is",
    (value) => {
      const predicate = where("TargetObject", "contains", value);

      expect(canonical(predicate)).toBe(predicate);
    },
  );

  test("an expression is left alone", () => {
    const predicate = where("TargetObject", "regex", "\\REGISTRY\\MACHINE\\\\Software");

    expect(canonical(predicate)).toBe(predicate);
  });

  test("a last component of a registry path is no file name", () => {
    const predicate = where("TargetObject", "ends_with", "\\ImagePath");

    expect(canonical(predicate)).toBe(predicate);
  });
});

describe("canonicalise", () => {
  const values = ["\\cmd.exe", "cmd.exe", "\\a\\cmd.exe", "\\", "", "HKLM\\Run", "HKEY_USERS\\Run"];
  const operators: readonly Operator[] = ["equals", "contains", "starts_with", "ends_with", "basename"];
  const predicate = fc
    .tuple(
      fc.constantFrom("Image", "NewProcessName", "process.name", "TargetObject", "process.command_line", "Unknown"),
      fc.constantFrom(...operators),
      fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 4 }),
    )
    .map(([field, operator, tested]) => where(field, operator, ...tested));
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      predicate,
      tie("condition").map(not),
      fc.array(tie("condition"), { maxLength: 3 }).map((of) => all(...of)),
      fc.array(tie("condition"), { minLength: 1, maxLength: 3 }).map((of) => any(...of)),
    ),
  }));

  test("what is canonical is the very same object", () => {
    fc.assert(
      fc.property(condition, (native) => {
        const once = canonical(native);

        expect(canonical(once)).toBe(once);
      }),
    );
  });

  test("matches the same events", () => {
    const event = fc.constantFrom(...["C:\\a\\cmd.exe", "/bin/cmd.exe", "C:\\x\\mycmd.exe", "C:\\HKLM\\Run"]);
    const pathTests = predicate.filter(
      ({ field, operator }) => field !== "process.name" && field !== "TargetObject" && operator !== "basename",
    );
    fc.assert(
      fc.property(pathTests, event, (native, path) => {
        // Windows and Linux write paths with one separator, and so does each author.
        const asked = native.values.map((value) => (path.includes("/") ? value.replaceAll("\\", "/") : value));
        const asWritten = { ...native, values: asked };
        const log = {
          Image: path,
          NewProcessName: path,
          "process.command_line": path,
          CommandLine: path,
          Unknown: path,
        };

        expect(evaluate(canonical(asWritten), log)).toBe(evaluate(asWritten, log));
      }),
    );
  });
});

function canonical(condition: Condition): Condition {
  return canonicalise(condition, logSource, dictionary);
}
