import type { FileRules, FileRulesChange } from "../analysis/corpus-history.ts";
import type { RuleWithEvents } from "../analysis/link.ts";
import { EventSpellings } from "../canon/known-events.ts";
import { decodeText } from "../io/decode-text.ts";
import type { FileTree, TreeEntry } from "../io/file-tree.ts";
import type { DatedCommit, FileChange } from "../io/git/file-history.ts";
import { openCommit } from "../io/git/git-tree.ts";
import type { Repository } from "../io/git/repository.ts";
import { compareText } from "../model/order.ts";
import type { RepositoryPath } from "../model/source.ts";
import {
  type CompanionFiles,
  type CompanionReader,
  createCompanionMatcher,
  createCompanionReader,
  usesCompanions,
} from "./companion-files.ts";
import { createSelection, type ReadOptions, type SelectedFile } from "./read-corpora.ts";
import { createFileReader, type FileReading, noRules } from "./read-file.ts";
import { readWithThreads, type Work } from "./read-with-threads.ts";
import { ValueTotal } from "./value-total.ts";

/** What several commits changed, one after the other: see {@link fileChanges}. */
export interface CommitChanges {
  readonly repository: Repository;
  readonly commits: readonly DatedCommit[];
  /** In step with the commits. */
  readonly changes: readonly (readonly FileChange[])[];
}

/**
 * Reads what rule files of several commits hold, as changes from commit to commit, in step with the commits.
 *
 * Each version of a file is read once, also where it comes again. Only what companion files are a part of, such as
 * macros, is read anew where these change.
 */
export async function readHistory(
  history: CommitChanges,
  options: ReadOptions,
): Promise<readonly (readonly FileRulesChange[])[]> {
  const reader = new HistoryReader(history, options);
  const steps: (readonly FileRulesChange[])[] = [];
  for (const [index, commit] of history.commits.entries()) {
    steps.push(await reader.step(commit, history.changes[index] ?? []));
  }
  return steps;
}

class HistoryReader {
  readonly #repository: Repository;
  readonly #options: ReadOptions;
  readonly #select: (entry: TreeEntry) => SelectedFile | undefined;
  readonly #isCompanion: (path: RepositoryPath) => boolean;
  readonly #readCompanionFiles: CompanionReader;
  /** Rule files of the commit that was read last. */
  readonly #files = new Map<RepositoryPath, SelectedFile>();
  readonly #companionEntries = new Map<RepositoryPath, TreeEntry>();
  #companions: CompanionFiles = { lists: [], listOf: new Map(), fingerprints: [] };
  /** Numbers of what the lists of companion files hold. */
  readonly #fingerprints = new Map<string, number>();
  #read: (file: Parameters<ReturnType<typeof createFileReader>>[0]) => FileReading = () => noRules;
  readonly #readings = new Map<string, FileReading>();
  readonly #contents = new Map<FileReading, FileRules>();
  readonly #spellings = new EventSpellings();
  readonly #values = new ValueTotal();
  readonly #total: number;
  #done = 0;

