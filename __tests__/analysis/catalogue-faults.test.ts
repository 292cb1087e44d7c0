import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isContained } from "../../src/analysis/containment.ts";
import { indicatorsOf } from "../../src/analysis/indicators.ts";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { signature } from "../../src/analysis/signature.ts";
import { createCatalogue } from "../../src/attack/catalogue.ts";
import type { AttackData } from "../../src/model/attack.ts";
import type { Condition } from "../../src/model/condition.ts";
import { indicatorText } from "../../src/model/indicator-text.ts";
import { cim, ecs, indicatorTexts, readQuery, readSigma } from "../support/canonical-readers.ts";
import { shortly } from "../support/conditions.ts";
import { aSnapshot } from "../support/rule-builder.ts";

// What goes wrong in the rule catalogues that exist, as fault by fault it is right here.

const windows = ecs("windows", "logs-endpoint.events.process-*");
const eql = (query: string) => readQuery("eql", query, windows);
const spl = (query: string, ...tables: readonly string[]) => readQuery("spl", query, cim(...tables));
const esql = (query: string) => readQuery("esql", query, windows);

describe("fault 1: quotes and backslashes of a language are taken for the value's", () => {
  test("a path has its own backslashes only, whatever the language doubles", () => {
    const path = ["Image starts_with C:\\Windows\\"];

    expect(indicatorTexts(readSigma("Image|startswith: 'C:\\Windows\\'"))).toEqual(path);
    expect(indicatorTexts(eql('any where process.executable : "C:\\\\Windows\\\\*"'))).toEqual(path);
    expect(indicatorTexts(esql('from a | where process.executable like "C:\\\\\\\\Windows\\\\\\\\*"'))).toEqual(path);
    expect(indicatorTexts(spl('process_path="C:\\\\Windows\\\\*"'))).toEqual(path);
    expect(indicatorTexts(readQuery("kuery", "process.executable:C\\:\\\\Windows\\\\*", windows))).toEqual(path);
  });

  test("a code has no quotes", () => {
    const code = ["OperationType equals %%14674"];

    expect(indicatorTexts(readSigma("OperationType: '%%14674'", "{product: windows, service: security}"))).toEqual(
      code,
    );
    expect(indicatorTexts(readQuery("kuery", 'winlog.event_data.OperationType:"%%14674"', windows))).toEqual(code);
    expect(indicatorTexts(eql('any where winlog.event_data.OperationType == "%%14674"'))).toEqual(code);
    expect(indicatorTexts(spl('OperationType="%%14674"', "`wineventlog_security`"))).toEqual(code);
    expect(indicatorTexts(spl('ServicePrincipalNames="*GC/*"'))).toEqual(["ServicePrincipalNames contains GC/"]);
    expect(indicatorTexts(spl("* | where 'result.message'=\"Device Paired\""))).toEqual([
      "result.message equals Device Paired",
    ]);
  });
});

describe("fault 2: the name of a field is taken for a value that another field is compared with", () => {
  test("two fields that are compared are a constraint, and no indicator", () => {
    expect(indicatorTexts(readSigma("SubjectUserName|fieldref: TargetUserName"))).toEqual(["constraint"]);
    expect(indicatorTexts(eql("any where process.name != process.parent.name"))).toEqual(["constraint"]);
    expect(indicatorTexts(esql("from a | where source.ip == destination.ip"))).toEqual(["constraint"]);
    expect(indicatorTexts(spl("* | where src_user=dest_user"))).toEqual(["constraint"]);
  });
});

describe("fault 3: a list that is empty and a name that is not resolved become values", () => {
  test("an empty list is reported, and is no value", () => {
    expect(() => readSigma("CommandLine|contains: []")).toThrow("has an empty list of values");
  });

  test("a value that each environment fills in is opaque", () => {
    expect(indicatorTexts(readSigma("User|expand: '%admins%'"))).toEqual(["opaque"]);
  });
});

describe("fault 4: thresholds and computed columns have a reach", () => {
  test("they are constraints", () => {
    const counted = esql(
      'from a | where process.name == "cmd.exe" | stats hits = count(*) by host.id | where hits >= 10',
    );
    const summed = spl("process_name=cmd.exe | stats count AS hits by host | where hits >= 10");
    const computed = esql("from a | eval ratio = source.bytes / destination.bytes | where ratio > 0.5");

    expect(indicatorsOf(counted).indicators.map(indicatorText)).toEqual(["Image basename cmd.exe"]);
    expect(shortly(counted)).toContain("{hits >= 10");
    expect(indicatorsOf(summed).indicators.map(indicatorText)).toEqual(["Image basename cmd.exe"]);
    expect(indicatorsOf(computed).indicators).toEqual([]);
    expect(shortly(computed)).toContain("ratio > 0.5");
  });
});

