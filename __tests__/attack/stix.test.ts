import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readStixBundle } from "../../src/attack/stix.ts";
import { ConfigError } from "../../src/model/config-error.ts";

describe("readStixBundle", () => {
  test("keeps the facts of a technique", () => {
    const data = readStixBundle(bundle(matrix("TA0002", "TA0003"), scheduledTask));

    expect(data).toEqual({
      domain: "enterprise-attack",
      version: "unknown",
      tactics: [
        { id: "TA0002", name: "Execution", shortName: "execution" },
        { id: "TA0003", name: "Persistence", shortName: "persistence" },
      ],
      techniques: [
        {
          id: "T1053",
          name: "Scheduled Task/Job",
          tactics: ["TA0002", "TA0003"],
          platforms: ["Linux", "Windows"],
          parent: undefined,
          state: { kind: "active" },
        },
      ],
    });
  });

  test("tactics stand in the order of the matrix, in the list and in each technique", () => {
    const data = readStixBundle(bundle(matrix("TA0003", "TA0002"), scheduledTask));

    expect(data.tactics.map(({ id }) => id)).toEqual(["TA0003", "TA0002"]);
    expect(data.techniques[0]?.tactics).toEqual(["TA0003", "TA0002"]);
  });

  test("a tactic that the matrix leaves out is left out", () => {
    const data = readStixBundle(bundle(matrix("TA0003"), scheduledTask));

    expect(data.tactics.map(({ id }) => id)).toEqual(["TA0003"]);
    expect(data.techniques[0]?.tactics).toEqual(["TA0003"]);
  });

  test("without a matrix the tactics stand as in the bundle", () => {
    const data = readStixBundle(bundle(scheduledTask));

    expect(data.tactics.map(({ id }) => id)).toEqual(["TA0002", "TA0003"]);
  });

  test("techniques are sorted by id, a sub-technique after its parent", () => {
    const data = readStixBundle(bundle(technique("T1059.001"), technique("T1003"), technique("T1059")));

    expect(data.techniques.map(({ id }) => id)).toEqual(["T1003", "T1059", "T1059.001"]);
  });

  test("a sub-technique's parent is the one its relationship names", () => {
    const data = readStixBundle(
      bundle(technique("T1685"), technique("T1562.001"), relationship("subtechnique-of", "T1562.001", "T1685")),
    );

    expect(data.techniques.map(({ id, parent }) => [id, parent])).toEqual([
      ["T1562.001", "T1685"],
      ["T1685", undefined],
    ]);
  });

  test("without a relationship the id tells the parent", () => {
    const data = readStixBundle(bundle(technique("T1562.001", { revoked: true })));

    expect(data.techniques[0]?.parent).toBe("T1562");
  });

  test("a revoked technique names its direct successor", () => {
    const data = readStixBundle(
      bundle(
        technique("T1150", { revoked: true }),
        technique("T1547.011", { revoked: true }),
        technique("T1647"),
        relationship("revoked-by", "T1150", "T1547.011"),
        relationship("revoked-by", "T1547.011", "T1647"),
      ),
    );

    expect(statesOf(data.techniques)).toEqual({
      T1150: { kind: "revoked", replacedBy: "T1547.011" },
      "T1547.011": { kind: "revoked", replacedBy: "T1647" },
      T1647: { kind: "active" },
    });
  });

  test("a revoked technique without a successor in the bundle has none", () => {
    const data = readStixBundle(
      bundle(technique("T1043", { revoked: true }), relationship("revoked-by", "T1043", "T9999")),
    );

    expect(statesOf(data.techniques)).toEqual({ T1043: { kind: "revoked", replacedBy: undefined } });
  });

  test("a relationship that was revoked itself does not count", () => {
    const data = readStixBundle(
      bundle(technique("T1043", { revoked: true }), technique("T1571"), {
        ...relationship("revoked-by", "T1043", "T1571"),
        revoked: true,
      }),
    );

    expect(statesOf(data.techniques)).toMatchObject({ T1043: { kind: "revoked", replacedBy: undefined } });
  });

  test("a deprecated technique is kept, and one both deprecated and revoked is revoked", () => {
    const data = readStixBundle(
      bundle(
        technique("T1108", { x_mitre_deprecated: true }),
        technique("T1086", { x_mitre_deprecated: true, revoked: true }),
      ),
    );

    expect(statesOf(data.techniques)).toEqual({
      T1086: { kind: "revoked", replacedBy: undefined },
      T1108: { kind: "deprecated" },
    });
  });

  test("an id that stands twice is the active one, in whatever order", () => {
    const revoked = { ...technique("T1055", { revoked: true, name: "Old" }), id: "attack-pattern--old" };
    const active = technique("T1055", { name: "Process Injection" });

    for (const objects of [
      [revoked, active],
      [active, revoked],
    ]) {
      const data = readStixBundle(bundle(...objects));

      expect(data.techniques.map(({ name, state }) => [name, state.kind])).toEqual([["Process Injection", "active"]]);
    }
  });

  test("an object whose references are literature only is no technique", () => {
    const capec = {
      ...technique("T1001"),
      external_references: [{ source_name: "capec", external_id: "CAPEC-13" }, { source_name: "Some Blog" }],
    };

    expect(readStixBundle(bundle(technique("T1059"), capec)).techniques.map(({ id }) => id)).toEqual(["T1059"]);
  });

  test("the collection tells the version", () => {
    const collection = { type: "x-mitre-collection", x_mitre_version: "17.1" };

    expect(readStixBundle(bundle(technique("T1059"), collection)).version).toBe("17.1");
  });

  test("without a collection the end of the bundle's id tells the version", () => {
    const text = bundle(technique("T1059")).replace("bundle--attack", "bundle--enterprise-attack-18.1");

    expect(readStixBundle(text).version).toBe("18.1");
  });

  test("the end of a random id is no version", () => {
    const id = "bundle--0042a9f5-f053-4769-b3ef-123456789012";
    const text = bundle(technique("T1059")).replace("bundle--attack", id);

    expect(readStixBundle(text).version).toBe("unknown");
  });

  test("a bundle that does not tell its version is known by the day of its last change", () => {
    const text = bundle(
      technique("T1059", { modified: "2025-11-12T22:03:39.105Z" }),
      technique("T1003", { modified: "2024-04-15T10:00:00.000Z" }),
    );

    expect(readStixBundle(text).version).toBe("2025-11-12");
  });

  test("the matrix tells the domain", () => {
    const mobile = {
      type: "x-mitre-matrix",
      external_references: [{ source_name: "mitre-attack", external_id: "mobile-attack" }],
      tactic_refs: ["x-mitre-tactic--TA0002"],
    };

    expect(readStixBundle(bundle(technique("T1059"), mobile)).domain).toBe("mobile-attack");
  });

  test.each([
    ["no JSON", "<html>Not Found</html>", "is not JSON"],
    ["a list", "[]", "not a STIX bundle"],
    ["a Navigator layer", '{"versions": {"layer": "4.5"}, "techniques": []}', "not a STIX bundle"],
    ["a bundle of other things", '{"type": "bundle", "objects": [{"type": "malware"}]}', "0 ATT&CK techniques"],
    ["an empty file", "", "is not JSON"],
  ])("%s is refused with the reason, the place and what to do", (_, text, reason) => {
    const read = () => readStixBundle(text, ".github/attack.json");

    expect(read).toThrow(ConfigError);
    expect(read).toThrow(reason);
    expect(read).toThrow(/^\.github\/attack\.json .*github\.com\/mitre-attack\/attack-stix-data/);
  });

  test("any JSON is read or refused, and never breaks it", () => {
    const broken = fc.record(
      {
        type: fc.constantFrom(
          "attack-pattern",
          "relationship",
          "x-mitre-tactic",
          "x-mitre-matrix",
          "x-mitre-collection",
        ),
        id: fc.jsonValue(),
        name: fc.jsonValue(),
        external_references: fc.jsonValue(),
        kill_chain_phases: fc.jsonValue(),
        tactic_refs: fc.jsonValue(),
        source_ref: fc.jsonValue(),
      },
      { requiredKeys: ["type"] },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.jsonValue(), broken)), (objects) => {
        const text = JSON.stringify({ type: "bundle", objects: [...objects, ...tactics, technique("T1059")] });
        expect(["T1059", "refused"]).toContain(firstIdOrRefusal(text));
      }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(firstIdOrRefusal(text)).toBe("refused");
      }),
    );
  });
});

