import { basename, dirname, resolve } from "node:path";
import type { Config } from "../config/config.ts";
import { configPaths, findConfigPath } from "../config/config-paths.ts";
import { parseConfig } from "../config/load.ts";
import { formats } from "../formats/index.ts";
import type { CacheFolder } from "../io/cache-folder.ts";
import type { DataFolder } from "../io/data-folder.ts";
import { type Decoded, decodeText } from "../io/decode-text.ts";
import type { Content, FileTree, TreeEntry } from "../io/file-tree.ts";
import { openGitTree } from "../io/git/git-tree.ts";
import { findRepository, openRepository, type Repository } from "../io/git/repository.ts";
import { readLocalFile } from "../io/local-file.ts";
import type { Writer } from "../io/site-folder.ts";
import { openWorkingTree } from "../io/working-tree.ts";
import { ConfigError } from "../model/config-error.ts";
import type { CalendarDate, FailOn } from "../model/policy.ts";
import type { Lifecycle } from "../model/rule.ts";
import { checks } from "../policy/checks/index.ts";
import type { Tool } from "../report/diff-view.ts";
import type { HelperThreads } from "./helper-threads.ts";
import { type Knowledge, loadKnowledge, readShippedDictionaries, type ShippedDictionaries } from "./knowledge.ts";
import type { ReportProgress } from "./progress.ts";
import type { CacheDrawer } from "./readings/reading-cache.ts";

/** What the world hands to a run; entry points make it, nothing else reads the process. */
export interface Surroundings {
  /** Absolute path that relative ones are relative to. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly data: DataFolder;
  /** Folder of the embedded example. */
  readonly examples: string;
  readonly tool: Tool;
  readonly threads: HelperThreads;
  /** Undefined: nothing is kept from run to run. */
  readonly cache: CacheFolder | undefined;
  readonly onProgress: ReportProgress;
  /** Tells what this run has begun to write from what others write, or have left. */
  readonly process: Writer;
  /** The day that waivers are held against; no document shows it. */
  readonly today: CalendarDate;
}

/** What a person or workflow may say beside the configuration, and over it. */
export interface Overrides {
  /** Folder with the rules; by default the current one. */
  readonly root: string | undefined;
  /** A configuration file on disk, in place of the one in the repository. */
  readonly config: string | undefined;
  /** `18.1`, `19` or a STIX file. */
  readonly attack: string | undefined;
  readonly lifecycle: readonly Lifecycle[] | undefined;
  readonly failOn: FailOn | undefined;
}

/** The folder that a run is about, and its repository where it is in one. */
export interface Workspace {
  readonly root: string;
  readonly surroundings: Surroundings;
  readonly overrides: Overrides;
  /** Read once, when they are first asked for. */
  readonly dictionaries: () => Promise<ShippedDictionaries>;
}

export function workspaceOf(surroundings: Surroundings, overrides: Overrides): Workspace {
  const root = resolve(surroundings.directory, overrides.root ?? ".");
  let read: Promise<ShippedDictionaries> | undefined;
  const dictionaries = () => {
    read ??= readShippedDictionaries(surroundings.data);
    return read;
  };
  return { root, surroundings, overrides, dictionaries };
}

/** Where the readings of a folder's files are kept. */
export function drawerOf(
  { root, surroundings: { cache } }: Workspace,
  { fingerprint }: { readonly fingerprint: string },
): CacheDrawer | undefined {
  return cache === undefined ? undefined : { folder: cache, name: `${root}\n${fingerprint}` };
}

/** Runs with the repository open; a ConfigError where the folder is in none. Closes it in the end. */
export async function withRepository<Result>(
  { root, surroundings }: Workspace,
  run: (repository: Repository) => Promise<Result>,
): Promise<Result> {
  const repository = await openRepository({ directory: root, env: surroundings.env });
  try {
    return await run(repository);
  } finally {
    await repository.close();
  }
}

/** Runs with the files of the folder as they are, in a repository or not. */
export async function withWorkingTree<Result>(
  { root, surroundings }: Workspace,
  run: (tree: FileTree, repository: Repository | undefined) => Promise<Result>,
): Promise<Result> {
  const repository = await findRepository({ directory: root, env: surroundings.env });
  try {
    return await run(openWorkingTree(root, repository), repository);
  } finally {
    await repository?.close();
  }
}

export interface LoadedConfig {
  readonly config: Config;
  /** Undefined where there is none, and the defaults hold. */
  readonly path: string | undefined;
}

