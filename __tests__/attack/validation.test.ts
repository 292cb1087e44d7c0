import { describe, expect, test } from "vitest";
import { validationFacts } from "../report/small-technique-pages.ts";

describe("facts on validation", () => {
  test("what is listed under a revoked id belongs to what replaced it", () => {
    const tests = validationFacts.tests("T1059.001");

    expect(tests.map(({ technique, number }) => `${technique} #${number}`)).toEqual(["T1059.001 #1", "T1086 #4"]);
    expect(validationFacts.tests("T1086")).toEqual([]);
  });

  test("what is listed under an id that this version does not know belongs to none", () => {
    expect(validationFacts.tests("T9999")).toEqual([]);
    expect(validationFacts.totals.tests).toBe(4);
  });

  test("a countermeasure that is listed under an id and under its former one is named once", () => {
    expect(validationFacts.countermeasures("T1059.001")).toEqual([
      {
        id: "D3-PSA",
        name: "Process Spawn Analysis",
        tactic: "Detect",
        relation: "analyzes",
        url: "https://d3fend.mitre.org/technique/d3f:ProcessSpawnAnalysis/",
      },
    ]);
  });

  test("a test is linked in the file of the id that it is listed under, as GitHub names its heading", () => {
    expect(validationFacts.tests("T1059.003").map(({ url }) => url)).toEqual([
      "https://github.com/redcanaryco/atomic-red-team/blob/master/atomics/T1059.003/T1059.003.md#atomic-test-1---run-dir--more",
    ]);
  });

  test("events of analytics have titles", () => {
    expect(validationFacts.analytics("T1059.001")[0]).toEqual({
      name: "WinEventLog:PowerShell",
      component: "Script Execution",
      strategy: "DET0455",
      events: [{ provider: "PowerShell", id: "4104", title: "Script block text" }],
    });
  });

  test("a technique that nothing is known of has nothing", () => {
    expect(validationFacts.analytics("T1490")).toEqual([]);
    expect(validationFacts.countermeasures("T1490")).toEqual([]);
  });
});
