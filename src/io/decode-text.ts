import type { Diagnostic, RepositoryPath } from "../model/source.ts";
import type { Content } from "./file-tree.ts";

/** What became of a file on the way to text. */
export type Decoded =
  /** Without a byte order mark. */
  { readonly kind: "text"; readonly text: string } | { readonly kind: "no-text"; readonly diagnostic: Diagnostic };

/**
 * Makes text of what reading an entry gave, or says why there is none. Never throws.
 *
 * UTF-8 is read with and without a byte order mark, UTF-16 with one. Nothing is guessed and nothing is replaced:
 * text in another encoding would give rules that look for something else than their author meant.
 */
export function decodeText(path: RepositoryPath, content: Content): Decoded {
  switch (content.kind) {
    case "bytes":
      return decodeBytes(path, content.bytes);
    case "text":
      return checkText(path, content.text);
    case "too-large":
      return noText(path, {
        code: "limit-exceeded",
        message: `The file has ${content.size} bytes; files of more than ${content.limit} bytes are not read. Split it.`,
      });
    case "not-a-file":
      return noText(path, {
        code: "not-a-regular-file",
        message: "This is a symbolic link or a submodule, which is not followed. Put the file itself in its place.",
      });
    case "unreadable":
      return noText(path, { code: "not-a-regular-file", message: `The file cannot be read: ${content.reason}.` });
  }
}

function decodeBytes(path: RepositoryPath, bytes: Uint8Array): Decoded {
  const encoding = encodingOf(bytes);
  const text = decodeAs(encoding, bytes);
  if (text === undefined) {
    return noText(path, {
      code: "syntax-error",
      message: `The file is not valid ${encoding.toUpperCase()} text. Save it as UTF-8.`,
      ...firstInvalid(encoding, bytes),
    });
  }
  return checkText(path, text);
}

function checkText(path: RepositoryPath, text: string): Decoded {
  if (text.startsWith(largeFilePointer) && text.length < 1024) {
    return noText(path, {
      code: "not-a-regular-file",
      message:
        "This is a Git LFS pointer; its content is kept elsewhere. Take rule files out of LFS (git lfs migrate export).",
    });
  }
  const nul = text.indexOf("\0");
  if (nul === -1) return { kind: "text", text };
  return noText(path, {
    code: "syntax-error",
    message: "The file holds a NUL character, so it is binary and no text. Save it as UTF-8 text, or leave it out.",
    ...endOf(text.slice(0, nul)),
  });
}

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return "utf-8";
}

/** Undefined where the bytes are not of that encoding. */
function decodeAs(encoding: Encoding, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The first place that is not of the encoding, found by halving: of valid text every beginning is valid too. */
function firstInvalid(encoding: Encoding, bytes: Uint8Array): Position {
  let valid = 0;
  let invalid = bytes.length + 1;
  while (invalid - valid > 1) {
    const middle = Math.floor((valid + invalid) / 2);
    if (beginningOf(encoding, bytes, middle) === undefined) invalid = middle;
    else valid = middle;
  }
  return endOf(beginningOf(encoding, bytes, valid) ?? "");
}

/** The text of the first bytes, without a character that they cut off; undefined where they are not valid. */
function beginningOf(encoding: Encoding, bytes: Uint8Array, length: number): string | undefined {
  if (length > bytes.length) return undefined;
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
  } catch {
    return undefined;
  }
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the character after a text stands. */
function endOf(text: string): Position {
  return { line: text.split("\n").length, column: text.length - text.lastIndexOf("\n") };
}

/** How a small text file begins that names an object on another server (Git LFS specification, "The Pointer"). */
const largeFilePointer = "version https://git-lfs.github.com/spec/";

interface Reason extends Partial<Position> {
  readonly code: Diagnostic["code"];
  readonly message: string;
}

function noText(path: RepositoryPath, { code, message, line = 1, column = 1 }: Reason): Decoded {
  return { kind: "no-text", diagnostic: { code, message, location: { path, line, column } } };
}
