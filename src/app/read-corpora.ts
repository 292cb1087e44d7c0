import picomatch from "picomatch";
import type { Corpus } from "../analysis/analyse.ts";
import type { RuleWithEvents } from "../analysis/link.ts";
import { canonicalise } from "../canon/canonicalise.ts";
import type { Config, RuleSource } from "../config/config.ts";
import type { Format } from "../formats/format.ts";
import { formats } from "../formats/index.ts";
import { decodeText } from "../io/decode-text.ts";
import type { Content, FileTree, TreeEntry } from "../io/file-tree.ts";
import type { Reading, RuleFilter } from "../model/rule.ts";
import type { Diagnostic, RepositoryPath, SourceFile } from "../model/source.ts";
import type { Knowledge } from "./knowledge.ts";

/** What one file gave: its rules in canonical form; undefined parts of a corpus are files that hold no rules. */
interface FileReading {
  readonly isRuleFile: boolean;
  readonly rules: readonly RuleWithEvents[];
  readonly filters: readonly RuleFilter[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReadOptions {
  readonly config: Pick<Config, "sources">;
  readonly knowledge: Knowledge;
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
  return corpora;
}

/** `known` remembers readings from tree to tree; undefined where there is only one. */
async function readCorpus(
  tree: FileTree,
  known: Map<string, FileReading> | undefined,
  options: ReadOptions,
): Promise<Corpus> {
  const selected = selectFiles(await tree.entries(), options.config.sources);
  const companions = await readCompanions(tree, selected);
  const results = new Map<RepositoryPath, FileReading>();
  const wanted: TreeEntry[] = [];
  for (const { entry } of selected.ruleFiles) {
    const reading = entry.blob === undefined ? undefined : known?.get(readingKey(entry.path, entry.blob, companions));
    if (reading === undefined) wanted.push(entry);
    else results.set(entry.path, reading);
  }
  const readers = new Readers(selected, companions, options);
  await tree.read(wanted, (entry, content) => {
    const reading = readers.read(entry, content);
    results.set(entry.path, reading);
    if ("blob" in content) known?.set(readingKey(entry.path, content.blob, companions), reading);
    options.onProgress?.(results.size, selected.ruleFiles.length);
  });
  return joinReadings(
    tree.revision,
    selected.ruleFiles.flatMap(({ entry }) => results.get(entry.path) ?? []),
  );
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
    if (source !== undefined && candidates(entry.path, source).length > 0) ruleFiles.push({ entry, source });
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

/** The formats that a file may be in. */
function candidates(path: RepositoryPath, source: RuleSource): readonly Format[] {
  if (source.format !== undefined) return formats.filter(({ id }) => id === source.format);
  return formats.filter((format) => format.claims(path));
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

/** Reads files one by one, each with the first format that takes it. */
class Readers {
  readonly #selected: SelectedFiles;
  readonly #companions: Companions;
  readonly #options: ReadOptions;
  readonly #readers = new Map<Format, (file: SourceFile) => Reading>();

  constructor(selected: SelectedFiles, companions: Companions, options: ReadOptions) {
    this.#selected = selected;
    this.#companions = companions;
    this.#options = options;
  }

  read({ path }: TreeEntry, content: Content): FileReading {
    const decoded = decodeText(path, content);
    const source = this.#selected.sourceOf.get(path);
    if (decoded.kind === "no-text") return { ...noRules, diagnostics: [decoded.diagnostic] };
    const file = { path, text: decoded.text };
    const format = source === undefined ? undefined : formatOf(file, source);
    return format === undefined ? noRules : this.#canonical(this.#readerOf(format)(file));
  }

  #readerOf(format: Format): (file: SourceFile) => Reading {
    const known = this.#readers.get(format);
    if (known !== undefined) return known;
    const files = this.#companions.files.filter(({ path }) => format.companions?.(path) ?? false);
    const reader = format.reader(files);
    this.#readers.set(format, reader);
    return reader;
  }

  #canonical({ rules, filters, diagnostics }: Reading): FileReading {
    const { fields, events } = this.#options.knowledge;
    return {
      isRuleFile: true,
      rules: rules.map((native) => {
        const condition = canonicalise(native.condition, native.logSource, fields);
        const rule = condition === native.condition ? native : { ...native, condition };
        return { rule, events: events.eventsOf(rule) };
      }),
      filters: filters.map((filter) => ({
        ...filter,
        condition: canonicalise(filter.condition, filter.logSource, fields),
      })),
      diagnostics,
    };
  }
}

const noRules: FileReading = { isRuleFile: false, rules: [], filters: [], diagnostics: [] };

/** A format that the configuration fixes reads whatever the file holds. */
function formatOf(file: SourceFile, source: RuleSource): Format | undefined {
  const possible = candidates(file.path, source);
  return source.format === undefined ? possible.find((format) => format.recognises(file)) : possible[0];
}