describe("fault 5: queries within a query are not opened, or their negations leak out", () => {
  test("every step of a sequence has its indicators, and an exclusion stays in its step", () => {
    const condition = eql(
      'sequence by process.entity_id [process where process.name : "cmd.exe" and not user.id : "S-1-5-18"] [network where destination.port == 443]',
    );

    expect(indicatorTexts(condition)).toEqual([
      "-user.id equals S-1-5-18",
      "DestinationPort equals 443",
      "Image basename cmd.exe",
      "event.category equals network",
      "event.category equals process",
    ]);
    expect(
      condition.kind === "sequence" ? condition.steps.map((step) => indicatorsOf(step).exclusions.length) : [],
    ).toEqual([1, 0]);
  });

  test("a query in another language within a query is read", () => {
    expect(indicatorTexts(esql('from a | where kql("process.name:(cmd.exe or pwsh.exe) and not user.id:0")'))).toEqual([
      "-user.id equals 0",
      "Image basename cmd.exe",
      "Image basename pwsh.exe",
    ]);
  });
});

describe("fault 5 in Splunk's search language", () => {
  test("searches that are joined, appended and correlated are read, and a negation stays in its own", () => {
    const joined = spl("process_name=cmd.exe | join host [search process_name=pwsh.exe NOT user=SYSTEM]");
    const appended = spl("process_name=cmd.exe | append [search process_name=pwsh.exe]");

    expect(indicatorTexts(joined)).toEqual([
      "-user.name equals SYSTEM",
      "Image basename cmd.exe",
      "Image basename pwsh.exe",
    ]);
    expect(indicatorTexts(appended)).toEqual(["Image basename cmd.exe", "Image basename pwsh.exe"]);
    expect(joined.kind).not.toBe("not");
  });
});

describe("fault 6: lists of patterns are one text, and computed columns hide what they test", () => {
  test("each pattern of a list is a value of its own", () => {
    expect(indicatorTexts(esql('from a | where process.command_line like ("*-enc*", "*-nop*")'))).toEqual([
      "CommandLine contains -enc",
      "CommandLine contains -nop",
    ]);
  });

  test("what an evaluated column stands for is what a search tests", () => {
    expect(indicatorTexts(spl('* | eval hit=if(match(process, "-enc"), 1, 0) | where hit=1'))).toEqual([
      "CommandLine regex -enc",
    ]);
  });

  test("what a flag stands for is what the rule tests, so two rules with unlike flags are not equivalent", () => {
    const flagged = (pattern: string) =>
      esql(`from a | eval hit = case(process.command_line like "${pattern}", 1, 0) | where hit == 1`);

    expect(indicatorTexts(flagged("*-enc*"))).toEqual(["CommandLine contains -enc"]);
    expect(signature(flagged("*-enc*"))).not.toBe(signature(flagged("*-nop*")));
  });
});

describe("fault 7: a rule and its complement are called equivalent, and fields are compared without values", () => {
  const shells = "['\\cmd.exe', '\\pwsh.exe']";
  const rule = readSigma(`ParentImage|endswith: ${shells}`);
  const complement = readSigma(`shells:\n  ParentImage|endswith: ${shells}\ncondition: not shells`);

  test("a negation tells them apart", () => {
    expect(signature(rule)).not.toBe(signature(complement));
    expect(isContained(rule, complement) || isContained(complement, rule)).toBe(false);
  });

  test("a rule is broader than another by its values, not by its fields", () => {
    const one = readSigma("ParentImage|endswith: '\\cmd.exe'");
    const other = readSigma("ParentImage|endswith: '\\winword.exe'");

    expect(isContained(one, rule)).toBe(true);
    expect(isContained(rule, one)).toBe(false);
    expect(isContained(other, rule)).toBe(false);
  });
});

describe("fault 8: only a bare negation at the top excludes", () => {
  test.each([
    ["!=", 'process where process.name : "cmd.exe" and user.domain != "NT AUTHORITY"'],
    ["a negation", 'process where process.name : "cmd.exe" and not user.domain == "NT AUTHORITY"'],
    [
      "a negation that minds a field that is not there",
      'process where process.name : "cmd.exe" and (not user.domain == "NT AUTHORITY" or user.domain == null)',
    ],
  ])("%s does, too", (_, query) => {
    expect(indicatorsOf(eql(query)).exclusions.map(indicatorText)).toContain("user.domain equals NT AUTHORITY");
  });

  test("that a field is there is looked for, and that it is not is excluded", () => {
    expect(indicatorTexts(esql("from a | where user.name is not null and user.email is null"))).toEqual([
      "-user.email exists *",
      "user.name exists *",
    ]);
  });
});

describe("fault 9: exclusions have other operators and other names than indicators", () => {
  test("the same test has one name on both sides", () => {
    const looked = readSigma("NewProcessName|endswith: ['\\cmd.exe', '\\pwsh.exe']");
    const excluded = readSigma("own:\n  NewProcessName|endswith: ['\\cmd.exe', '\\pwsh.exe']\ncondition: not own");
    const keysOf = (indicators: readonly { readonly key: string }[]) => indicators.map(({ key }) => key);

    expect(keysOf(indicatorsOf(looked).indicators)).toEqual(keysOf(indicatorsOf(excluded).exclusions));
  });
});

