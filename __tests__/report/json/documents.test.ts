import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Condition } from "../../../src/model/condition.ts";
import { diffJson } from "../../../src/report/json/diff-json.ts";
import { indicatorsJson } from "../../../src/report/json/indicators-json.ts";
import { reportJson } from "../../../src/report/json/report-json.ts";
import { ruleJson } from "../../../src/report/json/rule-json.ts";
import { techniqueJson } from "../../../src/report/json/technique-json.ts";
import { analysedWith, onLine, where } from "../../support/rule-builder.ts";
import { hostileRule } from "../hostile-rule.ts";
import { anyText, unprintable } from "../printable.ts";
import { analysed, lsassAccess, untagged } from "../small-corpus.ts";
import { indicatorViews, ruleView, ruleViews } from "../small-rule-views.ts";
import { techniquePage } from "../small-technique-pages.ts";
import { diffView, firstDiffView, historyReportView, reportView } from "../small-views.ts";
import { type DocumentName, validatorOf } from "./documents.ts";

const withId = analysed(lsassAccess);
const withoutId = analysed(untagged);

const validators = {
  report: validatorOf("report"),
  diff: validatorOf("diff"),
  technique: validatorOf("technique"),
  rule: validatorOf("rule"),
  indicators: validatorOf("indicators"),
  trend: validatorOf("trend"),
  snapshot: validatorOf("snapshot"),
  "attack-migrate": validatorOf("attack-migrate"),
} as const;

/** What a script would see; a document that its schema does not allow is a failure. */
function read(name: DocumentName, text: string) {
  const document = JSON.parse(text);
  const validate = validators[name];
  validate(document);
  expect(validate.errors).toBeNull();
  return document;
}

describe("the JSON of a report", () => {
  test("is as published", async () => {
    const text = reportJson(reportView());

    read("report", text);
    await expect(text).toMatchFileSnapshot("../fixtures/report.golden.json");
  });

  test("is as published with what became of the rules, and where that can't be said", async () => {
    const document = read("report", reportJson(historyReportView()));

    expect(document.history).toMatchObject({
      since: "2026-06-18",
      whole: true,
      coverage: { before: { covered: 5, total: 9 }, after: { covered: 6, total: 9 } },
      rules: { added: ["wmi-filter"], removed: ["backups-deleted", "ransom-note"], moved: ["download-cradle"] },
      stale: {
        before: "2025-07-18",
        rules: [{ key: "rules/untagged.yml", path: "rules/untagged.yml", line: 1, changed: "2023-02-11" }],
      },
    });
    const reason = "The folder is in no git repository, so it has no history to look at.";
    expect(read("report", reportJson({ ...reportView(), history: { kind: "absent", reason } }))).toMatchObject({
      history: null,
      historyMissing: reason,
    });
  });

  test("is as published where there are no rules", () => {
    read("report", reportJson(reportView([])));
  });
});

describe("the JSON of a change", () => {
  test("is as published", async () => {
    const text = diffJson(diffView());

    read("diff", text);
    await expect(text).toMatchFileSnapshot("../fixtures/diff.golden.json");
  });

  test("says why there is nothing to compare with, and claims no change", () => {
    const { base, coverage, rules, techniques } = read("diff", diffJson(firstDiffView()));

    expect(base).toEqual({ revision: null, reason: "The first commit has nothing before it." });
    expect(coverage).toBeNull();
    expect(rules).toEqual({ added: [], removed: [], moved: [], edited: [] });
    expect(techniques).toEqual([]);
  });
});

describe("the JSON of a technique", () => {
  test("is as published", async () => {
    const text = techniqueJson(techniquePage("T1059.001"));

    read("technique", text);
    await expect(text).toMatchFileSnapshot("../fixtures/technique.golden.json");
  });

  test.each(["T1003", "T1059", "T1108", "T1490"])("is as published for %s", (id) => {
    expect(read("technique", techniqueJson(techniquePage(id))).id).toBe(id);
  });

  test("says what was asked for where that is revoked", () => {
    expect(read("technique", techniqueJson(techniquePage("T1059.001", "T1086"))).asked).toEqual({
      id: "T1086",
      name: "PowerShell",
    });
  });
});

describe("the JSON of rules", () => {
  test("is as published", async () => {
    const text = ruleJson(ruleViews);

    read("rule", text);
    await expect(text).toMatchFileSnapshot("../fixtures/rules.golden.json");
  });

  test.each([
    ["the author's id", withId, "0c61-lsass-access"],
    ["null where the key is only a path", withoutId, null],
    [
      "null for the second rule of a file",
      analysedWith(withoutId, { rule: { ...withoutId.rule, key: "rules/untagged.yml#2" } }),
      null,
    ],
    [
      "the author's id where another rule has it too",
      analysedWith(withId, { sharedKey: "0c61", rule: { ...withId.rule, key: "0c61@elastic/lsass_access.toml:1" } }),
      "0c61",
    ],
  ])("has as id %s", (_, rule, id) => {
    expect(read("rule", ruleJson([ruleView(rule)])).rules[0].id).toBe(id);
  });

  test("has the line of every value, whether they share one or not", () => {
    const names = where("Image", "basename", "powershell.exe", "pwsh.exe");
    const linesOf = (condition: Condition) =>
      read("rule", ruleJson([ruleView(withoutId, { condition })])).rules[0].predicates[0].lines;

    expect(linesOf(onLine(names, 7, 9))).toEqual([7, 9]);
    expect(linesOf(onLine(names, 7))).toEqual([7, 7]);
  });

  test("is as published, the same twice, and steers no terminal, whatever an author wrote", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const views = [ruleView(hostileRule(text))];

        const json = ruleJson(views);

        expect(read("rule", json).rules[0].title).toBe(text);
        expect(ruleJson(views)).toBe(json);
        expect(json).not.toMatch(unprintable);
      }),
    );
  });
});

describe("the JSON of indicators", () => {
  test("is as published", async () => {
    const text = indicatorsJson(indicatorViews);

    read("indicators", text);
    await expect(text).toMatchFileSnapshot("../fixtures/indicators.golden.json");
  });
});
