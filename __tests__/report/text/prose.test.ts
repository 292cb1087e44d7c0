import { describe, expect, test } from "vitest";
import { place, quote, say } from "../../../src/model/prose.ts";
import { proseText } from "../../../src/report/text/prose.ts";
import { styleFor } from "../../../src/report/text/style.ts";

const style = styleFor({ colours: false });

describe("proseText", () => {
  test("quotes the team's words in backticks and names places and techniques", () => {
    const technique = { kind: "technique", id: "T1003.001", name: "LSASS Memory" } as const;
    const prose = say`${technique}: ${place("rules/lsass.yml", 14)} tests ${quote('CommandLine contains " -enc "')}.`;

    expect(proseText(prose, style)).toBe(
      'T1003.001 LSASS Memory: rules/lsass.yml:14 tests `CommandLine contains " -enc "`.',
    );
  });

  test("names a file without a line by its path alone", () => {
    expect(proseText([place("rules/lsass.yml")], style)).toBe("rules/lsass.yml");
  });

  test("escapes every kind of part", () => {
    const bell = "\u0007";
    const prose = [
      bell,
      quote(bell),
      { kind: "sentence", text: bell },
      { kind: "technique", id: "T1003", name: bell },
      place(bell),
    ] as const;

    expect(proseText(prose, style)).toBe("‹U+0007›`‹U+0007›`‹U+0007›T1003 ‹U+0007›‹U+0007›");
  });
});
