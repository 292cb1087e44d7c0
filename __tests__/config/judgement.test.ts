import { describe, expect, test } from "vitest";
import { describeConfigChange, describeWaiverChanges } from "../../src/config/describe-config-change.ts";
import { explainConfig } from "../../src/config/explain-config.ts";
import { parseConfig } from "../../src/config/load.ts";
import { plainText } from "../../src/model/prose.ts";
import { defaults, known } from "./known.ts";

function parse(text: string) {
  return parseConfig(text, "detcov.yml", known);
}

describe("targets and acceptances", () => {
  test("are read with all that they may say", () => {
    const config = parse(`
      required: { techniques: [T1490], layer: ./threats/profile.json, groups: [APT29] }
      minimum: { techniques: 40, tactics: { execution: 60.5 }, platforms: { Windows: 50 } }
      waivers:
        - { check: technique-lost, technique: T1490, reason: A product does it., owner: blue, expires: 2027-03-31 }
        - { path: drafts/, reason: Later. }
      ratchet: ./ratchet.json
      accept-label: loss accepted
      count: { lifecycle: [stable], severity: medium, sources: [rules], platforms: [Windows] }
    `);

    const waiver = {
      check: undefined,
      technique: undefined,
      event: undefined,
      rule: undefined,
      fingerprint: undefined,
    };
    expect(config).toEqual({
      ...defaults,
      required: { techniques: ["T1490"], layer: "threats/profile.json", groups: ["APT29"] },
      minimum: {
        techniques: 40,
        tactics: new Map([["execution", 60.5]]),
        platforms: new Map([["Windows", 50]]),
      },
      waivers: [
        {
          ...waiver,
          check: "technique-lost",
          technique: "T1490",
          path: undefined,
          reason: "A product does it.",
          owner: "blue",
          expires: "2027-03-31",
        },
        { ...waiver, path: "drafts/**", reason: "Later.", owner: undefined, expires: undefined },
      ],
      ratchet: "ratchet.json",
      acceptLabel: "loss accepted",
      count: { lifecycle: ["stable"], severity: "medium", sources: ["rules"], platforms: ["Windows"] },
    });
  });

  test.each([
    ["waivers: [{ technique: T1490 }]", 'needs the key "reason"'],
    ["waivers: [{ check: technique-lost, reason: All. }]", "Give it one of technique, event, path, rule, fingerprint"],
    ["waivers: [{ check: technique-lots, technique: T1490, reason: a }]", 'Did you mean "technique-lost"?'],
    ["waivers: [{ technique: T149, reason: a }]", "is no technique id"],
    ["waivers: [{ technique: T1490, reason: a, expires: 2027-02-30 }]", "is no day"],
    ["waivers: [{ technique: T1490, reason: a, expires: tomorrow }]", "is no day"],
    ["waivers: [{ path: /etc, reason: a }]", "is an absolute path"],
    ["waivers: [{ technqiue: T1490, reason: a }]", 'Did you mean "technique"?'],
    ["required: { layer: ../profile.json }", "leads out of its folder"],
    ["ratchet: ../ratchet.json", "leads out of its folder"],
    ["minimum: { techniques: 101 }", "must be at most 100"],
    ["count: { severity: hihg }", 'Did you mean "high"?'],
    ["count: { sources: [rule] }", 'Did you mean "rules"?'],
    ["sources: [{ name: mine }]\ncount: { sources: [rules] }", "is the name of no source"],
    [
      "count: { weights: { sources: { rule: 0.5 } } }",
      'count.weights.sources: "rule" is the name of no source. Did you mean "rules"?',
    ],
    ["count: { weights: { lifecycle: { experimantal: 0.5 } } }", 'Did you mean "experimental"?'],
    ["count: { weights: { severity: { low: 0 } } }", "count.weights.severity.low is 0, and must be above 0."],
    ["count: { weights: { severity: { low: 1.5 } } }", "count.weights.severity.low is 1.5, and must be at most 1."],
    ["count: { weights: { source: { rules: 0.5 } } }", 'Did you mean "sources"?'],
  ])("are refused where they can't be meant: %s", (text, reason) => {
    expect(() => parse(text)).toThrow(reason);
  });

  test("are explained", () => {
    const explained = explainConfig(
      parse(`
        required: { techniques: [T1490], groups: [APT29] }
        minimum: { techniques: 40, platforms: { Windows: 50 } }
        waivers: [{ check: technique-lost, technique: T1490, reason: A product., owner: blue, expires: 2027-03-31 }]
        count: { severity: medium, platforms: [Windows] }
      `),
      known.checks,
      "2027-04-01",
    );

    expect(explained).toContain(
      'Rules that are experimental, test, stable, of severity medium and above, on the platforms "Windows".',
    );
    expect(explained).toContain('Required\n  the techniques "T1490"\n  what these groups use: "APT29"\n');
    expect(explained).toContain(
      'At least covered\n  40 % of all techniques\n  50 % of the techniques of the platform "Windows"\n',
    );
    expect(explained).toContain(
      'Accepted\n  technique-lost of technique "T1490" up to 2027-03-31, by "blue": "A product." (expired)\n',
    );
  });

  test("are told where they change, waivers apart", () => {
    const before = parse("required: { techniques: [T1490] }");
    const after = parse("minimum: { techniques: 40 }\nwaivers: [{ rule: lsass, reason: Later. }]");

    expect(describeConfigChange(before, after).map(plainText)).toEqual([
      'required removed: the techniques "T1490"',
      "minimum added: 40 % of all techniques",
    ]);
    expect(describeWaiverChanges(before, after).map(plainText)).toEqual([
      'waiver added: any finding of rule "lsass" without end: "Later."',
    ]);
  });
});
