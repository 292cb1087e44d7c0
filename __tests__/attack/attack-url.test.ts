import { describe, expect, test } from "vitest";
import { attackUrl } from "../../src/attack/attack-url.ts";

describe("attackUrl", () => {
  test.each([
    ["T1059", "https://attack.mitre.org/techniques/T1059/"],
    ["T1059.001", "https://attack.mitre.org/techniques/T1059/001/"],
    ["TA0005", "https://attack.mitre.org/tactics/TA0005/"],
  ])("the page of %s", (id, url) => {
    expect(attackUrl(id)).toBe(url);
  });
});
