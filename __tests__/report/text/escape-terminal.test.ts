import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeTerminal } from "../../../src/report/text/escape-terminal.ts";
import { anyText, unprintable } from "../printable.ts";

describe("escapeTerminal", () => {
  test.each([
    ["colours", "\u001b[31mred", "‹U+001B›[31mred"],
    ["the one-character control sequence introducer", "\u009b2J", "‹U+009B›2J"],
    ["line breaks", "a\r\nb", "a‹U+000D›‹U+000A›b"],
    ["the separators of lines and paragraphs", "a\u2028b\u2029", "a‹U+2028›b‹U+2029›"],
    ["what turns the direction of writing", "exe.\u202efdp", "exe.‹U+202E›fdp"],
    ["what can't be seen", "pay\u200bload\u{e0041}", "pay‹U+200B›load‹U+E0041›"],
    ["half a surrogate pair", "\ud83d", "‹U+D83D›"],
  ])("shows %s by number", (_, text, shown) => {
    expect(escapeTerminal(text)).toBe(shown);
  });

  test("leaves paths, other alphabets and emoji as they are", () => {
    const text = "C:\\new\\träge\\日本語 العربية 😀 | ` \" '";

    expect(escapeTerminal(text)).toBe(text);
  });

  test("lets nothing through that is not printed, whatever the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(escapeTerminal(text)).not.toMatch(unprintable);
        expect(escapeTerminal(text)).not.toContain("\n");
      }),
    );
  });
});