  constructor({ repository, changes }: CommitChanges, options: ReadOptions) {
    const { sources } = options.config;
    this.#repository = repository;
    this.#options = options;
    this.#select = createSelection(sources);
    this.#isCompanion = createCompanionMatcher(sources);
    this.#readCompanionFiles = createCompanionReader(sources);
    const versions = changes.flat().flatMap(({ entry }) => (entry !== undefined && this.#select(entry) ? [entry] : []));
    this.#total = new Set(versions.map(versionOf)).size;
  }

  async step(commit: DatedCommit, changes: readonly FileChange[]): Promise<readonly FileRulesChange[]> {
    const touched = new Set<RepositoryPath>();
    let isCompanionTouched = this.#companions.lists.length === 0;
    for (const { path, entry } of changes) {
      if (this.#isCompanion(path)) {
        isCompanionTouched = true;
        put(this.#companionEntries, path, entry);
      }
      const file = entry === undefined ? undefined : this.#select(entry);
      if (file === undefined && !this.#files.has(path)) continue;
      put(this.#files, path, file);
      touched.add(path);
    }
    const tree = openCommit(this.#repository, commit.commit);
    if (isCompanionTouched) for (const path of await this.#readCompanions(tree)) touched.add(path);
    const files = [...touched].flatMap((path) => this.#files.get(path) ?? []);
    await this.#readFiles(tree, files);
    return [...touched].sort(compareText).map((path) => ({ path, content: this.#contentOf(path) }));
  }

  /** Reads the companion files as they are now, and returns the paths of rule files that may hold something else by that. */
  async #readCompanions(tree: FileTree): Promise<readonly RepositoryPath[]> {
    const entries = [...this.#companionEntries.values()].sort((a, b) => compareText(a.path, b.path));
    const before = [...this.#files.values()].map((file) => ({ file, key: this.#keyWith(file) }));
    this.#companions = await this.#readCompanionFiles(tree, entries);
    this.#read = createFileReader(this.#companions.lists, this.#options.knowledge);
    return before.filter(({ file, key }) => this.#keyWith(file) !== key).map(({ file }) => file.entry.path);
  }

  async #readFiles(tree: FileTree, files: readonly SelectedFile[]): Promise<void> {
    const { config, threads } = this.#options;
    const wanted = files.filter((file) => this.#readingOf(file) === undefined);
    const byEntry = new Map(wanted.map((file) => [file.entry, file]));
    const take = (file: SelectedFile, reading: FileReading) => this.#keep(file, reading);
    const load: Work<SelectedFile>["load"] = (items, takeFile) =>
      tree.read(
        items.map(({ entry }) => entry),
        (entry, content) => {
          const file = byEntry.get(entry);
          if (file === undefined) return;
          const { path } = entry;
          const decoded = decodeText(path, content);
          if (decoded.kind === "no-text") take(file, { ...noRules, diagnostics: [decoded.diagnostic] });
          else {
            takeFile(file, {
              path,
              text: decoded.text,
              format: file.source.format,
              companions: this.#listOf(file),
            });
          }
        },
      );
    const settings = {
      config: { fields: config.fields, events: config.events },
      companions: this.#companions.lists,
    };
    await readWithThreads({ items: wanted, load, take }, this.#read, { threads, settings });
  }

  #keep(file: SelectedFile, reading: FileReading): void {
    this.#values.add(file.entry.path, reading);
    this.#readings.set(usesCompanions(reading.format) ? this.#keyWith(file) : versionOf(file.entry), reading);
    this.#done++;
    this.#options.onProgress?.(Math.min(this.#done, this.#total), this.#total);
  }

  #readingOf(file: SelectedFile): FileReading | undefined {
    return this.#readings.get(versionOf(file.entry)) ?? this.#readings.get(this.#keyWith(file));
  }

  #listOf({ source }: SelectedFile): number {
    return this.#companions.listOf.get(source) ?? 0;
  }

  #keyWith(file: SelectedFile): string {
    const fingerprint = this.#companions.fingerprints[this.#listOf(file)] ?? "";
    const number = this.#fingerprints.get(fingerprint) ?? this.#fingerprints.size;
    this.#fingerprints.set(fingerprint, number);
    return `${number} ${versionOf(file.entry)}`;
  }

  #contentOf(path: RepositoryPath): FileRules | undefined {
    const file = this.#files.get(path);
    const reading = file === undefined ? undefined : this.#readingOf(file);
    if (reading === undefined) return undefined;
    const known = this.#contents.get(reading);
    if (known !== undefined) return known;
    const content = { rules: reading.rules.map((rule) => this.#spelled(rule)), filters: reading.filters };
    this.#contents.set(reading, content);
    return content;
  }

  /** An operation that rules spell in several ways is one event. */
  #spelled(entry: RuleWithEvents): RuleWithEvents {
    const events = this.#spellings.ofRule(entry.events);
    return events === entry.events ? entry : { ...entry, events };
  }
}

/** The same for the same content at the same path. */
function versionOf({ path, blob, kind }: TreeEntry): string {
  return `${blob ?? kind} ${path}`;
}

function put<Value>(map: Map<string, Value>, key: string, value: Value | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
