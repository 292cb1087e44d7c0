import type { Corpus } from "../analysis/analyse.ts";
import type { RuleWithEvents } from "../analysis/link.ts";
import { EventSpellings } from "../canon/known-events.ts";
import type { Config, RuleSource } from "../config/config.ts";
import { decodeText } from "../io/decode-text.ts";
import type { Content, FileTree, TreeEntry } from "../io/file-tree.ts";
import type { RuleFilter } from "../model/rule.ts";
import type { Diagnostic, RepositoryPath } from "../model/source.ts";
import {
  type CompanionFiles,
  type CompanionProblems,
  type CompanionReader,
  createCompanionProblems,
  createCompanionReader,
  FormatReaders,
} from "./companion-files.ts";
import { globMatcher } from "./glob-matcher.ts";
import type { Knowledge } from "./knowledge.ts";
import { createFileReader, type FileReading, mayHoldRules, noRules } from "./read-file.ts";
import { type ReaderThreads, readWithThreads, type Work } from "./read-with-threads.ts";
import { type CacheDrawer, type CachedFile, ReadingCache } from "./readings/reading-cache.ts";
import { ValueTotal } from "./value-total.ts";

export interface ReadOptions {
  readonly config: Pick<Config, "sources" | "fields" | "events">;
  readonly knowledge: Pick<Knowledge, "fields" | "events">;
  /** Where readings are kept from run to run; undefined: nowhere. */
  readonly cache: CacheDrawer | undefined;
  /** Threads that may help. */
  readonly threads: ReaderThreads;
  /** How many values all rules of a revision may test; `mostValues` if not given. */
  readonly mostValues?: number;
  /** Told after each file how many of how many are read, for a progress line. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Reads the rules of several revisions, the first one first.
 *
 * A file that two revisions share, at the same path with the same content, is read and parsed once.
 */
export async function readCorpora(trees: readonly FileTree[], options: ReadOptions): Promise<readonly Corpus[]> {
  const isAskedAgain = trees.length > 1 || options.cache !== undefined;
  const cache = isAskedAgain ? new ReadingCache(options.cache) : undefined;
  const { sources } = options.config;
  const readers = new FormatReaders();
  const shared: SharedByTrees = {
    cache,
    select: createSelection(sources),
    readCompanions: createCompanionReader(sources),
    readers,
    companionProblems: createCompanionProblems(readers),
    seen: trees.length > 1 ? new SeenReadings() : undefined,
  };
  const corpora: Corpus[] = [];
  for (const tree of trees) corpora.push(await readCorpus(tree, shared, options));
  cache?.save();
  return withOneSpelling(corpora);
}

/** An operation that rules spell in several ways is one event. Rules that spell it as the first one does stay as they are. */
function withOneSpelling(corpora: readonly Corpus[]): readonly Corpus[] {
  const spellings = new EventSpellings();
  const changed = new Map<RuleWithEvents, RuleWithEvents>();
  const spell = (entry: RuleWithEvents): RuleWithEvents => {
    const events = spellings.ofRule(entry.events);
    if (events === entry.events) return entry;
    const known = changed.get(entry) ?? { ...entry, events };
    changed.set(entry, known);
    return known;
  };
  return corpora.map((corpus) => ({ ...corpus, rules: corpus.rules.map(spell) }));
}

interface SharedByTrees {
  /** Undefined where nobody asks for a reading again. */
  readonly cache: ReadingCache | undefined;
  readonly select: Selection;
  readonly readCompanions: CompanionReader;
  readonly readers: FormatReaders;
  readonly companionProblems: CompanionProblems;
  /** Undefined where there is one tree. */
  readonly seen: SeenReadings | undefined;
}

/** What the entries of the last tree hold: most are those of the next one too. It depends on the companion files. */
class SeenReadings {
  #companions: CompanionFiles | undefined;
  #readings: ReadonlyMap<TreeEntry, FileReading> = new Map();

