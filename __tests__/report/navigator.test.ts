import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quote, say } from "../../src/model/prose.ts";
import type { Links } from "../../src/report/markdown/prose.ts";
import { navigatorOfDiff, navigatorOfReport } from "../../src/report/navigator.ts";
import { leastDifference } from "../support/colour-vision.ts";
import { anAnalysedRule } from "../support/rule-builder.ts";
import { hostileRule } from "./hostile-rule.ts";
import { navigatorLayerSchema } from "./navigator-layer-schema.ts";
import { anyText, unprintable } from "./printable.ts";
import { encodedCommand } from "./small-corpus.ts";
import { diffView, firstDiffView, reportView } from "./small-views.ts";

const validate = new Ajv2020().compile(navigatorLayerSchema);
const noun = /^(?:rule|− rule|\+ rule|and)$/;

interface Layer {
  readonly name: string;
  readonly versions: { readonly attack: string; readonly navigator: string; readonly layer: string };
  readonly description: string;
  readonly gradient: { readonly colors: readonly string[]; readonly minValue: number; readonly maxValue: number };
  readonly legendItems: readonly { readonly label: string; readonly color: string }[];
  readonly techniques: readonly {
    readonly techniqueID: string;
    readonly score: number;
    readonly color?: string;
    readonly comment: string;
    readonly metadata: readonly { readonly name: string; readonly value: string }[];
    readonly links?: readonly { readonly label: string; readonly url: string }[];
  }[];
}

/** The layer, once it is found to be one. */
function read(text: string): Layer {
  return checked(JSON.parse(text));
}

/** The layers of a change, in their order. */
function readAll(text: string): readonly Layer[] {
  const layers: readonly Layer[] = JSON.parse(text);
  return layers.map(checked);
}

/** The layer of what changed: the last one. */
function readChange(text: string): Layer {
  const last = readAll(text).at(-1);
  if (last === undefined) throw new Error("A change has layers.");
  return last;
}

function checked(layer: Layer): Layer {
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
    expect(powershell?.comment).toBe("7 rules");
    expect(powershell?.metadata).toEqual([
      { name: "rule", value: "PowerShell 0 (rules/powershell-0.yml)" },
      { name: "rule", value: "PowerShell 1 (rules/powershell-1.yml)" },
      { name: "rule", value: "PowerShell 2 (rules/powershell-2.yml)" },
      { name: "rule", value: "PowerShell 3 (rules/powershell-3.yml)" },
      { name: "rule", value: "PowerShell 4 (rules/powershell-4.yml)" },
      { name: "and", value: "2 more" },
    ]);
  });

  test("keeps each rule an entry of its own, whatever its title", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { metadata } of read(navigatorOfReport(reportView([hostileRule(text)]))).techniques) {
          expect(metadata).toHaveLength(1);
          for (const { name, value } of metadata) {
            expect(name).toMatch(noun);
            expect(value).not.toMatch(unprintable);
          }
        }
      }),
    );
  });
});

