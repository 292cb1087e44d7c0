import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../src/config/load.ts";
import { ConfigError } from "../../src/model/config-error.ts";
import { known } from "./known.ts";

const path = ".github/detcov.yml";

function faultOf(text: string): string {
  try {
    parseConfig(text, path, known);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("The configuration is valid.");
}

describe("a fault of a configuration", () => {
  test.each([
    ["an unknown key", "failon: error", '1:1: "failon" is not a key of the configuration. Did you mean "fail-on"?'],
    [
      "an unknown key that is like no other",
      "noise: { limit: 3 }",
      '1:10: "limit" is not a key of noise. Its keys are reach, percentile.',
    ],
    ["an unknown check", "checks:\n  rule_noisy: off", '2:3: "rule_noisy" is not a check. Did you mean "rule-noisy"?'],
    [
      "an unknown format",
      "sources: [{ name: rules, format: sgima }]",
      '1:34: sources[].format is "sgima", and must be one of sigma, elastic, splunk. Did you mean "sigma"?',
    ],
    [
      "text for a list",
      "sources: [{ name: rules, include: rules/ }]",
      '1:35: sources[].include must be a list, and is "rules/". Write it as a list: ["rules/"].',
    ],
    [
      "true or false for a level",
      "checks: { rule-noisy: false }",
      "1:23: checks.rule-noisy is false, and must be one of error, warning, note, off.",
    ],
    [
      "a wrong choice",
      "fail-on: warn",
      '1:10: fail-on is "warn", and must be one of error, warning, never. Did you mean "warning"?',
    ],
    ["a key without a value", "fail-on: error\ncomment:\n", "2:1: comment has no value. Give it one or remove it."],
    [
      "a choice without a value",
      "fail-on:\n# nothing yet\n",
      "1:1: fail-on has no value. Use one of error, warning, never, or remove it.",
    ],
    [
      "a span of time that is none",
      "summary: { since: soon }",
      '1:19: summary.since is "soon", which is no span of time. Write a number with d, w, m or y for days, weeks, months or years, such as "30d".',
    ],
    [
      "text where true or false is wanted",
      "summary: { issue: yes please }",
      '1:19: summary.issue must be true, false or a mapping of keys to values, and is "yes please".',
    ],
    ["a missing key", "sources:\n  - include: [rules/]", '2:5: sources[] needs the key "name".'],
    [
      "an item without a value",
      "sources:\n  - name: rules\n  -\n",
      "3:3: sources[] has no value. Give it one or remove it.",
    ],
    [
      "a key that is given twice",
      "fail-on: error\nfail-on: never",
      '2:1: The key "fail-on" is given twice. Remove one.',
    ],
    [
      "an item that is given twice",
      "count: { lifecycle: [test, test] }",
      '1:28: count.lifecycle has "test" twice. Remove one.',
    ],
    ["an empty list", "sources: []", "1:10: sources is empty. Give it an entry or remove it."],
    ["an empty mapping", "fields: { Image: {} }", "1:18: fields.Image is empty. Give it an entry or remove it."],
    ["empty text", 'sources: [{ name: "" }]', "1:19: sources[].name is empty. Give it a value or remove it."],
    [
      "long text",
      `sources: [{ name: ${"a".repeat(201)} }]`,
      "1:19: sources[].name is longer than 200 characters. Shorten it.",
    ],
    ["a fraction for a count", "noise: { reach: 2.5 }", "1:17: noise.reach must be a whole number, and is 2.5."],
    ["a number that is too small", "noise: { reach: 0 }", "1:17: noise.reach is 0, and must be at least 1."],
    ["a number on the lower edge", "noise: { percentile: 0 }", "1:22: noise.percentile is 0, and must be above 0."],
    [
      "a number on the upper edge",
      "noise: { percentile: 100 }",
      "1:22: noise.percentile is 100, and must be below 100.",
    ],
    ["no number at all", "noise: { percentile: .nan }", "1:22: noise.percentile must be a number, and is NaN."],
    ["a list for the whole", "- sources", "1:1: The configuration must be a mapping of keys to values, and is a list."],
    [
      "a value that may be of two types and is of a third",
      "fields: { Image: { aliases: [4] } }",
      "1:30: fields.Image.aliases[] must be text or a mapping of keys to values, and is 4.",
    ],
  ])("says for %s what is so, where, and what to do", (_, text, message) => {
    expect(faultOf(text)).toBe(`${path}:${message}`);
  });

  test.each([
    [
      "two thresholds",
      "noise: { reach: 5, percentile: 99 }",
      "1:20: noise.percentile has no effect beside noise.reach",
    ],
    [
      "two versions",
      "attack: { bundle: a.json, version: 19 }",
      "1:27: attack.version has no effect beside attack.bundle",
    ],
    ["a domain without data", "attack: { domain: ics-attack }", "1:19: attack.domain ics-attack is not built in."],
    ["two sources of one name", "sources: [{ name: a }, { name: a }]", '1:32: Two sources have the name "a".'],
    [
      "a name for two fields",
      "fields: { Image: { aliases: [exe] }, User: { aliases: [exe] } }",
      '1:56: "exe" means "Image" already, and can\'t mean "User" too under one log source.',
    ],
    [
      "a name for two fields where both log sources can be meant",
      "fields: { Image: { aliases: [{ name: file, when: { product: acme } }] }, TargetFilename: { aliases: [{ name: file, when: { category: file_event } }] } }",
      '1:102: "file" means "Image" already, and can\'t mean "TargetFilename" too under one log source.',
    ],
    [
      "a name that is a field itself",
      "fields: { Image: { aliases: [Program] }, Program: { kind: path } }",
      '1:30: "Program" means "Image" already, and can\'t mean "Program" too under one log source.',
    ],
    ["a name twice", "fields: { Image: { aliases: [exe, exe] } }", '1:35: "exe" is an alias of "Image" twice.'],
    [
      "an absolute pattern",
      "sources: [{ name: a, include: [/rules] }]",
      '1:32: sources[].include: "/rules" is an absolute path.',
    ],
    [
      "a path out of the repository",
      "attack: { bundle: ../attack.json }",
      '1:19: attack.bundle: "../attack.json" leads out of its folder',
    ],
  ])("says of %s which has to go", (_, text, message) => {
    expect(faultOf(text).startsWith(`${path}:${message}`)).toBe(true);
  });

  test("in what an anchor stands for is told at each place that uses it", () => {
    const text = "sources:\n  - &a { name: one, role: owner }\n  - { name: two }\nfields: *a\n";

    expect(faultOf(text)).toContain(`${path}:2:27: sources[].role is "owner"`);
    expect(faultOf(text)).toContain(`${path}:4:9: fields.name must be a mapping`);
  });

  test("shows no more of a long text than is needed to find it", () => {
    const message = faultOf(`${"long".repeat(1000)}: 1`);

    expect(message).toMatch(/^.{20,40}"(?:long){14}lon…" is not a key of the configuration\./);
  });

  test("shows control characters and marks of direction as escapes, on one line", () => {
    const message = faultOf('"\\e[31m\\n::error::\\u202e": 1');

    expect(message).toBe(
      `${path}:1:1: "\\u001b[31m\\n::error::\\u202e" is not a key of the configuration. Its keys are sources, count, attack, checks, fail-on, required, minimum, waivers, ratchet, accept-label, noise, suites, comment, summary, fields, events.`,
    );
  });

  test("is one of fifty that are shown where there are more", () => {
    const text = Array.from({ length: 60 }, (_, index) => `unknown-${index}: 1`).join("\n");

    const lines = faultOf(text).split("\n");

    expect(lines).toHaveLength(52);
    expect(lines[0]).toBe("The configuration has 60 problems:");
    expect(lines[51]).toBe("and 10 more");
  });
});

describe("the report on a whole configuration", () => {
  test.each([["every-kind-of-problem"], ["broken-yaml"], ["two-documents"]])("%s is as reviewed", async (name) => {
    const text = await readFile(new URL(`fixtures/${name}.yml`, import.meta.url), "utf8");

    await expect(`${faultOf(text)}\n`).toMatchFileSnapshot(`fixtures/${name}.golden.txt`);
  });
});