  find(entry: TreeEntry, companions: CompanionFiles): FileReading | undefined {
    return companions === this.#companions ? this.#readings.get(entry) : undefined;
  }

  keep(files: readonly SelectedFile[], readings: readonly FileReading[], companions: CompanionFiles): void {
    this.#companions = companions;
    this.#readings = new Map(files.map(({ entry }, index) => [entry, readings[index] ?? noRules]));
  }
}

async function readCorpus(tree: FileTree, shared: SharedByTrees, options: ReadOptions): Promise<Corpus> {
  const { cache, select } = shared;
  const entries = await tree.entries();
  const files = entries.flatMap((entry) => select(entry) ?? []);
  const companions = await shared.readCompanions(tree, entries);
  const cachedFile = ({ entry: { path }, source }: SelectedFile, blob: string): CachedFile => ({
    path,
    blob,
    format: source.format,
    companions: companions.fingerprints[companions.listOf.get(source) ?? 0] ?? "",
  });
  const total = new ValueTotal(options.mostValues);
  const known = files.map((file) => {
    const { path, blob } = file.entry;
    const reading =
      shared.seen?.find(file.entry, companions) ??
      (blob === undefined ? undefined : cache?.find(cachedFile(file, blob)));
    if (reading !== undefined) total.add(path, reading);
    return reading;
  });
  const wanted = new Map(files.filter((_, index) => known[index] === undefined).map((file) => [file.entry, file]));
  const read = new Map<TreeEntry, FileReading>();
  await readFiles(
    { tree, companions, wanted, cache, cachedFile, readers: shared.readers },
    options,
    ({ entry }, reading) => {
      total.add(entry.path, reading);
      read.set(entry, reading);
      options.onProgress?.(files.length - wanted.size + read.size, files.length);
    },
  );
  const readings = files.map(({ entry }, index) => known[index] ?? read.get(entry) ?? noRules);
  shared.seen?.keep(files, readings, companions);
  const problems = shared.companionProblems(companions, usedFormats(companions, files, readings));
  return joinReadings(tree.revision, readings, problems);
}

/** Ids of the formats that have read rules with each list of companion files, in step with the lists. */
function usedFormats(
  { lists, listOf }: CompanionFiles,
  files: readonly SelectedFile[],
  readings: readonly FileReading[],
): readonly ReadonlySet<string>[] {
  const used = lists.map(() => new Set<string>());
  let last: readonly [format: string | undefined, source: RuleSource | undefined] = [undefined, undefined];
  files.forEach(({ source }, index) => {
    const format = readings[index]?.format;
    // Neighbours are mostly in one format.
    if (format === undefined || (format === last[0] && source === last[1])) return;
    used[listOf.get(source) ?? 0]?.add(format);
    last = [format, source];
  });
  return used;
}

interface FilesToRead {
  readonly tree: FileTree;
  readonly companions: CompanionFiles;
  readonly wanted: ReadonlyMap<TreeEntry, SelectedFile>;
  readonly cache: ReadingCache | undefined;
  readonly cachedFile: (file: SelectedFile, blob: string) => CachedFile;
  readonly readers: FormatReaders;
}

/** Hands over what each wanted file holds, in no certain order. */
async function readFiles(
  { tree, companions, wanted, cache, cachedFile, readers }: FilesToRead,
  { config, knowledge, threads }: ReadOptions,
  take: (file: SelectedFile, reading: FileReading) => void,
): Promise<void> {
  const cached = new Map<TreeEntry, CachedFile>();
  /** What is known of it already; Git's name of a file on disk takes time to work out, and is not asked for in vain. */
  const findCached = (file: SelectedFile, content: Content): FileReading | undefined => {
    if (cache === undefined || !("blob" in content)) return undefined;
    const asCached = cachedFile(file, content.blob);
    cached.set(file.entry, asCached);
    return cache.find(asCached);
  };
  const load: Work<SelectedFile>["load"] = (files, takeFile) =>
    tree.read(
      files.map(({ entry }) => entry),
      (entry, content) => {
        const file = wanted.get(entry);
        if (file === undefined) return;
        const { path } = entry;
        const { format } = file.source;
        const decoded = decodeText(path, content);
        if (decoded.kind === "no-text") return take(file, { ...noRules, diagnostics: [decoded.diagnostic] });
        const known = findCached(file, content);
        if (known !== undefined) return take(file, known);
        takeFile(file, { path, text: decoded.text, format, companions: companions.listOf.get(file.source) ?? 0 });
      },
    );
  const keep: Work<SelectedFile>["take"] = (file, reading, body) => {
    const asCached = cached.get(file.entry);
    if (asCached !== undefined) cache?.add(asCached, reading, body);
    take(file, reading);
  };
  const settings = { config: { fields: config.fields, events: config.events }, companions: companions.lists };
  const work = { items: [...wanted.values()], load, take: keep };
  // Where all has to be looked at to know what is known, most of it is, and no help is needed.
  const isMostlyKnown = cache?.isEmpty === false && work.items.some(({ entry }) => entry.blob === undefined);
  const helpers = isMostlyKnown ? { ...threads, count: 0 } : threads;
  await readWithThreads(work, createFileReader(companions.lists, knowledge, readers), { threads: helpers, settings });
}

function joinReadings(revision: string, readings: readonly FileReading[], problems: readonly Diagnostic[]): Corpus {
  let files = 0;
  const rules: RuleWithEvents[] = [];
  const filters: RuleFilter[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const reading of readings) {
    if (reading.format !== undefined) files++;
    for (const rule of reading.rules) rules.push(rule);
    for (const filter of reading.filters) filters.push(filter);
    for (const diagnostic of reading.diagnostics) diagnostics.push(diagnostic);
  }
  return { revision, files, rules, filters, diagnostics: [...diagnostics, ...problems] };
}

/** A file that a format may claim, by path alone, and the first source that takes it. */
export interface SelectedFile {
  readonly entry: TreeEntry;
  readonly source: RuleSource;
}

/** Finds the source of a file; undefined for one that holds no rules by its path alone. */
export type Selection = (entry: TreeEntry) => SelectedFile | undefined;

/** Looks at each path once, in however many trees it is. */
export function createSelection(sources: readonly RuleSource[]): Selection {
  const find = createSourceFinder(sources);
  const known = new Map<RepositoryPath, RuleSource | "none">();
  const sourceOf = (path: RepositoryPath): RuleSource | "none" => {
    const source = find(path);
    return source !== undefined && mayHoldRules({ path, format: source.format }) ? source : "none";
  };
  return (entry) => {
    const { path } = entry;
    const source = known.get(path) ?? sourceOf(path);
    known.set(path, source);
    return source === "none" ? undefined : { entry, source };
  };
}

/** Whether a file is the team's own rather than a reference. */
export function createOwnership(sources: readonly RuleSource[]): (path: RepositoryPath) => boolean {
  if (sources.every(({ role }) => role === "own")) return () => true;
  const find = createSourceFinder(sources);
  return (path) => find(path)?.role === "own";
}

/** The first source that takes a file. */
export function createSourceFinder(sources: readonly RuleSource[]): (path: RepositoryPath) => RuleSource | undefined {
  const matchers = sources.map((source) => ({ source, takes: matcherOf(source) }));
  return (path) => matchers.find(({ takes }) => takes(path))?.source;
}

/** What glob patterns include and don't exclude. */
export function matcherOf({
  include,
  exclude,
}: Pick<RuleSource, "include" | "exclude">): (path: RepositoryPath) => boolean {
  const isIncluded = globMatcher(include);
  const isExcluded = globMatcher(exclude);
  return (path) => isIncluded(path) && !isExcluded(path);
}
