import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readStixGroups } from "../../src/attack/stix-groups.ts";

const reference = (id: string) => [{ source_name: "mitre-attack", external_id: id }];
const group = (id: string, name: string, more: object = {}) => ({
  type: "intrusion-set",
  id: `intrusion-set--${id}`,
  name,
  external_references: reference(id),
  ...more,
});
const relation = (kind: string, source: string, target: string, more: object = {}) => ({
  type: "relationship",
  relationship_type: kind,
  source_ref: source,
  target_ref: target,
  ...more,
});
const pattern = (id: string) => ({
  type: "attack-pattern",
  id: `attack-pattern--${id}`,
  external_references: reference(id),
});

const bundle = JSON.stringify({
  type: "bundle",
  id: "bundle--1",
  objects: [
    pattern("T1490"),
    pattern("T1059"),
    group("G0002", "Bear", { aliases: ["Bear", "Ursa"] }),
    group("G0001", "Idle"),
    group("G0003", "Cub", { revoked: true }),
    { ...group("C0001", "Honey"), type: "campaign", id: "campaign--C0001" },
    relation("uses", "intrusion-set--G0002", "attack-pattern--T1490"),
    relation("uses", "intrusion-set--G0002", "attack-pattern--T1059"),
    relation("uses", "intrusion-set--G0002", "malware--1"),
    relation("uses", "intrusion-set--G0001", "attack-pattern--T1059", { revoked: true }),
    relation("uses", "campaign--C0001", "attack-pattern--T1059"),
    relation("revoked-by", "intrusion-set--G0003", "intrusion-set--G0002"),
  ],
});

describe("the groups of a bundle", () => {
  test("have what they use and all their names, those of merged groups too; campaigns are among them", () => {
    expect(readStixGroups(bundle, "bundle.json")).toEqual([
      { id: "C0001", name: "Honey", aliases: [], techniques: ["T1059"] },
      { id: "G0002", name: "Bear", aliases: ["Cub", "G0003", "Ursa"], techniques: ["T1059", "T1490"] },
    ]);
  });
});

describe("the groups that come along", () => {
  const url = new URL("../../data/attack/enterprise-groups.json", import.meta.url);
  const { groups, source, licence } = JSON.parse(readFileSync(url, "utf8"));

  test("name their source and licence", () => {
    expect(source).toMatch(/^MITRE ATT&CK, enterprise-attack [\d.]+, https:/);
    expect(licence).toMatch(/MITRE/);
  });

  test("hold the well-known", () => {
    expect(groups).toContainEqual(
      expect.objectContaining({
        id: "G0016",
        name: "APT29",
        aliases: expect.arrayContaining(["Cozy Bear", "UNC2452"]),
        techniques: expect.arrayContaining(["T1003.002"]),
      }),
    );
    expect(groups.length).toBeGreaterThan(150);
  });
});
