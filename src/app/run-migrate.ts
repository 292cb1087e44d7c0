import { resolve } from "node:path";
import { migrateFile } from "../analysis/migrate-file.ts";
import type { Catalogue } from "../attack/catalogue.ts";
import { decodeText } from "../io/decode-text.ts";
import type { FileTree } from "../io/file-tree.ts";
import { replaceText } from "../io/replace-text.ts";
import { addTo } from "../model/add-to.ts";
import type { Rule } from "../model/rule.ts";
import type { RepositoryPath } from "../model/source.ts";
import { type MigratedFile, type MigrationView, migratedText } from "../report/migration-view.ts";
import { readCorpora } from "./read-corpora.ts";
import {
  drawerOf,
  knowledgeFor,
  loadConfig,
  type Overrides,
  type Surroundings,
  withOverrides,
  withWorkingTree,
  workspaceOf,
} from "./workspace.ts";

export interface MigrateInputs extends Overrides {
  /** Whether to change the files, or only to say what would change. */
  readonly action: "write" | "show";
}

/** Moves the rule files of a folder to the version of ATT&CK that is in force. */
export async function runMigrate(inputs: MigrateInputs, surroundings: Surroundings): Promise<MigrationView> {
  const workspace = workspaceOf(surroundings, inputs);
  return await withWorkingTree(workspace, async (tree) => {
    const config = withOverrides((await loadConfig(workspace, tree)).config, inputs);
    const knowledge = await knowledgeFor(config, workspace, tree);
    const { readers: threads } = surroundings.threads;
    const { onProgress } = surroundings;
    const options = { config, knowledge, cache: drawerOf(workspace, knowledge), threads, onProgress };
    const [corpus] = await readCorpora([tree], options);
    const rules = corpus?.rules.map(({ rule }) => rule) ?? [];
    const files = await migrateFiles(tree, rules, knowledge.catalogue);
    const { domain, version } = knowledge.catalogue;
    return {
      tool: surroundings.tool,
      attack: { domain, version },
      written: inputs.action === "write",
      files: inputs.action === "write" ? await writeFiles(workspace.root, files) : files,
    };
  });
}

async function migrateFiles(
  tree: FileTree,
  rules: readonly Rule[],
  catalogue: Catalogue,
): Promise<readonly MigratedFile[]> {
  const byPath = new Map<RepositoryPath, Rule[]>();
  for (const rule of rules) {
    addTo(byPath, rule.path, rule);
  }
  const files: MigratedFile[] = [];
  const entries = (await tree.entries()).filter(({ path }) => byPath.has(path));
  await tree.read(entries, ({ path }, content) => {
    const decoded = decodeText(path, content);
    if (decoded.kind === "no-text") return;
    const { text } = decoded;
    const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
    const migration = migrateFile(byPath.get(path) ?? [], lines, catalogue);
    if (migration.edits.length + migration.left.length > 0) {
      files.push({ path, text, ...migration, unwritten: undefined });
    }
  });
  return files;
}

async function writeFiles(root: string, files: readonly MigratedFile[]): Promise<readonly MigratedFile[]> {
  const written: MigratedFile[] = [];
  for (const file of files) {
    const unwritten =
      file.edits.length === 0
        ? undefined
        : await replaceText(resolve(root, file.path), { before: file.text, after: migratedText(file) });
    written.push({ ...file, unwritten });
  }
  return written;
}
