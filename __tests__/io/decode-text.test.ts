import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeText } from "../../src/io/decode-text.ts";
import { sizeLimit } from "../../src/io/file-tree.ts";

const path = "rules/lsass.yml";

function decode(bytes: Uint8Array) {
  return decodeText(path, { kind: "bytes", bytes, blob: "" });
}

/** Code and place of the diagnostic, as `syntax-error 1:5`. */
function problem(bytes: Uint8Array): string {
  const decoded = decode(bytes);
  if (decoded.kind === "text") return decoded.text;
  const { code, location } = decoded.diagnostic;
  return `${code} ${location.line}:${location.column}`;
}

describe("decodeText", () => {
  test.each([
    ["UTF-8", Buffer.from("title: Zugriff auf Schlüssel \u{1f511}\r\n")],
    ["UTF-8 with a byte order mark", Buffer.from("\ufefftitle: Zugriff auf Schlüssel \u{1f511}\r\n")],
    ["UTF-16 LE with a byte order mark", Buffer.from("\ufefftitle: Zugriff auf Schlüssel \u{1f511}\r\n", "utf16le")],
    [
      "UTF-16 BE with a byte order mark",
      Buffer.from("\ufefftitle: Zugriff auf Schlüssel \u{1f511}\r\n", "utf16le").swap16(),
    ],
  ])("reads %s, without the mark and with its line ends", (_, bytes) => {
    expect(decode(bytes)).toEqual({ kind: "text", text: "title: Zugriff auf Schlüssel \u{1f511}\r\n" });
  });

  test("reads an empty file as empty text", () => {
    expect(decode(new Uint8Array())).toEqual({ kind: "text", text: "" });
  });

  test("points at the first byte that is not UTF-8", () => {
    const latin1 = Buffer.from("title: Access\nauthor: André\n", "latin1");

    expect(decode(latin1)).toEqual({
      kind: "no-text",
      diagnostic: {
        code: "syntax-error",
        message: "The file is not valid UTF-8 text. Save it as UTF-8.",
        location: { path, line: 2, column: 13 },
      },
    });
  });

  test("points at the end of a text whose last character is cut off", () => {
    const cut = Buffer.from("id: é").subarray(0, -1);

    expect(problem(cut)).toBe("syntax-error 1:5");
  });

  test("points at half of a surrogate pair in UTF-16", () => {
    const lone = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("a\n", "utf16le"), Buffer.from([0x3d, 0xd8])]);

    expect(problem(Buffer.concat([lone, Buffer.from("b", "utf16le")]))).toBe("syntax-error 2:1");
  });

  test("takes a NUL character for a sign of a binary file", () => {
    expect(problem(Buffer.from("MZ\n\0\0"))).toBe("syntax-error 2:1");
  });

  test("takes UTF-16 without a byte order mark for binary", () => {
    expect(problem(Buffer.from("title", "utf16le"))).toBe("syntax-error 1:2");
  });

  test("tells a Git LFS pointer from a rule", () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 12345\n`;

    expect(problem(Buffer.from(pointer))).toBe("not-a-regular-file 1:1");
  });

  test("reads a rule that mentions the address of the pointer specification", () => {
    const text = "description: version https://git-lfs.github.com/spec/v1\n";

    expect(problem(Buffer.from(text))).toBe(text);
  });

  test.each([
    [{ kind: "too-large", size: sizeLimit + 1, limit: sizeLimit }, "limit-exceeded"],
    [{ kind: "not-a-file" }, "not-a-regular-file"],
    [{ kind: "unreadable", reason: "permission denied" }, "not-a-regular-file"],
  ] as const)("says why %o is no text", (content, code) => {
    const decoded = decodeText(path, content);

    expect(decoded).toMatchObject({ kind: "no-text", diagnostic: { code, location: { path, line: 1, column: 1 } } });
  });

  test("names the number of bytes that are too many", () => {
    const decoded = decodeText(path, { kind: "too-large", size: 3_000_000, limit: sizeLimit });

    expect(decoded).toMatchObject({
      diagnostic: {
        message: "The file has 3000000 bytes; files of more than 2097152 bytes are not read. Split it.",
      },
    });
  });

  test("gives text or a place inside the file, whatever the bytes", () => {
    const beginnings = fc.constantFrom([], [0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb, 0xbf]);

    fc.assert(
      fc.property(beginnings, fc.uint8Array({ maxLength: 64 }), (beginning, rest) => {
        const bytes = Uint8Array.from([...beginning, ...rest]);

        const decoded = decode(bytes);

        if (decoded.kind === "text") expect(decoded.text.length).toBeLessThanOrEqual(bytes.length);
        else expect(decoded.diagnostic.location.line).toBeLessThanOrEqual(bytes.length + 1);
        expect(decode(bytes)).toEqual(decoded);
      }),
    );
  });

  test("gives back every text that was written as UTF-8", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(!text.includes("\0") && !text.startsWith("\ufeff"));

        expect(decode(Buffer.from(text))).toEqual({ kind: "text", text });
      }),
    );
  });
});
