import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCatalogue } from "../../src/attack/catalogue.ts";
import type { AttackData, Tactic, Technique, TechniqueState } from "../../src/model/attack.ts";

const execution: Tactic = { id: "TA0002", name: "Execution", shortName: "execution" };
const defenseEvasion: Tactic = { id: "TA0005", name: "Defense Evasion", shortName: "defense-evasion" };
const stealth: Tactic = { id: "TA0005", name: "Stealth", shortName: "stealth" };
const defenseImpairment: Tactic = { id: "TA0112", name: "Defense Impairment", shortName: "defense-impairment" };
const commandAndControl: Tactic = { id: "TA0011", name: "Command and Control", shortName: "command-and-control" };

const interpreter = aTechnique("T1059", "Command and Scripting Interpreter");
const powerShell = aTechnique("T1059.001", "PowerShell");

describe("createCatalogue", () => {
  test("says which ATT&CK it is", () => {
    const catalogue = createCatalogue({ ...attack([interpreter]), version: "18.1" });

    expect(catalogue.domain).toBe("enterprise-attack");
    expect(catalogue.version).toBe("18.1");
  });

  test("active techniques leave out the revoked and the deprecated", () => {
    const revoked = aTechnique("T1086", "PowerShell", revokedBy("T1059.001"));
    const deprecated = aTechnique("T1108", "Redundant Access", { kind: "deprecated" });

    const catalogue = createCatalogue(attack([interpreter, powerShell, revoked, deprecated]));

    expect(catalogue.activeTechniques).toEqual([interpreter, powerShell]);
  });
});

describe("technique", () => {
  test("is found in any state and in any case", () => {
    const revoked = aTechnique("T1086", "PowerShell", revokedBy("T1059.001"));

    const catalogue = createCatalogue(attack([powerShell, revoked]));

    expect(catalogue.technique("t1059.001")).toBe(powerShell);
    expect(catalogue.technique(" T1086 ")).toBe(revoked);
    expect(catalogue.technique("T1059")).toBeUndefined();
  });
});

describe("children", () => {
  const shell = aTechnique("T1059.004", "Unix Shell");
  const revoked = aTechnique("T1059.099", "Retired Shell", revokedBy("T1059.004"));
  const catalogue = createCatalogue(attack([interpreter, powerShell, shell, revoked]));

  test("are the active sub-techniques in the order of their ids", () => {
    expect(catalogue.children("T1059")).toEqual([powerShell, shell]);
    expect(catalogue.children("t1059")).toEqual([powerShell, shell]);
  });

  test("a sub-technique and an unknown technique have none", () => {
    expect(catalogue.children("T1059.001")).toEqual([]);
    expect(catalogue.children("T9999")).toEqual([]);
  });
});

