import { describe, expect, test } from "vitest";
import type { Config } from "../../src/config/config.ts";
import { parseConfig } from "../../src/config/load.ts";
import { defaults, known } from "./known.ts";

function parse(text: string): Config {
  return parseConfig(text, ".github/detcov.yml", known);
}

describe("a configuration", () => {
  test.each([
    ["an empty file", ""],
    ["blank lines", "\n \n"],
    ["comments", "# fail-on: warning\n"],
    ["a document without content", "---\n"],
    ["an empty mapping", "{}"],
  ])("of %s is the defaults", (_, text) => {
    expect(parse(text)).toEqual(defaults);
  });

  test("changes what it names and leaves everything else at its default", () => {
    expect(parse("fail-on: warning")).toEqual({ ...defaults, policy: { levels: new Map(), failOn: "warning" } });
  });

  test("names sources in the order in which they take files", () => {
    const { sources } = parse(`
      sources:
        - name: splunk
          format: splunk
          include: [splunk/detections/]
          macros: [splunk/macros]
        - name: sigmahq
          include: ["vendor/**/*.yml"]
          exclude: [vendor/tests/]
          role: reference
    `);

    expect(sources).toEqual([
      {
        name: "splunk",
        format: "splunk",
        include: ["splunk/detections/**"],
        exclude: [],
        macros: ["splunk/macros/**"],
        role: "own",
      },
      {
        name: "sigmahq",
        format: undefined,
        include: ["vendor/**/*.yml"],
        exclude: ["vendor/tests/**"],
        macros: ["**/macros/**", "**/macros.conf"],
        role: "reference",
      },
    ]);
  });

  test.each([
    ["18.1", "a number"],
    ['"18.1"', "text"],
  ])("may give the version of ATT&CK as %s, %s", (version) => {
    expect(parse(`attack: { version: ${version} }`).attack).toEqual({
      kind: "built-in",
      domain: "enterprise-attack",
      version: "18.1",
    });
  });

  test("may replace the built-in ATT&CK data by a file of the repository", () => {
    expect(parse("attack: { domain: ics-attack, bundle: ./attack/ics.json }").attack).toEqual({
      kind: "bundle",
      domain: "ics-attack",
      path: "attack/ics.json",
    });
  });

  test("changes the level of a check, off included", () => {
    const { policy } = parse("checks: { rule-noisy: error, technique-missing: off }");

    expect(policy.levels).toEqual(
      new Map([
        ["rule-noisy", "error"],
        ["technique-missing", "off"],
      ]),
    );
  });

  test("decides nothing by giving a check the level that it has anyway", () => {
    expect(parse("checks: { rule-noisy: warning }").policy.levels.size).toBe(0);
  });

  test("sets the noise threshold as a fixed reach or as a percentile", () => {
    expect(parse("noise: { reach: 50 }").noise).toEqual({ kind: "reach", reach: 50 });
    expect(parse("noise: { percentile: 99 }").noise).toEqual({ kind: "percentile", percentile: 99 });
  });

  test("chooses sections of the comment, whose order stays the comment's", () => {
    expect(parse("comment: { sections: [noisy, lost] }").comment.sections).toEqual(["lost", "noisy"]);
    expect(parse("comment: { sections: [] }").comment.sections).toEqual([]);
  });

  test("looks back as far as it says, and tells it in an issue that may have a title and labels", () => {
    expect(parse("summary: { since: 2w, issue: true }").summary).toEqual({
      since: { count: 2, unit: "week" },
      stale: { count: 1, unit: "year" },
      issue: { title: "Detection coverage", labels: [] },
    });
    expect(parse("summary: { stale: 6m, issue: { title: Ours, labels: [blue] } }").summary).toEqual({
      since: { count: 30, unit: "day" },
      stale: { count: 6, unit: "month" },
      issue: { title: "Ours", labels: ["blue"] },
    });
    expect(parse("summary: { issue: false }").summary.issue).toBeUndefined();
  });

  test("adds names of fields, everywhere or in one log source", () => {
    const { fields } = parse(`
      fields:
        CommandLine: { aliases: [proc_cmd] }
        TargetFilename:
          kind: path
          aliases: [{ name: file, when: { product: Acme, table: File_Events } }]
    `);

    const when = { product: "acme", category: undefined, service: undefined, table: "file_events" };
    expect(fields).toEqual([
      { field: "CommandLine", kind: undefined, aliases: [{ name: "proc_cmd", part: undefined, when: undefined }] },
      { field: "TargetFilename", kind: "path", aliases: [{ name: "file", when }] },
    ]);
  });

  test("lets one name mean two fields in two log sources", () => {
    const text = `
      fields:
        Image: { aliases: [{ name: FileName, when: { table: DeviceProcessEvents } }] }
        TargetFilename: { aliases: [{ name: FileName, when: { table: DeviceFileEvents } }] }
    `;

    expect(parse(text).fields).toHaveLength(2);
  });

  test("adds events to a log source, with a number or text for an id", () => {
    const { events } = parse(`
      events:
        - when: { product: acme, service: vpn }
          events: [{ provider: Acme VPN, id: 17 }, { provider: Acme VPN, id: LOGIN, title: A login }]
    `);

    expect(events).toEqual([
      {
        when: { product: "acme", category: undefined, service: "vpn", table: undefined },
        events: [
          { provider: "Acme VPN", id: "17", title: undefined },
          { provider: "Acme VPN", id: "LOGIN", title: "A login" },
        ],
      },
    ]);
  });

  test("may repeat itself with an anchor", () => {
    const { sources } = parse(`
      sources:
        - { name: sigma, include: [sigma/], exclude: &drafts ["**/drafts/**"] }
        - { name: elastic, include: [elastic/], exclude: *drafts }
    `);

    expect(sources.map(({ exclude }) => exclude)).toEqual([["**/drafts/**"], ["**/drafts/**"]]);
  });

  test("is the same with every kind of line end", () => {
    const text = "fail-on: never\nchecks:\n  rule-noisy: error\n";

    expect(parse(text.replaceAll("\n", "\r\n"))).toEqual(parse(text));
    expect(parse(text.replaceAll("\n", "\r"))).toEqual(parse(text));
  });
});
