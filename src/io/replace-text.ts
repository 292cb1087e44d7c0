import { readFile, writeFile } from "node:fs/promises";

/**
 * Writes a file's text anew if it still is what it was; a byte order mark stays. Returns why it was not written, as a
 * clause, or undefined.
 */
export async function replaceText(
  path: string,
  { before, after }: { readonly before: string; readonly after: string },
): Promise<string | undefined> {
  try {
    const bytes = await readFile(path);
    const mark = bytes.subarray(0, 3).equals(byteOrderMark) ? byteOrderMark : Buffer.alloc(0);
    if (!bytes.subarray(mark.length).equals(Buffer.from(before))) return "it is not UTF-8, or has changed meanwhile";
    await writeFile(path, Buffer.concat([mark, Buffer.from(after)]));
    return undefined;
  } catch (error) {
    return `the system answers ${error instanceof Error && "code" in error ? String(error.code) : "with an unknown fault"}`;
  }
}

const byteOrderMark = Buffer.from("\u{feff}");