describe("resolve", () => {
  test("an active technique stands for itself, however it is spelled", () => {
    const catalogue = createCatalogue(attack([powerShell]));

    for (const id of ["T1059.001", "t1059.001", "T1059/001", "https://attack.mitre.org/techniques/T1059/001/"]) {
      expect(catalogue.resolve(id)).toEqual({ kind: "active", technique: powerShell });
    }
  });

  test("a revoked technique is replaced by the end of a chain of revocations", () => {
    const first = aTechnique("T1150", "Plist Modification", revokedBy("T1547.011"));
    const second = aTechnique("T1547.011", "Plist Modification", revokedBy("T1647"));
    const last = aTechnique("T1647", "Plist File Modification");

    const catalogue = createCatalogue(attack([first, second, last]));

    expect(catalogue.resolve("T1150")).toEqual({ kind: "revoked", technique: first, replacement: last });
  });

  test("a revoked technique without a successor has no replacement", () => {
    const revoked = aTechnique("T1043", "Commonly Used Port", revokedBy(undefined));

    const catalogue = createCatalogue(attack([revoked]));

    expect(catalogue.resolve("T1043")).toEqual({ kind: "revoked", technique: revoked, replacement: undefined });
  });

  test("a chain that ends in a deprecated or missing technique has no replacement", () => {
    const toDeprecated = aTechnique("T1001", "Data Obfuscation", revokedBy("T1108"));
    const deprecated = aTechnique("T1108", "Redundant Access", { kind: "deprecated" });
    const toNowhere = aTechnique("T1002", "Data Compressed", revokedBy("T9999"));

    const catalogue = createCatalogue(attack([toDeprecated, deprecated, toNowhere]));

    expect(catalogue.resolve("T1001")).toMatchObject({ kind: "revoked", replacement: undefined });
    expect(catalogue.resolve("T1002")).toMatchObject({ kind: "revoked", replacement: undefined });
  });

  test("techniques that revoke each other in a circle have no replacement", () => {
    const one = aTechnique("T1001", "Data Obfuscation", revokedBy("T1002"));
    const other = aTechnique("T1002", "Data Compressed", revokedBy("T1001"));

    const catalogue = createCatalogue(attack([one, other]));

    expect(catalogue.resolve("T1001")).toEqual({ kind: "revoked", technique: one, replacement: undefined });
  });

  test("a deprecated technique is not what it was, and nothing took its place", () => {
    const deprecated = aTechnique("T1108", "Redundant Access", { kind: "deprecated" });

    const catalogue = createCatalogue(attack([deprecated]));

    expect(catalogue.resolve("t1108")).toEqual({ kind: "deprecated", technique: deprecated });
  });

  test("an unknown id is shown as ATT&CK would spell it, and any other text as it is", () => {
    const catalogue = createCatalogue(attack([interpreter]));

    expect(catalogue.resolve("t9999.001")).toEqual({ kind: "unknown", id: "T9999.001" });
    expect(catalogue.resolve("Living off the Land")).toEqual({ kind: "unknown", id: "Living off the Land" });
  });

  test("an unknown sub-technique is not taken for its parent", () => {
    const catalogue = createCatalogue(attack([interpreter]));

    expect(catalogue.resolve("T1059.999")).toEqual({ kind: "unknown", id: "T1059.999" });
  });

  test("whatever revokes whatever, it ends, and a replacement is active", () => {
    const ids = ["T1001", "T1002", "T1003", "T1004", "T1005"];
    const state: fc.Arbitrary<TechniqueState> = fc.oneof(
      fc.constant<TechniqueState>({ kind: "active" }),
      fc.constant<TechniqueState>({ kind: "deprecated" }),
      fc.option(fc.constantFrom(...ids, "T9999"), { nil: undefined }).map(revokedBy),
    );
    fc.assert(
      fc.property(fc.tuple(state, state, state, state, state), (states) => {
        const catalogue = createCatalogue(attack(ids.map((id, index) => aTechnique(id, id, states[index]))));
        for (const id of ids) {
          const resolution = catalogue.resolve(id);
          if (resolution.kind !== "revoked") continue;
          expect(resolution.replacement?.state.kind ?? "active").toBe("active");
        }
      }),
    );
  });
});

