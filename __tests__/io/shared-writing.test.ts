import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SharedWriting, type WriterThreads } from "../../src/io/shared-writing.ts";
import { createFileWriter, type FileBatch } from "../../src/io/write-files.ts";
import { temporaryFolder } from "../support/git-repository.ts";

type Answer = (batch: FileBatch, folder: string) => Promise<string | undefined>;

/** One thread that is always free, and remembers how many files it was sent. */
function oneThread(answer: Answer): WriterThreads & { readonly sent: { files: number; isClosed: boolean } } {
  const sent = { files: 0, isClosed: false };
  return {
    sent,
    count: 1,
    start: (folder) => ({
      isFree: () => true,
      ask(batch) {
        sent.files += batch.files.length;
        return answer(batch, folder);
      },
      async close() {
        sent.isClosed = true;
      },
    }),
  };
}

async function write(files: number, threads: WriterThreads): Promise<string> {
  const folder = temporaryFolder();
  const writing = new SharedWriting(folder, threads);
  for (let index = 0; index < files; index++) await writing.add(`rule/${index}.html`, `Page ${index}`);
  await writing.finish();
  return folder;
}

const writes: Answer = async (batch, folder) => {
  createFileWriter(folder)(batch);
  return undefined;
};

function textsIn(folder: string): readonly string[] {
  return readdirSync(join(folder, "rule"))
    .map((name) => readFileSync(join(folder, "rule", name), "utf8"))
    .sort();
}

function pages(files: number): readonly string[] {
  return Array.from({ length: files }, (_, index) => `Page ${index}`).sort();
}

describe("writing with a second thread", () => {
  test("writes every file, whoever does it", async () => {
    const threads = oneThread(writes);

    const folder = await write(1_500, threads);

    expect(textsIn(folder)).toEqual(pages(1_500));
    expect(threads.sent.files).toBeGreaterThan(0);
    expect(threads.sent.isClosed).toBe(true);
  });

  test("starts none for a thousand files", async () => {
    const threads = oneThread(writes);

    const folder = await write(1_000, threads);

    expect(textsIn(folder)).toEqual(pages(1_000));
    expect(threads.sent.files).toBe(0);
  });

  test("writes here what a thread was sent that has died", async () => {
    const folder = await write(
      1_500,
      oneThread(() => Promise.reject(new Error("The thread has ended."))),
    );

    expect(textsIn(folder)).toEqual(pages(1_500));
  });

  test("fails with the system's word where a thread could not write", async () => {
    const full = oneThread(async () => "ENOSPC");

    await expect(write(1_500, full)).rejects.toMatchObject({ code: "ENOSPC" });
  });
});