/** The configuration of a tree, or the file on disk that the overrides name; without the other overrides. */
export async function loadConfig(workspace: Workspace, tree: FileTree): Promise<LoadedConfig> {
  const { config: file } = workspace.overrides;
  if (file !== undefined) {
    const text = await readLocalFile(resolve(workspace.surroundings.directory, file));
    return { config: parseConfig(text, file, { checks, formats }), path: file };
  }
  const possible: ReadonlySet<string> = new Set(configPaths);
  const present = (await tree.entries()).filter((entry) => possible.has(entry.path));
  const path = findConfigPath(new Set(present.map((entry) => entry.path)));
  const text = path === undefined ? "" : await readFromTree(tree, path);
  return { config: parseConfig(text, path ?? configPaths[0], { checks, formats }), path };
}

/** As {@link loadConfig}, for a commit: a file that the overrides name is read as it was then, if it was there. */
export async function loadConfigAt(workspace: Workspace, tree: FileTree): Promise<LoadedConfig> {
  const { overrides, surroundings } = workspace;
  if (overrides.config === undefined) return await loadConfig(workspace, tree);
  const path = resolve(surroundings.directory, overrides.config);
  const repository = await findRepository({ directory: dirname(path), env: surroundings.env });
  if (repository === undefined) return await loadConfig(workspace, tree);
  try {
    const folder = await openGitTree(repository, tree.revision);
    const isThere = (await folder.entries()).some((entry) => entry.path === basename(path));
    if (!isThere) return { config: parseConfig("", overrides.config, { checks, formats }), path: undefined };
    const text = await readFromTree(folder, basename(path));
    return { config: parseConfig(text, overrides.config, { checks, formats }), path: overrides.config };
  } finally {
    await repository.close();
  }
}

/** The text of a file of a tree; undefined where it is not there. */
export async function readIfThere(tree: FileTree, path: string): Promise<string | undefined> {
  const isThere = (await tree.entries()).some((entry) => entry.path === path);
  return isThere ? await readFromTree(tree, path) : undefined;
}

/** The text of a file of a tree; a ConfigError where it is not there, is no text, or has more bytes than `limit`. */
export async function readFromTree(tree: FileTree, path: string, limit?: number): Promise<string> {
  const entry = (await tree.entries()).find((candidate) => candidate.path === path);
  if (entry === undefined) throw new ConfigError(`The file "${path}" is not in ${tree.revision}; check its name.`);
  let decoded: Decoded | undefined;
  const take = (_: TreeEntry, content: Content) => {
    decoded = decodeText(path, content);
  };
  await tree.read([entry], take, limit);
  return textOf(decoded, path);
}

/** In bytes. MITRE's largest bundle has a third of it. */
const bundleSizeLimit = 128 * 1024 * 1024;

/** A bundle that a person names is on their disk; one that a configuration names is in the repository, like itself. */
export function readBundleWith(
  { overrides, surroundings }: Workspace,
  judge: FileTree,
): (path: string) => Promise<string> {
  return (path) =>
    overrides.attack === undefined
      ? readFromTree(judge, path, bundleSizeLimit)
      : readLocalFile(resolve(surroundings.directory, path));
}

/** What a configuration asks for of ATT&CK, fields and events; `judge` is the tree that it is from. */
export function knowledgeFor(config: Config, workspace: Workspace, judge: FileTree): Promise<Knowledge> {
  const { data } = workspace.surroundings;
  return loadKnowledge(config, data, readBundleWith(workspace, judge), workspace.dictionaries());
}

function textOf(decoded: Decoded | undefined, path: string): string {
  if (decoded?.kind === "text") return decoded.text;
  throw new ConfigError(`${path}: ${decoded?.diagnostic.message ?? "The file can't be read."}`);
}

/** A configuration with what was said over it. */
export function withOverrides(config: Config, { attack, lifecycle, failOn }: Overrides): Config {
  return {
    ...config,
    attack: attack === undefined ? config.attack : attackChoice(attack, config),
    count: { ...config.count, lifecycle: lifecycle ?? config.count.lifecycle },
    policy: { ...config.policy, failOn: failOn ?? config.policy.failOn },
    suites: config.suites.map((suite) => ({
      ...suite,
      policy: { ...suite.policy, failOn: failOn ?? suite.policy.failOn },
    })),
  };
}

/** A version that comes along, else the path of a bundle. */
function attackChoice(text: string, { attack: { domain } }: Config): Config["attack"] {
  if (/^\d+(?:\.\d+)?$/.test(text)) return { kind: "built-in", domain, version: text };
  return { kind: "bundle", domain, path: text };
}
