import { describe, expect, test } from "vitest";
import { splunk } from "../../../src/formats/splunk/index.ts";
import { readMacros } from "../../../src/formats/splunk/macros.ts";
import type { SourceFile } from "../../../src/model/source.ts";
import { predicatesOf, shortly } from "../../support/conditions.ts";
import { briefly, readFile, readRule } from "./read-file.ts";

function yml(path: string, ...lines: readonly string[]): SourceFile {
  return { path, text: `${lines.join("\n")}\n` };
}

const conf = yml;

function macroOf(files: readonly SourceFile[], name: string, path = "detections/lsass.yml") {
  return readMacros(files).forFile(path).lookup(new Set())(name, 0)?.definition;
}

describe("macros", () => {
  test("of a YAML file have a name, a definition and arguments", () => {
    const library = readMacros([
      yml(
        "macros/named.yml",
        "name: named",
        "arguments:",
        "- field",
        "- name",
        "definition: $field$=$name$",
        "description: x",
      ),
    ]);

    expect(library.diagnostics).toEqual([]);
    expect(library.forFile("a.yml").lookup(new Set())("named", 2)).toEqual({
      name: "named",
      parameters: ["field", "name"],
      definition: "$field$=$name$",
      isEval: false,
    });
    expect(library.forFile("a.yml").lookup(new Set())("named", 0)).toBeUndefined();
  });

  test("of a macros.conf are its stanzas, told apart by how many arguments they take", () => {
    const library = readMacros([
      conf(
        "apps/soc/default/macros.conf",
        "[users]",
        "definition = user=* \\",
        "  user!=unknown",
        "[users(2)]",
        "args = first, second",
        'definition = "user=" . $first$ . $second$',
        "iseval = 1",
        "[default]",
        "definition = x",
      ),
    ]);
    const lookup = library.forFile("a.yml").lookup(new Set());

    expect(library.diagnostics).toEqual([]);
    expect(lookup("users", 0)).toEqual({
      name: "users",
      parameters: [],
      definition: "user=* \n  user!=unknown",
      isEval: false,
    });
    expect(lookup("users", 2)).toMatchObject({ name: "users", parameters: ["first", "second"], isEval: true });
    expect(lookup("default", 0)).toBeUndefined();
  });

  test("of a name that several folders have: that of the innermost folder around the rule", () => {
    const files = [
      yml("macros/sysmon.yml", "name: sysmon", "definition: index=all"),
      yml("teams/soc/macros/sysmon.yml", "name: sysmon", "definition: index=soc"),
      yml("vendor/macros/sysmon.yml", "name: sysmon", "definition: index=vendor"),
    ];

    expect(macroOf(files, "sysmon", "teams/soc/detections/lsass.yml")).toBe("index=soc");
    expect(macroOf(files, "sysmon", "vendor/detections/lsass.yml")).toBe("index=vendor");
    expect(macroOf(files, "sysmon", "detections/lsass.yml")).toBe("index=all");
    expect(macroOf([...files].reverse(), "sysmon", "detections/lsass.yml")).toBe("index=all");
  });

  test("of an app's local folder go before its default ones", () => {
    const files = [
      conf("apps/soc/default/macros.conf", "[sysmon]", "definition = index=*"),
      conf("apps/soc/local/macros.conf", "[sysmon]", "definition = index=windows"),
    ];

    expect(readMacros(files).diagnostics).toEqual([]);
    expect(macroOf(files, "sysmon", "apps/soc/default/savedsearches.conf")).toBe("index=windows");
  });

  test("that one folder defines twice are said, and the first one counts", () => {
    const files = [
      yml("macros/a.yml", "name: sysmon", "definition: index=a"),
      yml("macros/b.yml", "name: sysmon", "definition: index=b"),
    ];
    const { diagnostics } = readMacros(files);

    expect(briefly(diagnostics)).toEqual(["1 invalid-value"]);
    expect(diagnostics[0]?.location.path).toBe("macros/b.yml");
    expect(diagnostics[0]?.message).toContain("macros/a.yml");
    expect(macroOf(files, "sysmon")).toBe("index=a");
  });

  test.each([
    ["broken YAML", yml("macros/a.yml", "name: 'sysmon"), "2 syntax-error"],
    ["a macro without a definition", yml("macros/a.yml", "name: sysmon", "description: x"), "1 missing-part"],
    [
      "fewer arguments than the name says",
      conf("default/macros.conf", "[a(2)]", "args = x", "definition = $x$"),
      "1 invalid-value",
    ],
    ["a line that is no setting", conf("default/macros.conf", "[a]", "definition"), "2 syntax-error"],
  ])("with %s are complained of", (_, file, complaint) => {
    expect(briefly(splunk.reader([file]).companionProblems)).toEqual([complaint]);
  });

  test("are not looked for in what other tools keep in folders of that name", () => {
    const dbt = yml("macros/schema.yml", "version: 2", "macros:", "- name: cents_to_dollars", "  arguments: []");

    expect(splunk.reader([dbt]).companionProblems).toEqual([]);
  });

  test("are put into a search on the line that calls them", () => {
    const rule = readRule(
      "name: LSASS\ntype: TTP\nsearch: |\n  `sysmon` EventCode=10\n  `by_tool(procdump.exe)`\n",
      "detections/lsass.yml",
      [
        yml("macros/sysmon.yml", "name: sysmon", "definition: sourcetype=sysmon"),
        yml("macros/by_tool.yml", "name: by_tool", "arguments: [tool]", 'definition: SourceImage="*\\\\$tool$"'),
      ],
    );

    expect(shortly(rule.condition)).toBe(
      '(sourcetype equals~ "sysmon" and EventCode equals~ "10" and SourceImage ends_with~ "\\\\procdump.exe")',
    );
    expect(predicatesOf(rule.condition).map(({ line }) => line)).toEqual([4, 4, 5]);
    expect(rule.companions).toEqual([
      { path: "macros/sysmon.yml", name: "sysmon", text: "sourcetype=sysmon" },
      { path: "macros/by_tool.yml", name: "by_tool", text: 'SourceImage="*\\\\$tool$"' },
    ]);
  });

  test("are put in no further where a file uses more of them than any needs, and that is said", () => {
    const long = {
      path: "macros/long.yml",
      text: `name: long\ndefinition: ${"index=sysmon OR ".repeat(10_000)}index=x\n`,
    };
    const text = "[LSASS]\naction.notable = 1\nsearch = `long` EventCode=10\n";
    const stanzas = Array.from({ length: 60 }, (_, index) => text.replace("LSASS", `LSASS ${index}`)).join("");

    const { rules, diagnostics } = readFile(stanzas, "app/default/savedsearches.conf", [long]);

    expect(rules).toHaveLength(60);
    expect(briefly(diagnostics.slice(-1))).toEqual(["1 limit-exceeded"]);
    expect(rules.at(-1)?.companions).toEqual([]);
  });

  test("that are copied a thousand times are complained of a hundred times", () => {
    const text = Array.from({ length: 1_000 }, () => "name: sysmon\ndefinition: index=a\n").join("---\n");

    expect(readMacros([{ path: "macros/a.yml", text }]).diagnostics).toHaveLength(100);
  });
});
