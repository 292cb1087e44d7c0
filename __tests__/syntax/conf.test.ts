import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ConfFile, readConf } from "../../src/syntax/conf.ts";

/** Each setting as `[stanza] key = value`, with its line. */
function settingsOf({ stanzas }: ConfFile): readonly (readonly [string, number])[] {
  return stanzas.flatMap(({ name, settings }) =>
    [...settings].map(([key, { value, line }]) => [`[${name}] ${key} = ${value.text}`, line] as const),
  );
}

describe("readConf", () => {
  test("reads stanzas and their settings, each with its line", () => {
    const text = "[Access to LSASS]\nsearch = index=sysmon EventCode=10\n\n[ Run key set ]\n  disabled=1\n";

    const file = readConf(text);

    expect(file.stanzas.map(({ name, line }) => [name, line])).toEqual([
      ["Access to LSASS", 1],
      ["Run key set", 4],
    ]);
    expect(settingsOf(file)).toEqual([
      ["[Access to LSASS] search = index=sysmon EventCode=10", 2],
      ["[Run key set] disabled = 1", 5],
    ]);
    expect(file.faults).toEqual([]);
  });

  test("joins the lines that backslashes continue, and knows the line of each", () => {
    const text =
      "[Access to LSASS]\nsearch = index=sysmon \\\n    EventCode=10 \\\n| stats count\ncron_schedule = 0 * * * *\n";

    const [stanza] = readConf(text).stanzas;
    const search = stanza?.settings.get("search")?.value;

    expect(search?.text).toBe("index=sysmon \n    EventCode=10 \n| stats count");
    expect(
      [0, search?.text.indexOf("EventCode") ?? 0, search?.text.indexOf("| stats") ?? 0].map((offset) =>
        search?.lineAt(offset),
      ),
    ).toEqual([2, 3, 4]);
    expect(stanza?.settings.get("cron_schedule")?.line).toBe(5);
  });

  test("takes a hash for a comment at the beginning of a line only, and never within a value", () => {
    const text =
      "# Rules of the SOC\n[Tor used]\n  # by exit nodes\nsearch = index=proxy \\\n# url=*.onion\ndescription = 100 # all of them\n";

    expect(settingsOf(readConf(text))).toEqual([
      ["[Tor used] search = index=proxy \n# url=*.onion", 4],
      ["[Tor used] description = 100 # all of them", 6],
    ]);
  });

  test("puts what stands before every header into the default stanza", () => {
    expect(settingsOf(readConf("disabled = 1\n[default]\nenableSched = 1\n"))).toEqual([
      ["[default] disabled = 1", 1],
      ["[default] enableSched = 1", 3],
    ]);
  });

  test("adds to a stanza that stands there again, and the last of two settings counts", () => {
    const file = readConf("[Tor used]\nsearch = a\ndisabled = 1\n[Other]\n[Tor used]\nsearch = b\n");

    expect(file.stanzas.map(({ name, line }) => [name, line])).toEqual([
      ["Tor used", 1],
      ["Other", 4],
    ]);
    expect(settingsOf(file)).toEqual([
      ["[Tor used] search = b", 6],
      ["[Tor used] disabled = 1", 3],
    ]);
  });

  test("takes a value with an equals sign, an empty one, and a name with brackets as they are", () => {
    expect(
      settingsOf(readConf("[by_user(2)]\ndefinition = user=$a$ AND dest=$b$\nargs =\n[a [b] c]\nx = 1\n")),
    ).toEqual([
      ["[by_user(2)] definition = user=$a$ AND dest=$b$", 2],
      ["[by_user(2)] args = ", 3],
      ["[a [b] c] x = 1", 5],
    ]);
  });

  test("names the lines that are neither, and reads the others", () => {
    const file = readConf("[Tor used]\nindex=proxy\nthis is no setting\n= neither\n");

    expect(settingsOf(file)).toEqual([["[Tor used] index = proxy", 2]]);
    expect(file.faults.map(({ line }) => line)).toEqual([3, 4]);
  });

  test("reads a last line that a backslash ends", () => {
    expect(settingsOf(readConf("[Tor used]\nsearch = index=proxy \\"))).toEqual([
      ["[Tor used] search = index=proxy \\", 2],
    ]);
  });

  test("reads the line ends of every system alike", () => {
    const text = "[Tor used]\nsearch = index=proxy \\\nurl=*.onion\n";

    expect(settingsOf(readConf(text.replaceAll("\n", "\r\n")))).toEqual(settingsOf(readConf(text)));
  });

  test("never throws, and every line is one of the file", () => {
    const piece = fc.constantFrom("[", "]", "=", "\\", "\n", "\r\n", "#", " ", "search", "a");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join("");
        const lines = text.split(/\r\n?|\n/).length;

        const { stanzas, faults } = readConf(text);

        const places = stanzas.flatMap(({ line, settings }) => [
          line,
          ...[...settings.values()].flatMap((setting) => [
            setting.line,
            setting.value.lineAt(setting.value.text.length),
          ]),
        ]);
        for (const line of [...places, ...faults.map((fault) => fault.line)]) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
        }
      }),
    );
  });
});
