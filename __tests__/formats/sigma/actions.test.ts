import { describe, expect, test } from "vitest";
import { evaluate } from "../../support/evaluate.ts";
import { briefly, readFile } from "./read-file.ts";

const global = `action: global
title: Remote Service
id: 5a1b
status: test
tags:
  - attack.t1543.003
logsource:
  product: windows
detection:
  logon:
    EventID: 4624
  condition: logon or service
`;

describe("an action document of Sigma 1", () => {
  test("global is added to every document after it, and is no rule itself", () => {
    const { rules, diagnostics } = readFile(`${global}---
detection:
  service:
    EventID: 4697
---
logsource:
  service: system
detection:
  service:
    EventID: 7045
`);

    expect(diagnostics).toEqual([]);
    expect(rules).toMatchObject([
      {
        key: "5a1b",
        title: "Remote Service",
        lifecycle: "test",
        line: 14,
        techniques: [{ line: 6 }],
        logSource: { product: "windows", service: undefined },
      },
      { key: "5a1b", title: "Remote Service", line: 18, logSource: { product: "windows", service: "system" } },
    ]);
    expect(rules[0]?.condition).toMatchObject({
      kind: "any",
      of: [
        { values: ["4624"], line: 11 },
        { values: ["4697"], line: 16 },
      ],
    });
    expect(rules[1]?.condition).toMatchObject({
      kind: "any",
      of: [
        { values: ["4624"], line: 11 },
        { values: ["7045"], line: 22 },
      ],
    });
  });

  test("global stands where a document says something else, as in pySigma", () => {
    const text = `${global}---\ntitle: Other\nlevel: high\ntags: [attack.t1021]\ndetection:\n  logon: {EventID: 1}\n  service: {EventID: 2}\n`;
    const [rule] = readFile(text).rules;

    expect(rule).toMatchObject({
      title: "Remote Service",
      severity: "high",
      techniques: [{ id: "T1543.003", line: 6 }],
    });
    expect(rule?.condition).toMatchObject({
      of: [
        { values: ["4624"], line: 11 },
        { values: ["2"], line: 19 },
      ],
    });
  });

  test("two globals are added up, and reset forgets them", () => {
    const { rules, diagnostics } = readFile(`action: global
title: a
---
action: global
logsource: {product: linux}
detection: {condition: s}
---
detection: {s: {a: 1}}
---
action: reset
---
detection: {s: {a: 2}}
`);

    expect(rules).toMatchObject([
      { title: "a", logSource: { product: "linux" } },
      { title: "rule.yml", logSource: { product: undefined } },
    ]);
    expect(briefly(diagnostics)).toEqual(["12 missing-part", "12 missing-part", "12 missing-part"]);
  });

  test("repeat makes the rule before it once more, with what it adds", () => {
    const { rules, diagnostics } = readFile(`title: a
logsource: {product: windows, service: security}
detection:
  s:
    EventID: 4624
    User: root
  condition: s
---
action: repeat
logsource: {service: system}
detection:
  s:
    EventID: 7045
---
action: repeat
title: c
`);

    expect(diagnostics).toEqual([]);
    expect(rules).toMatchObject([
      { title: "a", line: 1, logSource: { service: "security" } },
      { title: "a", line: 9, logSource: { product: "windows", service: "system" } },
      { title: "c", line: 15, logSource: { product: "windows", service: "system" } },
    ]);
    expect(rules[1]?.condition).toMatchObject({
      of: [
        { values: ["7045"], line: 13 },
        { values: ["root"], line: 6 },
      ],
    });
    expect(rules[2]?.condition).toEqual(rules[1]?.condition);
    expect(evaluate(rules[0]?.condition ?? { kind: "all", of: [] }, { EventID: 4624, User: "root" })).toBe(true);
  });

  test("repeat with nothing before it is a rule by itself", () => {
    const text = "action: repeat\ntitle: a\nlogsource: {}\ndetection:\n  s: {a: b}\n  condition: s\n";

    expect(readFile(text)).toMatchObject({ rules: [{ title: "a" }], diagnostics: [] });
  });

  test("keeps a list as it is, and its lines", () => {
    const { rules } = readFile(
      `${global.replace("EventID: 4624", "EventID:\n      - 1\n      - 2")}---\ndetection:\n  service:\n    EventID:\n      - 3\n      - 4\n`,
    );

    expect(rules[0]?.condition).toMatchObject({
      of: [
        { values: ["1", "2"], lines: [12, 13] },
        { values: ["3", "4"], lines: [19, 20] },
      ],
    });
  });

  test("with the key __proto__ adds a key and nothing else", () => {
    const { rules } = readFile(
      `${global}---\n__proto__: {title: x}\ndetection:\n  __proto__: {a: b}\n  service: {c: d}\n`,
    );

    expect(rules[0]?.title).toBe("Remote Service");
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  test("that holds itself, or adds too much too often, comes to an end", () => {
    const circle =
      "action: global\ntitle: a\nlogsource: {}\ndetection: &d\n  s: *d\n  condition: s\n---\ndetection: &e\n  s: *e\n";
    const large = `action: global\ntitle: a\nlogsource: {}\ndetection:\n  condition: 1 of them\n${Array.from({ length: 5_000 }, (_, n) => `  s${n}: {f: x}\n`).join("")}`;

    expect(readFile(circle).rules).toHaveLength(1);
    expect(briefly(readFile(large + "---\ndetection: {t: {f: y}}\n".repeat(1_000)).diagnostics)).toEqual([
      expect.stringMatching(/ limit-exceeded$/),
    ]);
  });
});
