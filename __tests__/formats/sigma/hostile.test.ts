import { describe, expect, test } from "vitest";
import { readFile } from "./read-file.ts";

/** Nine to the tenth items, for whoever goes through all of them. */
const bomb = Array.from({ length: 10 }, (_, level) => {
  const below = level === 0 ? "x" : `*b${level - 1}`;
  return `b${level}: &b${level} [${Array.from({ length: 9 }, () => below).join(", ")}]`;
}).join("\n");

const rule = {
  title: "a",
  id: "b",
  name: "c",
  status: "test",
  level: "high",
  tags: "[attack.t1059]",
  related: "[{id: d, type: similar}]",
  logsource: "{product: windows}",
};
const detection = { selection: "{Image: cmd.exe}", condition: "selection", timeframe: "5m" };
const correlation = {
  type: "temporal",
  rules: "[d]",
  "group-by": "[User]",
  timespan: "5m",
  condition: "{gte: 1}",
  generate: "true",
  aliases: "{u: {d: User}}",
};
const filter = { selection: "{User: root}", condition: "not selection", rules: "any" };

function fileOf(sections: Record<string, Record<string, string>>, keys: Record<string, string> = rule): string {
  const lines = Object.entries(keys).map(([key, value]) => `${key}: ${value}`);
  const parts = Object.entries(sections).flatMap(([name, section]) => [
    `${name}:`,
    ...Object.entries(section).map(([key, value]) => `  ${key}: ${value}`),
  ]);
  return [bomb, ...lines, ...parts, ""].join("\n");
}

describe("a list that holds itself nine times, ten times over", () => {
  test.each(Object.keys(rule))("as %s", (key) => {
    const { rules } = readFile(fileOf({ detection }, { ...rule, [key]: "*b9" }));

    expect(rules).toHaveLength(1);
  });

  test.each([
    ...Object.keys(detection).map((key) => ["detection", detection, key] as const),
    ...Object.keys(correlation).map((key) => ["correlation", correlation, key] as const),
    ...Object.keys(filter).map((key) => ["filter", filter, key] as const),
  ])("in a %s with %j as %s", (name, section, key) => {
    const inList = readFile(fileOf({ [name]: { ...section, [key]: "*b9" } }));
    const inMap = readFile(fileOf({ [name]: { ...section, [key]: "{x: *b9}" } }));

    expect(inList.rules.length + inList.filters.length).toBe(1);
    expect(inMap.rules.length + inMap.filters.length).toBe(1);
  });

  test("in a document of an action", () => {
    const { rules } = readFile(
      `${bomb}\naction: global\ntitle: a\nlogsource: {}\ndetection: {s: *b9, condition: s}\n---\nlevel: high\n`,
    );

    expect(rules).toMatchObject([{ condition: { kind: "opaque", reason: "limit-exceeded" }, severity: "high" }]);
  });
});

describe("lists of a hundred thousand", () => {
  const many = `[${"x, ".repeat(100_001)}]`;

  test("rules of a correlation are too many", () => {
    const { rules, diagnostics } = readFile(fileOf({ correlation: { ...correlation, rules: many } }));

    expect(rules).toMatchObject([{ condition: { kind: "opaque", reason: "limit-exceeded" }, helpers: [] }]);
    expect(diagnostics).toMatchObject([{ code: "limit-exceeded" }]);
  });

  test("tags, related rules and fields to group by are read", () => {
    const keys = { ...rule, tags: `[${"attack.t1059, ".repeat(100_000)}]` };

    expect(readFile(fileOf({ detection }, keys)).rules[0]?.techniques).toHaveLength(100_000);
    expect(readFile(fileOf({ correlation: { ...correlation, "group-by": many } })).rules).toHaveLength(1);
  });

  test("names that a condition of a correlation leaves out are told in one line", () => {
    const names = Array.from({ length: 50_000 }, (_, n) => `r${n}`).join(", ");
    const { diagnostics } = readFile(
      fileOf({ correlation: { ...correlation, rules: `[${names}]`, condition: "r1 and r2" } }),
    );

    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.message.length).toBeLessThan(400);
  });
});