describe("resolveTechniqueName", () => {
  const impair = aTechnique("T1562", "Impair Defenses", revokedBy("T1685"));
  const impairTools = aTechnique("T1562.001", "Disable or Modify Tools", revokedBy("T1685"));
  const tools = aTechnique("T1685", "Disable or Modify Tools");
  const validAccounts = aTechnique("T1078", "Valid Accounts");
  const localAccounts = aTechnique("T1078.003", "Local Account");
  const createAccount = aTechnique("T1136", "Create Account");
  const createLocal = aTechnique("T1136.001", "Local Account");
  const retiredLocal = aTechnique("T1222", "Local Account", revokedBy("T1078.003"));
  const catalogue = createCatalogue(
    attack([
      interpreter,
      powerShell,
      validAccounts,
      localAccounts,
      createAccount,
      createLocal,
      retiredLocal,
      impair,
      impairTools,
      tools,
    ]),
  );

  test("a technique goes by its name, a sub-technique by its parent's name and its own", () => {
    expect(catalogue.resolveTechniqueName("Valid Accounts")).toEqual({ kind: "active", technique: validAccounts });
    expect(catalogue.resolveTechniqueName("Command and Scripting Interpreter: PowerShell")).toEqual({
      kind: "active",
      technique: powerShell,
    });
  });

  test("case and blanks do not matter", () => {
    expect(catalogue.resolveTechniqueName(" command and  scripting interpreter:powershell")).toEqual({
      kind: "active",
      technique: powerShell,
    });
  });

  test("a sub-technique also goes by its own name alone", () => {
    expect(catalogue.resolveTechniqueName("PowerShell")).toEqual({ kind: "active", technique: powerShell });
  });

  test("the name of a revoked technique leads to its replacement", () => {
    expect(catalogue.resolveTechniqueName("Impair Defenses: Disable or Modify Tools")).toEqual({
      kind: "revoked",
      technique: impairTools,
      replacement: tools,
    });
  });

  test("of a technique of today and a former one of the same name it is the one of today", () => {
    expect(catalogue.resolveTechniqueName("Disable or Modify Tools")).toEqual({ kind: "active", technique: tools });
  });

  test("a name that two techniques of today share is unknown, even where a former one had it alone", () => {
    expect(catalogue.resolveTechniqueName("Local Account")).toEqual({ kind: "unknown", id: "Local Account" });
    expect(catalogue.resolveTechniqueName("Create Account: Local Account")).toEqual({
      kind: "active",
      technique: createLocal,
    });
  });

  test("a name that nothing bears is unknown", () => {
    expect(catalogue.resolveTechniqueName("Unplugging the Sensor")).toEqual({
      kind: "unknown",
      id: "Unplugging the Sensor",
    });
  });
});

describe("resolveTactics", () => {
  test.each([
    "TA0011",
    "ta0011",
    "command-and-control",
    "command_and_control",
    "CommandAndControl",
    "Command and Control",
    "Command & Control",
  ])("understands %j", (text) => {
    const catalogue = createCatalogue(attack([], [execution, commandAndControl]));

    expect(catalogue.resolveTactics(text)).toEqual([commandAndControl]);
  });

  test.each(["defense-evasion", "defense_evasion", "DefenseEvasion", "Defense Evasion"])(
    "under 19 %j means either of the two tactics it was split into",
    (text) => {
      const catalogue = createCatalogue(attack([], [execution, stealth, defenseImpairment]));

      expect(catalogue.resolveTactics(text)).toEqual([stealth, defenseImpairment]);
    },
  );

  test("under 19 each of the two has its own name and id", () => {
    const catalogue = createCatalogue(attack([], [stealth, defenseImpairment]));

    expect(catalogue.resolveTactics("Stealth")).toEqual([stealth]);
    expect(catalogue.resolveTactics("TA0005")).toEqual([stealth]);
    expect(catalogue.resolveTactics("defense_impairment")).toEqual([defenseImpairment]);
    expect(catalogue.resolveTactics("TA0112")).toEqual([defenseImpairment]);
  });

  test.each(["stealth", "DefenseImpairment", "defense-impairment", "TA0112", "TA0005", "defense-evasion"])(
    "under 18.1 %j means Defense Evasion",
    (text) => {
      const catalogue = createCatalogue(attack([], [execution, defenseEvasion]));

      expect(catalogue.resolveTactics(text)).toEqual([defenseEvasion]);
    },
  );

  test("an unknown tactic is none", () => {
    const catalogue = createCatalogue(attack([], [execution, stealth]));

    expect(catalogue.resolveTactics("impair-process-control")).toEqual([]);
    expect(catalogue.resolveTactics("")).toEqual([]);
    expect(catalogue.resolveTactics("__proto__")).toEqual([]);
  });
});

function attack(techniques: readonly Technique[], tactics: readonly Tactic[] = [execution]): AttackData {
  return { domain: "enterprise-attack", version: "19", tactics, techniques };
}

function aTechnique(id: string, name: string, state: TechniqueState = { kind: "active" }): Technique {
  const [parent] = id.split(".");
  return {
    id,
    name,
    tactics: ["TA0002"],
    platforms: ["Windows"],
    parent: id.includes(".") ? parent : undefined,
    state,
  };
}

function revokedBy(replacedBy: string | undefined): TechniqueState {
  return { kind: "revoked", replacedBy };
}
