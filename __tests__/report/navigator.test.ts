import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { navigatorOfDiff, navigatorOfReport } from "../../src/report/navigator.ts";
import { anAnalysedRule } from "../support/rule-builder.ts";
import { hostileRule } from "./hostile-rule.ts";
import { navigatorLayerSchema } from "./navigator-layer-schema.ts";
import { anyText, unprintable } from "./printable.ts";
import { encodedCommand } from "./small-corpus.ts";
import { diffView, firstDiffView, reportView } from "./small-views.ts";

const validate = new Ajv2020().compile(navigatorLayerSchema);

interface Layer {
  readonly description: string;
  readonly gradient: { readonly colors: readonly string[]; readonly minValue: number; readonly maxValue: number };
  readonly legendItems: readonly { readonly label: string; readonly color: string }[];
  readonly techniques: readonly {
    readonly techniqueID: string;
    readonly score: number;
    readonly color?: string;
    readonly comment: string;
  }[];
}

/** The layer, once it is found to be one. */
function read(text: string): Layer {
  const layer: Layer = JSON.parse(text);
  validate(layer);
  expect(validate.errors).toBeNull();
  expect(layer.gradient.maxValue).toBeGreaterThan(layer.gradient.minValue);
  return layer;
}

describe("the Navigator layer of a report", () => {
  test("colours what is covered, by the number of rules", async () => {
    const text = navigatorOfReport(reportView());

    read(text);
    await expect(text).toMatchFileSnapshot("fixtures/report.golden.layer.json");
  });

  test("has a legend in the colours of its gradient", () => {
    const { gradient, legendItems } = read(navigatorOfReport(reportView()));

    expect(legendItems.map(({ color }) => color)).toEqual(gradient.colors);
  });

  test("is a layer where nothing is covered", () => {
    expect(read(navigatorOfReport(reportView([]))).techniques).toEqual([]);
  });

  test("names a few of many rules and counts the rest", () => {
    const many = Array.from({ length: 7 }, (_, index) =>
      anAnalysedRule({ ...encodedCommand, key: `powershell-${index}`, title: `PowerShell ${index}` }),
    );

    const powershell = read(navigatorOfReport(reportView(many))).techniques.find(
      ({ techniqueID }) => techniqueID === "T1059.001",
    );

    expect(powershell?.score).toBe(7);
    expect(powershell?.comment.split("\n")).toEqual([
      "7 rules",
      "PowerShell 0 (rules/powershell-0.yml)",
      "PowerShell 1 (rules/powershell-1.yml)",
      "PowerShell 2 (rules/powershell-2.yml)",
      "PowerShell 3 (rules/powershell-3.yml)",
      "PowerShell 4 (rules/powershell-4.yml)",
      "2 more",
    ]);
  });

  test("keeps each rule on a line of its comment, whatever its title", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { comment } of read(navigatorOfReport(reportView([hostileRule(text)]))).techniques) {
          expect(comment.split("\n")).toHaveLength(2);
          expect(comment).not.toMatch(unprintable);
        }
      }),
    );
  });
});

describe("the Navigator layer of a change", () => {
  test("colours what changed by what became of it", async () => {
    const text = navigatorOfDiff(diffView());

    read(text);
    await expect(text).toMatchFileSnapshot("fixtures/diff.golden.layer.json");
  });

  test("explains every colour that it uses, and uses none twice", () => {
    const { techniques, legendItems } = read(navigatorOfDiff(diffView()));
    const explained = new Set(legendItems.map(({ color }) => color));

    expect(explained.size).toBe(legendItems.length);
    for (const { color } of techniques) expect(explained).toContain(color);
  });

  test("names a rule by its key where the change does not show it", () => {
    const view = diffView();
    if (view.delta === undefined) throw new Error("The small change has a delta.");
    const delta = { ...view.delta, rules: { added: [], removed: [], moved: [], edited: [] } };

    const lost = read(navigatorOfDiff({ ...view, delta })).techniques.find(({ score }) => score === 0);

    expect(lost?.comment).toBe("lost: 1 → 0 rules\n− backups-deleted");
  });

  test("is an empty layer that says why where there is nothing to compare with", () => {
    const { techniques, description } = read(navigatorOfDiff(firstDiffView()));

    expect(techniques).toEqual([]);
    expect(description).toBe("There is nothing to compare with. The first commit has nothing before it.");
  });
});
