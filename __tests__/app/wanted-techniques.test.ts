import { describe, expect, test } from "vitest";
import { wantedTechniques } from "../../src/app/wanted-techniques.ts";
import { parseConfig } from "../../src/config/load.ts";
import { ConfigError } from "../../src/model/config-error.ts";
import { plainText } from "../../src/model/prose.ts";
import { known } from "../config/known.ts";
import { aCatalogue } from "../support/rule-builder.ts";

const groups = [
  { id: "G0001", name: "Bear", aliases: ["Ursa", "UNC-1"], techniques: ["T1086", "T1490", "T9999", "T1043"] },
  { id: "G0002", name: "Wolf", aliases: ["Ursa"], techniques: ["T1490"] },
];

const layer = JSON.stringify({
  techniques: [
    { techniqueID: "T1546.003", score: 1 },
    { techniqueID: "T1562", score: 2 },
  ],
});

async function wanted(required: string): Promise<readonly string[]> {
  const techniques = await wantedTechniques({
    config: parseConfig(`required: ${required}`, "detcov.yml", known),
    catalogue: aCatalogue(),
    data: { read: async () => JSON.stringify({ groups }) },
    readFile: async () => layer,
    readBundle: async () => "",
  });
  return techniques.map(({ technique, origins }) => `${technique.id}: ${origins.map(plainText).join(", ")}`);
}

describe("what a team wants to be covered", () => {
  test("is its list, in any spelling, each technique once", async () => {
    expect(await wanted("{ techniques: [t1490, T1086, T1059.001] }")).toEqual([
      "T1059.001: your list",
      "T1490: your list",
    ]);
  });

  test("is what a layer points out, moved through revocations", async () => {
    expect(await wanted("{ layer: profile.json }")).toEqual(['T1546.003: "profile.json"', 'T1685: "profile.json"']);
  });

  test.each(["Bear", "bear", "g0001", "unc 1"])(
    "is what a group uses and this version has, by any name: %s",
    async (name) => {
      expect(await wanted(`{ groups: [${name}] }`)).toEqual(["T1059.001: Bear (G0001)", "T1490: Bear (G0001)"]);
    },
  );

  test("says of a technique who all ask for it", async () => {
    expect(await wanted("{ techniques: [T1490], groups: [Bear, Wolf] }")).toContain(
      "T1490: your list, Bear (G0001), Wolf (G0002)",
    );
  });

  test.each([
    ["{ techniques: [T9999] }", '"T9999" is no active technique of ATT&CK 19'],
    ["{ techniques: [T1108] }", '"T1108" is no active technique'],
    ["{ groups: [Ursa] }", "is a name of several groups: G0001 Bear, G0002 Wolf"],
    ["{ groups: [Wolff] }", 'Did you mean "Wolf"?'],
  ])("is refused where it can't be meant: %s", async (required, reason) => {
    await expect(wanted(required)).rejects.toThrow(ConfigError);
    await expect(wanted(required)).rejects.toThrow(reason);
  });
});