describe("the Navigator layers of a change", () => {
  test("are what is covered after it, what was covered before it, and what changed", async () => {
    const text = navigatorOfDiff(diffView());
    const layers = readAll(text);

    expect(layers.map(({ name }) => name)).toEqual([
      "Detection coverage after the change, 8d01e77",
      "Detection coverage before the change, 3f2a91c",
      "Change of detection coverage, 3f2a91c → 8d01e77",
    ]);
    for (const { versions } of layers) expect(versions).toEqual({ attack: "19", navigator: "4.9.0", layer: "4.5" });
    await expect(text).toMatchFileSnapshot("fixtures/diff.golden.layer.json");
  });

  test("differ in what was lost and gained", () => {
    const [after, before, change] = readAll(navigatorOfDiff(diffView()));
    const idsOf = (layer: Layer | undefined) => (layer?.techniques ?? []).map(({ techniqueID }) => techniqueID);
    const [now, then] = [new Set(idsOf(after)), new Set(idsOf(before))];
    const changed = (word: string) =>
      (change?.techniques ?? [])
        .filter(({ comment }) => comment.startsWith(word))
        .map(({ techniqueID }) => techniqueID);

    expect(idsOf(before).filter((id) => !now.has(id))).toEqual(changed("lost"));
    expect(idsOf(after).filter((id) => !then.has(id))).toEqual(changed("gained"));
  });

  test("explain every colour that they use, and use none twice", () => {
    const { techniques, legendItems } = readChange(navigatorOfDiff(diffView()));
    const explained = new Set(legendItems.map(({ color }) => color));

    expect(explained.size).toBe(legendItems.length);
    for (const { color } of techniques) expect(explained).toContain(color);
  });

  test("have colours of what became of a technique that everybody can tell apart", () => {
    const { legendItems } = readChange(navigatorOfDiff(diffView()));
    const colours = legendItems.map(({ color }) => color);
    const differences = colours.flatMap((a, index) => colours.slice(index + 1).map((b) => leastDifference(a, b)));

    expect(differences).toHaveLength(15);
    expect(Math.min(...differences)).toBeGreaterThan(20);
  });

  test("link to the rules, where there is somewhere to link to", () => {
    const links: Links = {
      file: (path, line, side) => `https://github.com/contoso/rules/blob/${side}/${path}#L${line}`,
      run: undefined,
    };
    const { techniques } = readChange(navigatorOfDiff(diffView(), links));

    expect(techniques.find(({ techniqueID }) => techniqueID === "T1490")?.links).toEqual([
      {
        label: "Backups deleted, then a ransom note (rules/backups-deleted.yml)",
        url: "https://github.com/contoso/rules/blob/base/rules/backups-deleted.yml#L1",
      },
    ]);
    expect(techniques.find(({ techniqueID }) => techniqueID === "T1546.003")?.links?.[0]?.url).toBe(
      "https://github.com/contoso/rules/blob/head/rules/wmi-filter.yml#L1",
    );
  });

  test("name a rule by its key where the change does not show it", () => {
    const view = diffView();
    if (view.delta === undefined) throw new Error("The small change has a delta.");
    const delta = { ...view.delta, rules: { added: [], removed: [], moved: [], edited: [] } };

    const lost = readChange(navigatorOfDiff({ ...view, delta })).techniques.find(({ score }) => score === 0);

    expect(lost?.comment).toBe("lost: 1 → 0 rules");
    expect(lost?.metadata).toEqual([{ name: "− rule", value: "backups-deleted" }]);
  });

  test("are followed by what the team wants to be covered, where it says so", () => {
    const origins = [["your list"], say`the layer ${quote("apt\u001b29.json")}`];
    const required = [
      { id: "T1003", name: "OS Credential Dumping", origins, before: { rules: 2 }, after: { rules: 2 } },
      { id: "T1059", name: "Command and Scripting Interpreter", origins, before: { rules: 2 }, after: { rules: 1 } },
      { id: "T1108", name: "Redundant Access", origins, before: { rules: 0 }, after: { rules: 0 } },
      { id: "T1490", name: "Inhibit System Recovery", origins, before: { rules: 1 }, after: { rules: 0 } },
    ];

    const profile = readChange(navigatorOfDiff({ ...diffView(), targets: { required, minimums: [] } }));

    expect(profile.name).toBe("Techniques that are to be covered, 8d01e77");
    expect(profile.description).toMatch(/^2 of 4 required techniques covered\./);
    expect(
      profile.techniques.map(({ techniqueID, score, comment }) => [techniqueID, score, comment.split(":")[0]]),
    ).toEqual([
      ["T1003", 2, "covered"],
      ["T1059", 1, "thin"],
      ["T1108", 0, "open"],
      ["T1490", 0, "lost"],
    ]);
    for (const { comment } of profile.techniques) expect(comment).not.toMatch(unprintable);
    expect(profile.techniques.map(({ metadata }) => metadata.length)).toEqual([2, 1, 0, 0]);
  });

  test("are the coverage and an empty layer that says why, where there is nothing to compare with", () => {
    const [after, change, ...others] = readAll(navigatorOfDiff(firstDiffView()));

    expect(after?.techniques.length).toBeGreaterThan(3);
    expect(change?.techniques).toEqual([]);
    expect(change?.description).toBe("There is nothing to compare with. The first commit has nothing before it.");
    expect(others).toEqual([]);
  });
});