function firstIdOrRefusal(text: string): string | undefined {
  try {
    return readStixBundle(text).techniques[0]?.id;
  } catch (error) {
    if (error instanceof ConfigError) return "refused";
    throw error;
  }
}

const tactics = [tactic("TA0002", "Execution", "execution"), tactic("TA0003", "Persistence", "persistence")];

const scheduledTask = technique("T1053", {
  name: "Scheduled Task/Job",
  x_mitre_platforms: ["Windows", "Linux"],
  kill_chain_phases: [
    { kill_chain_name: "mitre-attack", phase_name: "persistence" },
    { kill_chain_name: "mitre-attack", phase_name: "execution" },
  ],
});

function bundle(...objects: readonly object[]): string {
  return JSON.stringify({ type: "bundle", id: "bundle--attack", objects: [...objects, ...tactics] });
}

function matrix(...tacticIds: readonly string[]): object {
  return {
    type: "x-mitre-matrix",
    external_references: [{ source_name: "mitre-attack", external_id: "enterprise-attack" }],
    tactic_refs: tacticIds.map((id) => `x-mitre-tactic--${id}`),
  };
}

function tactic(id: string, name: string, shortName: string): object {
  return {
    type: "x-mitre-tactic",
    id: `x-mitre-tactic--${id}`,
    name,
    x_mitre_shortname: shortName,
    external_references: [{ source_name: "mitre-attack", external_id: id }],
  };
}

function technique(id: string, more: object = {}): object {
  return {
    type: "attack-pattern",
    id: `attack-pattern--${id}`,
    name: id,
    external_references: [{ source_name: "A report" }, { source_name: "mitre-attack", external_id: id }],
    ...more,
  };
}

function relationship(kind: string, source: string, target: string): object {
  return {
    type: "relationship",
    relationship_type: kind,
    source_ref: `attack-pattern--${source}`,
    target_ref: `attack-pattern--${target}`,
  };
}

function statesOf(techniques: ReturnType<typeof readStixBundle>["techniques"]): object {
  return Object.fromEntries(techniques.map(({ id, state }) => [id, state]));
}
