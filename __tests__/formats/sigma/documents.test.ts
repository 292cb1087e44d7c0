import { describe, expect, test } from "vitest";
import { sigma } from "../../../src/formats/sigma/index.ts";
import { briefly, readFile, readRule } from "./read-file.ts";

const body = "logsource: {product: windows}\ndetection:\n  selection: {EventID: 4688}\n  condition: selection\n";

describe("recognising a Sigma file", () => {
  test.each([
    ["a rule", `title: a\n${body}`],
    ["a rule whose keys are in quotes", '"title": a\n"logsource" : {}\n"detection":\n  "condition": x\n'],
    ["a rule with line ends of Windows", `title: a\n${body}`.replaceAll("\n", "\r\n")],
    ["a correlation", "title: a\ncorrelation:\n  type: event_count\n"],
    ["a filter", "title: a\nlogsource: {}\nfilter:\n  rules: any\n"],
    ["an action document of Sigma 1", "action: global\nlogsource: {}\n---\ndetection: {}\n"],
    ["a broken rule", "title: 'a\nlogsource:\n  product: [windows\ndetection\n"],
    ["a rule without a log source", "title: a\ndetection:\n  selection: {a: b}\n  condition: selection\n"],
  ])("%s is one", (_, text) => {
    expect(sigma.recognises({ path: "rules/a.yml", text })).toBe(true);
  });

  test.each([
    ["nothing", ""],
    ["a workflow", "name: ci\non: push\njobs:\n  build:\n    steps: []\n"],
    ["a rule of another format", "name: a\nsearch: index=main\ndetection: none\ntype: TTP\n"],
    ["text that speaks of rules", "# about\n  logsource: windows\n  title: a\n  detection:\n"],
    ["a section within a mapping", "spec:\n  logsource: {}\n  title: a\n  detection:\n    condition: x\n"],
  ])("%s is none", (_, text) => {
    expect(sigma.recognises({ path: "rules/a.yml", text })).toBe(false);
  });

  test("claims files by their extension, in any case", () => {
    expect(["a.yml", "b/c.yaml", "D.YML"].every((path) => sigma.claims(path))).toBe(true);
    expect(["a.toml", "yml", "a.yml.bak", "a.json"].some((path) => sigma.claims(path))).toBe(false);
  });
});

describe("the documents of a file", () => {
  test("are rules of their own, each with its id or its place as key, and its line", () => {
    const text = `title: a\n${body}---\n# second\ntitle: b\nid: 6b6f2b0c\n${body}---\ntitle: c\n${body}`;
    const { rules, diagnostics } = readFile(text, "rules/many.yml");

    expect(diagnostics).toEqual([]);
    expect(rules.map(({ key, title, line }) => ({ key, title, line }))).toEqual([
      { key: "rules/many.yml", title: "a", line: 1 },
      { key: "6b6f2b0c", title: "b", line: 8 },
      { key: "rules/many.yml#3", title: "c", line: 15 },
    ]);
  });

  test("have keys that a filter beside them does not change", () => {
    const filter = "title: f\nlogsource: {}\nfilter:\n  rules: any\n  s: {a: b}\n  condition: not s\n";
    const { rules } = readFile(`${filter}---\ntitle: a\n${body}---\n${filter}---\ntitle: b\n${body}`, "a.yml");

    expect(rules.map(({ key }) => key)).toEqual(["a.yml", "a.yml#2"]);
  });

  test("are read beside a broken one", () => {
    const { rules, diagnostics } = readFile(`title: a\n${body}---\ntitle: [b\n${body}---\ntitle: c\n${body}`);

    expect(rules.map(({ title, line }) => ({ title, line }))).toEqual([
      { title: "a", line: 1 },
      { title: "c", line: 13 },
    ]);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      code: "syntax-error",
      message: expect.stringMatching(/^The YAML can't be read: .*\.$/),
    });
    expect(diagnostics[0]?.location.line).toBeGreaterThanOrEqual(7);
    expect(diagnostics[0]?.location.line).toBeLessThanOrEqual(12);
  });

  test("may be all comment, and then are nothing", () => {
    expect(readFile(`---\n# licence\n---\ntitle: a\n${body}---\n`)).toMatchObject({
      rules: [{ title: "a" }],
      diagnostics: [],
    });
  });

  test.each([
    ["text", "just text\n", "1 missing-part"],
    ["a list", "- title: a\n", "1 missing-part"],
    ["a mapping without a section", "title: a\nlogsource: {}\n", "1 missing-part"],
    ["a mapping whose section is none", "title: a\nlogsource: {}\ndetection: none\n", "1 missing-part"],
  ])("that are %s are no rules, and that is said", (_, text, expected) => {
    const { rules, diagnostics } = readFile(`# comment\n---\n${text}`);

    expect(rules).toEqual([]);
    expect(briefly(diagnostics)).toEqual([expected.replace("1", "3")]);
  });

  test("are counted to a limit", () => {
    const { diagnostics } = readFile("---\na: b\n".repeat(2_001));

    expect(diagnostics).toHaveLength(2_001);
    expect(briefly(diagnostics).at(-1)).toBe("4002 limit-exceeded");
  });

  test("share a limit of values, which is said once, where it is passed", () => {
    const rule = `title: a\nlogsource: {}\ndetection:\n  s: {f: [${"x, ".repeat(30_000)}]}\n  condition: s\n`;
    const { rules, diagnostics } = readFile(Array.from({ length: 6 }, () => rule).join("---\n"));

    expect(rules).toHaveLength(6);
    expect(briefly(diagnostics)).toEqual(["22 limit-exceeded"]);
    expect(rules.map(({ condition }) => condition.kind)).toEqual([
      "predicate",
      "predicate",
      "predicate",
      "opaque",
      "opaque",
      "opaque",
    ]);
  });
});

