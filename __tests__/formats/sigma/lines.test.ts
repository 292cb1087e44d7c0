import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { visitLeaves } from "../../../src/model/visit-leaves.ts";
import { readFile } from "./read-file.ts";

const marker = "mimikatz.exe";

/** Lines of a selection that has the marker somewhere among other values, in the ways people write lists and maps. */
const anySelection: fc.Arbitrary<readonly string[]> = fc
  .record({
    before: fc.array(fc.constantFrom("whoami.exe", "'net*.exe'", "4688", "~", "''", '"a # b"'), { maxLength: 3 }),
    after: fc.array(fc.constantFrom("whoami.exe", "'a\\*'", "true"), { maxLength: 3 }),
    key: fc.constantFrom(
      "Image",
      "Image|endswith",
      "CommandLine|contains|all",
      "f|re",
      "f|neq",
      "f|unknown",
      "f|expand",
    ),
    form: fc.constantFrom("scalar", "below", "block", "flow", "long flow", "keywords", "maps", "explicit", "quoted"),
    gap: fc.constantFrom("", "# a comment", "   "),
  })
  .map(({ before, after, key, form, gap }) =>
    selectionLines({ values: [...before, marker, ...after], key, form, gap }),
  );

interface Selection {
  readonly values: readonly string[];
  readonly key: string;
  readonly form: string;
  readonly gap: string;
}

function selectionLines({ values, key, form, gap }: Selection): readonly string[] {
  const items = values.flatMap((value) => [gap, `- ${value}`]);
  switch (form) {
    case "scalar":
      return [`${key}: ${marker} # ${marker.length}`, "User: root"];
    case "below":
      return [`${key}:`, gap, `  ${marker}`, "User: root"];
    case "quoted":
      return ["User: root", `"${key}" : "${marker}"`];
    case "flow":
      return ["User: root", `${key}: [${values.join(", ")}]`];
    case "long flow":
      return [`${key}: [`, ...values.flatMap((value) => [gap, `  ${value},`]), "  ]"];
    case "keywords":
      return items;
    case "maps":
      return values.flatMap((value) => [`- ${key}: ${value}`, gap, "  User: root"]);
    case "explicit":
      return [`? ${key}`, gap, `: ${marker}`];
    default:
      return [`${key}:`, ...items.map((line) => `  ${line}`)];
  }
}

const anyFile: fc.Arbitrary<SigmaFile> = fc.record({
  documents: fc.array(fc.constantFrom("title: a", "# nothing", "title: [broken"), { maxLength: 2 }),
  head: fc.uniqueArray(fc.constantFrom("# licence", "author: me", "", "description: |\n  - Image: x\n  ---\n"), {
    maxLength: 3,
  }),
  selection: anySelection,
  kind: fc.constantFrom("detection" as const, "filter" as const, "global" as const, "repeat" as const),
  lineBreak: fc.constantFrom("\n", "\r\n", "\r"),
});

interface SigmaFile {
  readonly documents: readonly string[];
  readonly head: readonly string[];
  readonly selection: readonly string[];
  readonly kind: "detection" | "filter" | "global" | "repeat";
  readonly lineBreak: string;
}

function fileText({ documents, head, selection, kind, lineBreak }: SigmaFile): string {
  const section = [
    kind === "filter" ? "filter:" : "detection:",
    "  marked:",
    ...selection.map((line) => `    ${line}`),
  ];
  const rest = ["  condition: marked", kind === "filter" ? "  rules: any" : "", "logsource: {product: windows}"];
  const rule = [...head, ...section, ...rest];
  const around = {
    detection: [],
    filter: [],
    global: ["---", "title: b", "level: high"],
    repeat: ["---", "action: repeat", "level: high"],
  }[kind];
  const action = kind === "global" ? ["action: global"] : [];
  const text = [...documents.flatMap((document) => [document, "---"]), ...action, ...rule, ...around, ""].join("\n");
  return text.replaceAll("\n", lineBreak);
}

describe("the line of a value", () => {
  test("is the line it stands on, wherever that is", () => {
    fc.assert(
      fc.property(anyFile, (file) => {
        const text = fileText(file);
        const expected = text.split(/\r\n|\r|\n/).findIndex((line) => line.includes(marker)) + 1;
        const { rules, filters } = readFile(text);
        const found = new Set<number>();
        for (const { condition } of [...rules, ...filters]) {
          visitLeaves(condition, (leaf) => {
            if (leaf.kind !== "predicate") {
              if (leaf.text.includes(marker)) found.add(leaf.line);
              return;
            }
            leaf.values.forEach((value, index) => {
              if (value.includes(marker)) found.add(leaf.lines?.[index] ?? leaf.line);
            });
          });
        }

        // A key whose modifier nobody knows is one part, with the line of the key.
        const isWholeKey = file.selection.some((line) => line.includes("f|unknown"));
        if (isWholeKey) expect(found.size).toBe(1);
        else expect([...found]).toEqual([expected]);
      }),
      { numRuns: 3_000 },
    );
  });

  test("of a claim is that of its tag", () => {
    const { rules } = readFile(
      "title: a\ntags: [attack.execution, # first\n  attack.t1059,\n  attack.t1204]\nlogsource: {}\ndetection: {s: {a: b}, condition: s}\n",
    );

    expect(rules[0]?.techniques.map(({ id, line }) => ({ id, line }))).toEqual([
      { id: "T1059", line: 3 },
      { id: "T1204", line: 4 },
    ]);
  });

  test("that an alias repeats is that of its anchor", () => {
    const { rules } = readFile(
      "title: a\nlogsource: {}\ndetection:\n  a:\n    Image: &images\n      - cmd.exe\n      - pwsh.exe\n  b:\n    ParentImage: *images\n  condition: b\n",
    );

    expect(rules[0]?.condition).toMatchObject({ field: "ParentImage", lines: [6, 7] });
  });

  test("that is merged with << is where it is written", () => {
    const { rules, diagnostics } = readFile(
      "title: a\nlogsource: {}\ndetection:\n  base: &base\n    User: root\n    Image: cmd.exe\n  more:\n    <<: *base\n    Image: pwsh.exe\n  condition: more\n",
    );

    expect(diagnostics).toEqual([]);
    expect(rules[0]?.condition).toMatchObject({
      of: [
        { field: "User", values: ["root"], line: 5 },
        { field: "Image", values: ["pwsh.exe"], line: 9 },
      ],
    });
  });
});
