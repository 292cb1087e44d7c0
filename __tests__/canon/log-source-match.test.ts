import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LogSourceMatch, matchesLogSource, matchesTable } from "../../src/canon/log-source-match.ts";
import type { LogSource } from "../../src/model/rule.ts";

const security: LogSource = {
  vocabulary: "sigma",
  product: "windows",
  category: undefined,
  service: "security",
  tables: [],
};

describe("matchesLogSource", () => {
  test.each<[string, LogSourceMatch, boolean]>([
    ["nothing asked", {}, true],
    ["one word that is so", { product: "windows" }, true],
    ["every word so", { vocabulary: "sigma", product: "windows", service: "security" }, true],
    ["one word of two not so", { product: "windows", service: "system" }, false],
    ["a word that the log source does not say", { category: "process_creation" }, false],
    ["another case", { product: "Windows", service: "SECURITY" }, true],
    ["a word undefined", { product: "windows", service: undefined }, true],
  ])("%s", (_, when, holds) => {
    expect(matchesLogSource(when, security)).toBe(holds);
  });

  test("a table is asked of all tables that the rule reads", () => {
    const tables = { ...security, tables: ["logs-endpoint.events.process-*", "winlogbeat-*"] };

    expect(matchesLogSource({ table: "winlogbeat-*" }, tables)).toBe(true);
    expect(matchesLogSource({ table: "logs-endpoint*" }, tables)).toBe(true);
    expect(matchesLogSource({ table: "auditbeat-*" }, tables)).toBe(false);
    expect(matchesLogSource({ table: "*" }, security)).toBe(false);
  });
});

describe("matchesTable", () => {
  test.each([
    ["SecurityEvent", "securityevent", true],
    ["SecurityEvent", "SecurityEvents", false],
    ["Device*", "DeviceProcessEvents", true],
    ["*Events", "DeviceProcessEvents", true],
    ["Device*Events", "DeviceProcessEvents", true],
    ["Device*Events", "DeviceInfo", false],
    ["*process*", "DeviceProcessEvents", true],
    ["a*a", "a", false],
    ["a*b*b", "ab", false],
    ["a*b*b", "abb", true],
    ["*", "", true],
    ["**", "anything", true],
    ["(a+)+$*", "(a+)+$aaaa", true],
  ])("%s and %s: %s", (pattern, table, holds) => {
    expect(matchesTable(pattern, table)).toBe(holds);
  });

  test("is what the expression with `.*` for `*` says", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 6 });
    fc.assert(
      fc.property(text, text, (pattern, table) => {
        const expression = new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "s");

        expect(matchesTable(pattern, table)).toBe(expression.test(table));
      }),
    );
  });
});
