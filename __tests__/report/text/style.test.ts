import { describe, expect, test } from "vitest";
import { styleFor } from "../../../src/report/text/style.ts";

describe("a style", () => {
  test("leaves text as it is without colours", () => {
    const { bold, red } = styleFor({ colours: false });

    expect(bold(red("lost"))).toBe("lost");
  });

  test("takes back what it sets, so that one emphasis can stand within another", () => {
    const { bold, red } = styleFor({ colours: true });

    expect(bold(`1 ${red("lost")}`)).toBe("\u001b[1m1 \u001b[31mlost\u001b[39m\u001b[22m");
  });

  test("puts nothing around nothing", () => {
    expect(styleFor({ colours: true }).green("")).toBe("");
  });
});
