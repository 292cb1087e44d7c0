import { configPaths } from "../config/config-paths.ts";
import { type FoundFolder, foldersOf, starterConfig } from "../config/starter-config.ts";
import { starterWorkflow } from "../config/starter-workflow.ts";
import type { FileTree } from "../io/file-tree.ts";
import { writeBelow } from "../io/local-file.ts";
import { ConfigError } from "../model/config-error.ts";
import type { RepositoryPath } from "../model/source.ts";
import { escapeTerminal } from "../report/text/escape-terminal.ts";
import { plural } from "../report/words.ts";
import { takeSnapshots } from "./snapshots.ts";
import {
  loadConfig,
  type Overrides,
  type Surroundings,
  type Workspace,
  withOverrides,
  withWorkingTree,
  workspaceOf,
} from "./workspace.ts";

export interface InitInputs extends Overrides {
  /** What to do with files that are there. */
  readonly existing: "overwrite" | "keep";
}

const workflowPath = ".github/workflows/detcov.yml";

/** Writes what a repository needs to begin with; says what it wrote and what comes next. */
export async function runInit(inputs: InitInputs, surroundings: Surroundings): Promise<string> {
  // What is written is the repository's, wherever a person keeps another configuration.
  const workspace = workspaceOf(surroundings, { ...inputs, config: undefined });
  const [configPath] = configPaths;
  const present = await presentFiles(workspace);
  if (inputs.existing === "keep" && present.length > 0) {
    const names = present.map((path) => `"${path}"`).join(" and ");
    const verb = present.length === 1 ? "is" : "are";
    throw new ConfigError(
      `${names} ${verb} there already. \`detcov init --force\` writes ${configPath} and ${workflowPath} anew.`,
    );
  }
  const folders = await findFolders(workspace);
  const written = present.find((path) => path !== workflowPath) ?? configPath;
  await writeBelow(workspace.root, written, starterConfig(folders));
  await writeBelow(workspace.root, workflowPath, starterWorkflow);
  return report(written, folders);
}

async function presentFiles(workspace: Workspace): Promise<readonly RepositoryPath[]> {
  return await withWorkingTree(workspace, async (tree) => {
    const paths = new Set((await tree.entries()).map(({ path }) => path));
    return [...configPaths, workflowPath].filter((path) => paths.has(path));
  });
}

/** Reads all that can be read, as if there were no configuration. */
async function findFolders(workspace: Workspace): Promise<readonly FoundFolder[]> {
  return await withWorkingTree(workspace, async (tree) => {
    const hidden: FileTree = {
      revision: tree.revision,
      entries: async () => (await tree.entries()).filter((entry) => !isOurs(entry.path)),
      read: (entries, take, limit) => tree.read(entries, take, limit),
    };
    const config = withOverrides((await loadConfig(workspace, hidden)).config, workspace.overrides);
    const { snapshots } = await takeSnapshots([hidden], config, workspace, hidden);
    return foldersOf((snapshots[0]?.rules ?? []).map(({ rule }) => rule));
  });
}

/** Set-up of tools, ours among it: no rules. */
function isOurs(path: RepositoryPath): boolean {
  return path.startsWith(".") || configPaths.some((known) => known === path);
}

function report(configPath: RepositoryPath, folders: readonly FoundFolder[]): string {
  const found = folders.map(({ folder, format, rules, lifecycles }) => {
    const place = folder === "" ? "the whole repository" : escapeTerminal(`${folder}/`);
    return `  ${place}: ${plural(rules, `${format} rule`)}${lifecycles.length === 0 ? "" : `, ${lifecycles.join(", ")}`}`;
  });
  const lines = found.length === 0 ? ["  no rules yet; every rule that comes is read"] : found;
  return [
    "Found",
    ...lines,
    "",
    "Written",
    `  ${configPath}`,
    `  ${workflowPath}`,
    "",
    "Next",
    "  1. Read them: every key is explained where it stands.",
    "  2. detcov ratchet --write     accept what is found today, so that only new findings count",
    "  3. Commit .github and open a pull request: its run is green, and so is each that brings nothing new.",
    "",
  ].join("\n");
}
