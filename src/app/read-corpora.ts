import picomatch from "picomatch";
import type { Corpus } from "../analysis/analyse.ts";
import type { RuleWithEvents } from "../analysis/link.ts";
import { EventSpellings } from "../canon/known-events.ts";
import { sortedOnce } from "../canon/look.ts";
import type { Config, RuleSource } from "../config/config.ts";
import { formats } from "../formats/index.ts";
import { decodeText } from "../io/decode-text.ts";
import type { FileTree, TreeEntry } from "../io/file-tree.ts";
import type { RepositoryPath, SourceFile } from "../model/source.ts";
import type { Knowledge } from "./knowledge.ts";
import { candidates, createFileReader, type FileReading, noRules } from "./read-file.ts";
import { type ReaderThreads, readWithThreads, type Work } from "./read-with-threads.ts";

export interface ReadOptions {
  readonly config: Pick<Config, "sources" | "fields" | "events">;
  readonly knowledge: Knowledge;
  /** Threads that may help. */
  readonly threads: ReaderThreads;
  /** Told after each file how many of how many are read, for a progress line. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Reads the rules of several revisions, the first one first.
 *
 * A file that two revisions share, at the same path with the same content, is read and parsed once.
 */
export async function readCorpora(trees: readonly FileTree[], options: ReadOptions): Promise<readonly Corpus[]> {
  const readings = trees.length > 1 ? new Map<string, FileReading>() : undefined;
  const corpora: Corpus[] = [];
  for (const tree of trees) corpora.push(await readCorpus(tree, readings, options));
  return withOneSpelling(corpora);
}

/** An operation that rules spell in several ways is one event. Rules that spell it as the first one does stay as they are. */
function withOneSpelling(corpora: readonly Corpus[]): readonly Corpus[] {
  const spellings = new EventSpellings();
  const changed = new Map<RuleWithEvents, RuleWithEvents>();
  const spell = (entry: RuleWithEvents): RuleWithEvents => {
    const events = entry.events.map((event) => spellings.of(event));
    if (events.every((event, index) => event === entry.events[index])) return entry;
    const known = changed.get(entry) ?? { ...entry, events: sortedOnce(events) };
    changed.set(entry, known);
    return known;
  };
  return corpora.map((corpus) => ({ ...corpus, rules: corpus.rules.map(spell) }));
}

/** `known` remembers readings from tree to tree; undefined where there is only one. */
async function readCorpus(
  tree: FileTree,
  known: Map<string, FileReading> | undefined,
  options: ReadOptions,
): Promise<Corpus> {
  const selected = selectFiles(await tree.entries(), options.config.sources);
  const companions = await readCompanions(tree, selected);
  const keyOf = ({ path }: TreeEntry, blob: string) => readingKey(path, blob, companions);
  const results = new Map<RepositoryPath, FileReading>();
  const wanted: TreeEntry[] = [];
  for (const { entry } of selected.ruleFiles) {
    const reading = entry.blob === undefined ? undefined : known?.get(keyOf(entry, entry.blob));
    if (reading === undefined) wanted.push(entry);
    else results.set(entry.path, reading);
  }
  // Git's name of a file on disk takes time to work out.
  const blobs = known === undefined ? undefined : new Map<TreeEntry, string>();
  await readFiles({ tree, selected, companions, wanted, blobs }, options, (entry, reading) => {
    results.set(entry.path, reading);
    const blob = blobs?.get(entry);
    if (blob !== undefined) known?.set(keyOf(entry, blob), reading);
    options.onProgress?.(results.size, selected.ruleFiles.length);
  });
  return joinReadings(
    tree.revision,
    selected.ruleFiles.flatMap(({ entry }) => results.get(entry.path) ?? []),
  );
}

interface FilesToRead {
  readonly tree: FileTree;
  readonly selected: SelectedFiles;
  readonly companions: Companions;
  readonly wanted: readonly TreeEntry[];
  /** Where git's name of each file is to be written. */
  readonly blobs: Map<TreeEntry, string> | undefined;
}

/** Hands over what each wanted file holds, in no certain order. */
async function readFiles(
  { tree, selected, companions, wanted, blobs }: FilesToRead,
  { config, knowledge, threads }: ReadOptions,
  take: (entry: TreeEntry, reading: FileReading) => void,
): Promise<void> {
  const load: Work<TreeEntry>["load"] = (entries, takeFile) =>
    tree.read(entries, (entry, content) => {
      if ("blob" in content) blobs?.set(entry, content.blob);
      const decoded = decodeText(entry.path, content);
      const format = selected.sourceOf.get(entry.path)?.format;
      if (decoded.kind === "no-text") take(entry, { ...noRules, diagnostics: [decoded.diagnostic] });
      else takeFile(entry, { path: entry.path, text: decoded.text, format });
    });
  const settings = { config: { fields: config.fields, events: config.events }, companions: companions.files };
  const work = { items: wanted, load, take };
  await readWithThreads(work, createFileReader(companions.files, knowledge), { threads, settings });
}

/** What a file holds depends on its text, its path, and the companion files of its format. */
function readingKey(path: RepositoryPath, blob: string, { fingerprint }: Companions): string {
  return `${blob}\u0000${fingerprint}\u0000${path}`;
}

function joinReadings(revision: string, readings: readonly FileReading[]): Corpus {
  return {
    revision,
    files: readings.filter(({ isRuleFile }) => isRuleFile).length,
    rules: readings.flatMap(({ rules }) => rules),
    filters: readings.flatMap(({ filters }) => filters),
    diagnostics: readings.flatMap(({ diagnostics }) => diagnostics),
  };
}

interface SelectedFiles {
  readonly ruleFiles: readonly { readonly entry: TreeEntry; readonly source: RuleSource }[];
  readonly companionFiles: readonly TreeEntry[];
  readonly sourceOf: ReadonlyMap<RepositoryPath, RuleSource>;
}

/** Files that a source takes and that a format may claim, by path alone; a file belongs to the first source that takes it. */
function selectFiles(entries: readonly TreeEntry[], sources: readonly RuleSource[]): SelectedFiles {
  const matchers = sources.map((source) => ({ source, takes: matcherOf(source) }));
  const ruleFiles: { entry: TreeEntry; source: RuleSource }[] = [];
  const companionFiles: TreeEntry[] = [];
  for (const entry of entries) {
    if (formats.some((format) => format.companions?.(entry.path) ?? false)) companionFiles.push(entry);
    const source = matchers.find(({ takes }) => takes(entry.path))?.source;
    if (source !== undefined && candidates(entry.path, source.format).length > 0) ruleFiles.push({ entry, source });
  }
  return { ruleFiles, companionFiles, sourceOf: new Map(ruleFiles.map(({ entry, source }) => [entry.path, source])) };
}

/** Whether a file is the team's own rather than a reference. */
export function createOwnership(sources: readonly RuleSource[]): (path: RepositoryPath) => boolean {
  if (sources.every(({ role }) => role === "own")) return () => true;
  const matchers = sources.map((source) => ({ source, takes: matcherOf(source) }));
  return (path) => matchers.find(({ takes }) => takes(path))?.source.role === "own";
}

function matcherOf({ include, exclude }: RuleSource): (path: RepositoryPath) => boolean {
  // A dot matches line ends too: a name with one would slip through otherwise.
  const options = { dot: true, flags: "s" };
  const isIncluded = picomatch([...include], options);
  const isExcluded = exclude.length === 0 ? () => false : picomatch([...exclude], options);
  return (path) => isIncluded(path) && !isExcluded(path);
}

interface Companions {
  readonly files: readonly SourceFile[];
  /** Equal for equal companions. */
  readonly fingerprint: string;
}

async function readCompanions(tree: FileTree, { companionFiles }: SelectedFiles): Promise<Companions> {
  const files: SourceFile[] = [];
  const blobs: string[] = [];
  await tree.read(companionFiles, ({ path }, content) => {
    const decoded = decodeText(path, content);
    if (decoded.kind === "text") files.push({ path, text: decoded.text });
    blobs.push("blob" in content ? content.blob : "");
  });
  return { files, fingerprint: blobs.join() };
}