describe("what a rule says of itself", () => {
  test("is read with the lines of its claims", () => {
    const rule = readRule(`title: ' Whoami '
id: 929a690e-bef0-4204-a928-ef5e620d6fcc
name: whoami
related:
  - id: 08fbc97d-0a2f-491c-ae21-8ffcfd3174e9
    type: derived
  - id: 1c0b0ab6-5d8e-4b4a-9a3f-0e3a3c5a1c11
  - type: similar
status: test
tags:
  - attack.discovery
  - attack.t1033
  - ATTACK.T1059.001 # PowerShell
  - attack.defense_evasion
  - attack.ta0005
  - attack.g0049
  - attack.s0002
  - cve.2021-44228
logsource:
  product: Windows
  category: Process_Creation
  service:
  definition: auditing is on
${body.replace("logsource: {product: windows}\n", "")}level: HIGH
`);

    expect(rule).toMatchObject({
      key: "929a690e-bef0-4204-a928-ef5e620d6fcc",
      name: "whoami",
      title: "Whoami",
      format: "sigma",
      language: "sigma",
      path: "rules/windows/rule.yml",
      line: 1,
      lifecycle: "test",
      severity: "high",
      helpers: [],
      logSource: {
        vocabulary: "sigma",
        product: "windows",
        category: "process_creation",
        service: undefined,
        tables: [],
      },
      techniques: [
        { id: "T1033", declared: "attack.t1033", line: 12 },
        { id: "T1059.001", declared: "ATTACK.T1059.001", line: 13 },
      ],
      tactics: [
        { id: "discovery", declared: "attack.discovery", line: 11 },
        { id: "defense-evasion", declared: "attack.defense_evasion", line: 14 },
        { id: "TA0005", declared: "attack.ta0005", line: 15 },
      ],
      related: [
        { key: "08fbc97d-0a2f-491c-ae21-8ffcfd3174e9", relation: "derived" },
        { key: "1c0b0ab6-5d8e-4b4a-9a3f-0e3a3c5a1c11", relation: "similar" },
      ],
    });
  });

  test.each([
    ["stable", "stable"],
    ["test", "test"],
    ["experimental", "experimental"],
    ["deprecated", "deprecated"],
    ["unsupported", "disabled"],
    ["Stable", "stable"],
    ["", "experimental"],
  ])("the status %j is the lifecycle %s", (status, lifecycle) => {
    expect(readRule(`title: a\nstatus: ${status}\n${body}`).lifecycle).toBe(lifecycle);
  });

  test("without id, name, status, level and tags is a rule all the same", () => {
    expect(readRule(`title: a\n${body}`)).toMatchObject({
      key: "rules/windows/rule.yml",
      name: undefined,
      lifecycle: "experimental",
      severity: undefined,
      techniques: [],
      tactics: [],
      related: [],
    });
  });

  test("may be numbers", () => {
    expect(readRule(`title: 123\nid: 456\nname: 7\n${body}`)).toMatchObject({ title: "123", key: "456", name: "7" });
  });

  test("that is empty is not there", () => {
    expect(readRule(`title: a\nid: ''\nname: ' '\n${body}`)).toMatchObject({
      key: "rules/windows/rule.yml",
      name: undefined,
    });
  });

  test.each([
    ["no title", body, "1 missing-part", "The rule has no `title`; add one."],
    ["an empty title", `title: ' '\n${body}`, "1 missing-part", "The rule has no `title`; add one."],
    ["a title that is a list", `title: [a]\n${body}`, "1 missing-part", "The rule has no `title`; add one."],
    [
      "a misspelt status",
      `title: a\nstatus: tset\n${body}`,
      "2 invalid-value",
      '"tset" is not a status of Sigma; use one of stable, test, experimental, deprecated, unsupported. Until then the rule is read as experimental.',
    ],
    [
      "a status that objects inherit",
      `title: a\nstatus: constructor\n${body}`,
      "2 invalid-value",
      '"constructor" is not a status',
    ],
    ["a status that is a list", `title: a\nstatus: [test]\n${body}`, "2 invalid-value", '"[…]" is not a status'],
    [
      "a misspelt level",
      `title: a\nlevel: urgent\n${body}`,
      "2 invalid-value",
      '"urgent" is not a level of Sigma; use one of informational, low, medium, high, critical.',
    ],
    [
      "no log source",
      `title: a\n${body.replace(/^logsource.*\n/, "")}`,
      "1 missing-part",
      "The rule has no `logsource` mapping; say which events it is for.",
    ],
    [
      "a log source that is text",
      `title: a\n${body.replace("{product: windows}", "windows")}`,
      "1 missing-part",
      "The rule has no `logsource` mapping",
    ],
  ])("%s is a diagnostic, and the rule is read", (_, text, place, message) => {
    const { rules, diagnostics } = readFile(text);

    expect(rules).toHaveLength(1);
    expect(briefly(diagnostics)).toEqual([place]);
    expect(diagnostics[0]?.message.startsWith(message)).toBe(true);
  });

  test("without a title is named by its file", () => {
    expect(readFile(body, "rules/windows/proc_whoami.yml").rules[0]?.title).toBe("proc_whoami.yml");
  });

  test("keys that nobody knows are no problem", () => {
    expect(readRule(`title: a\nx-team: blue\nfalsepositives: [unknown]\nscope: {a: b}\n${body}`).title).toBe("a");
  });
});