describe("fault 10: a count of pairs is called a count of rules", () => {
  test("a rule counts once however often it repeats a test, and a reach is of one format or of all", () => {
    const condition = readSigma(
      "a:\n  Image|endswith: '\\cmd.exe'\n  CommandLine: one\nb:\n  Image|endswith: '\\cmd.exe'\n  CommandLine: two\ncondition: a or b",
    );
    const { rules } = aSnapshot([
      { key: "one", condition },
      { key: "other", format: "elastic", condition: eql('process where process.name == "cmd.exe"') },
    ]);
    const index = createReachIndex(rules);
    const key = rules[0]?.indicators.find(({ operator }) => operator === "basename")?.key ?? "";

    expect(index.rulesWith(key)).toHaveLength(2);
    expect(index.formatsOf(index.rulesWith(key))).toEqual(
      new Map([
        ["elastic", 1],
        ["sigma", 1],
      ]),
    );
  });
});

describe("fault 11: numbers of any product become events of Windows", () => {
  test("only the code of a Windows event is an EventID", () => {
    const code = (product: string, ...tables: readonly string[]) =>
      indicatorTexts(readQuery("kuery", "event.code:4688", ecs(product, ...tables)));

    expect(code("windows", "logs-system.security*")).toEqual(["EventID equals 4688"]);
    expect(code("fortinet_fortigate", "logs-fortinet_fortigate.*")).toEqual(["event.code equals 4688"]);
    expect(code("o365", "logs-o365.audit-*")).toEqual(["RecordType equals 4688"]);
  });
});

describe("fault 12: one value has several reaches, by the way that its list is written", () => {
  test.each([
    ["a list and a value", 'process.name in ("cmd.exe")', 'process.name == "cmd.exe"'],
    [
      "a list of patterns and a pattern",
      'process.command_line : ("*-enc*")',
      'stringContains~(process.command_line, "-enc")',
    ],
    ["a pattern without a wildcard and a value", 'process.name like~ "cmd.exe"', 'process.name : "cmd.exe"'],
    [
      "a pattern that ends and the end",
      'process.executable : "*\\\\cmd.exe"',
      'endsWith~(process.executable, "\\\\cmd.exe")',
    ],
  ])("%s are one indicator", (_, one, other) => {
    expect(indicatorTexts(eql(`process where ${one}`))).toEqual(indicatorTexts(eql(`process where ${other}`)));
  });
});

describe("fault 13: blanks at the ends of a value are lost", () => {
  test("they are kept, and shown", () => {
    const { indicators } = indicatorsOf(readSigma("CommandLine|contains: ' /s '"));

    expect(indicators.map(({ value }) => value)).toEqual([" /s "]);
    expect(indicators.map(indicatorText)).toEqual(['CommandLine contains " /s "']);
    expect(indicators.map(({ key }) => key)).not.toEqual(
      indicatorsOf(readSigma("CommandLine|contains: '/s'")).indicators.map(({ key }) => key),
    );
  });
});

describe("fault 14: one rule stands under the ids of two versions of ATT&CK", () => {
  const catalogueOf = (version: string) => {
    const facts: AttackData = JSON.parse(
      readFileSync(new URL(`../../data/attack/enterprise-${version}.json`, import.meta.url), "utf8"),
    );
    return createCatalogue(facts);
  };

  const drafts = [
    { key: "old", techniques: ["T1070.001"] },
    { key: "new", techniques: ["T1685.005"] },
  ];
  const techniquesIn = (version: string) =>
    aSnapshot(drafts, { catalogue: catalogueOf(version) }).rules.map(({ techniques }) => techniques);

  test("the old id and the new one are one technique in the newer version", () => {
    expect(techniquesIn("19")).toEqual([["T1685.005"], ["T1685.005"]]);
  });

  test("in the older version only the old id is one", () => {
    expect(techniquesIn("18.1")).toEqual([[], ["T1070.001"]]);
  });
});

describe("fault 15: alternatives with a filter of their own are flattened", () => {
  test("a filter belongs to the alternative that it stands in", () => {
    const condition: Condition = readSigma(
      "selection:\n  Image|endswith: '\\cmd.exe'\nspecial:\n  Image|endswith: '\\pwsh.exe'\nfilter:\n  CommandLine|contains: ' -own '\ncondition: selection or (special and not filter)",
    );

    expect(shortly(condition)).toBe(
      '(Image basename~ "cmd.exe" or (Image basename~ "pwsh.exe" and not CommandLine contains~ " -own "))',
    );
  });
});

describe("fault 16: of a list the first value is shown, without its wildcards", () => {
  test("all values are there, and what a wildcard means is the operator", () => {
    const { indicators } = indicatorsOf(
      eql('process where process.command_line : ("*-enc*", "-nop*", "*-w hidden", "a*b")'),
    );

    expect(indicators.map(indicatorText)).toEqual([
      "event.category equals process",
      "CommandLine contains -enc",
      "CommandLine starts_with -nop",
      "CommandLine ends_with -w hidden",
      "CommandLine wildcard a*b",
    ]);
  });
});
