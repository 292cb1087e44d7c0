import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readToml, TomlDocument } from "../../src/syntax/toml.ts";

describe("readToml", () => {
  test("reads the values of a file", () => {
    const reading = readToml('[rule]\nname = "LSASS dump"\nrisk_score = 73\n');

    expect(reading).toMatchObject({ document: { values: { rule: { name: "LSASS dump", risk_score: 73 } } } });
  });

  test("says where and why a file is broken", () => {
    const reading = readToml('[rule]\nname = "LSASS dump\n');

    expect(reading).toMatchObject({ kind: "broken", line: 2 });
    expect(reading).not.toMatchObject({ reason: "" });
  });

  test("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void readToml(text)));
  });

  test("gives up on a hundred thousand brackets", () => {
    expect(readToml(`a = ${"[".repeat(100_000)}`).kind).toBe("broken");
  });
});

describe("the places of a TOML file", () => {
  test("a text between three apostrophes begins on the line behind them", () => {
    const text = "[rule]\nquery = '''\nprocess where\n  true\n'''\n";

    const query = documentOf(text).excerptOf("query", "process where\n  true\n", 1);

    expect([query.lineAt(0), query.lineAt(14)]).toEqual([3, 4]);
  });

  test("a text that begins right behind the apostrophes is on their line", () => {
    const query = documentOf("query = '''any where\ntrue'''").excerptOf("query", "any where\ntrue", 9);

    expect([query.lineAt(0), query.lineAt(10)]).toEqual([1, 2]);
  });

  test("line ends of Windows count once", () => {
    const query = documentOf("[rule]\r\nquery = '''\r\na\r\nb'''\r\n").excerptOf("query", "a\r\nb", 1);

    expect([query.lineAt(0), query.lineAt(3)]).toEqual([3, 4]);
  });

  test("escaped line ends are no line ends of the text", () => {
    const text = 'query = """\nprocess where \\\n   process.name == \\"cmd.exe\\" \\\n and true\n"""';
    const value = 'process where process.name == "cmd.exe" and true\n';

    const query = documentOf(text).excerptOf("query", value, 1);

    expect([query.lineAt(0), query.lineAt(value.indexOf("process.name")), query.lineAt(value.indexOf("and"))]).toEqual([
      2, 3, 4,
    ]);
  });

  test("escapes of code points are one character, or two units where they are that many", () => {
    const text = 'query = """\n\\u0041\\U0001F525\nb"""';

    expect(documentOf(text).excerptOf("query", "A🔥\nb", 1).lineAt(4)).toBe(3);
  });

  test("quotes right before the closing ones belong to the text", () => {
    expect(documentOf('query = """\na: "b""""').excerptOf("query", 'a: "b"', 9).lineAt(0)).toBe(2);
  });

  test("a text on one line is on that line", () => {
    expect(documentOf('[rule]\nquery = "a:b"\n').excerptOf("query", "a:b", 1).lineAt(0)).toBe(2);
  });

  test("a key of the same name with another value is passed over", () => {
    const text = "[[transform]]\nquery = '''\nSELECT\n'''\n[rule]\nquery = '''\nany where true\n'''\n";

    expect(documentOf(text).excerptOf("query", "any where true\n", 1).lineAt(0)).toBe(7);
  });

  test("one of a list is found by its text", () => {
    const text = "query = ['''\nfrom a\n''','''\nfrom b\n''']\n";

    expect(documentOf(text).excerptOf("query", "from b\n", 1).lineAt(0)).toBe(4);
  });

  test("a text that is nowhere to be found has the line that is given", () => {
    expect(documentOf("a = 1").excerptOf("query", "any where true", 8).lineAt(5)).toBe(8);
  });
});

function documentOf(text: string): TomlDocument {
  return new TomlDocument(text, {});
}
