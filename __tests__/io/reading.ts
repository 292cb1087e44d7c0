import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Content, FileTree, TreeEntry } from "../../src/io/file-tree.ts";
import { openRepository, type Repository } from "../../src/io/git/repository.ts";
import { type Files, type TestRepository, temporaryFolder } from "../support/git-repository.ts";

/** Opens a folder of a test repository for the length of the test. */
export async function open({ path, env }: TestRepository, folder = ""): Promise<Repository> {
  const repository = await openRepository({ directory: folder === "" ? path : `${path}/${folder}`, env });
  onTestFinished(() => repository.close());
  return repository;
}

/** A folder outside of any repository. */
export function folderWith(files: Files): string {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content ?? "");
  }
  return folder;
}

/** Every entry's path with its text, or with what kept it from being read. */
export async function readAll(tree: FileTree): Promise<Readonly<Record<string, string>>> {
  return readEntries(tree, await tree.entries());
}

export async function readEntries(
  tree: FileTree,
  entries: readonly TreeEntry[],
): Promise<Readonly<Record<string, string>>> {
  const texts: [string, string][] = [];
  await tree.read(entries, (entry, content) => texts.push([entry.path, textOf(content)]));
  return Object.fromEntries(texts);
}

function textOf(content: Content): string {
  switch (content.kind) {
    case "bytes":
      return Buffer.from(content.bytes).toString("utf8");
    case "text":
      return content.text;
    case "unreadable":
      return `unreadable: ${content.reason}`;
    case "too-large":
    case "not-a-file":
      return content.kind;
  }
}
