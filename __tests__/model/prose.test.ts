import { describe, expect, test } from "vitest";
import { place, plainText, quote, say } from "../../src/model/prose.ts";

describe("say", () => {
  test("keeps our words and the team's apart", () => {
    expect(say`The id ${quote("lsass-dump")} is taken.`).toEqual([
      "The id ",
      { kind: "quote", text: "lsass-dump" },
      " is taken.",
    ]);
  });

  test("splices other prose in and prints numbers", () => {
    const rules = say`${3} rules`;

    expect(plainText(say`It has ${rules}, of ${12}.`)).toBe("It has 3 rules, of 12.");
  });

  test("leaves no empty words behind", () => {
    expect(say`${quote("T1059")}${[]}`).toEqual([{ kind: "quote", text: "T1059" }]);
  });
});

describe("plainText", () => {
  test("quotes the team's words, names techniques by id and name, and places by line", () => {
    const technique = { kind: "technique", id: "T1003.001", name: "LSASS Memory" } as const;
    const sentence = { kind: "sentence", text: "A bracket is not closed." } as const;

    expect(
      plainText([quote("a.yml"), " ", technique, " ", sentence, " ", place("b.yml"), " ", place("c.yml", 7)]),
    ).toBe('"a.yml" T1003.001 LSASS Memory A bracket is not closed. b.yml c.yml:7');
  });
});

describe("place", () => {
  test("is in the head unless it says otherwise", () => {
    expect(place("rules/lsass.yml", 4)).toEqual({ kind: "place", path: "rules/lsass.yml", line: 4, side: "head" });
    expect(place("rules/lsass.yml", undefined, "base").side).toBe("base");
  });
});
