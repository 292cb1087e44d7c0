import type { RuleSource } from "../config/config.ts";
import type { Format, FormatReader } from "../formats/format.ts";
import { formats } from "../formats/index.ts";
import { decodeText } from "../io/decode-text.ts";
import type { FileTree, TreeEntry } from "../io/file-tree.ts";
import { blobId } from "../io/git/blob-id.ts";
import type { Diagnostic, RepositoryPath, SourceFile } from "../model/source.ts";
import { globMatcher } from "./glob-matcher.ts";

/** Files of a tree that formats need beside rule files, as each source sees them. Plain data. */
export interface CompanionFiles {
  /** Sources that see the same have the same list. */
  readonly lists: readonly (readonly SourceFile[])[];
  /** Which of the lists a source sees. */
  readonly listOf: ReadonlyMap<RuleSource, number>;
  /** Equal for equal content of a list, in step with `lists`. */
  readonly fingerprints: readonly string[];
}

export type CompanionReader = (tree: FileTree, entries: readonly TreeEntry[]) => Promise<CompanionFiles>;

/** Makes what reads all that any format needs for any of the sources. Trees that have the same of it share what was read. */
export function createCompanionReader(sources: readonly RuleSource[]): CompanionReader {
  const matchers = sources.map((source) => companionMatcher(source));
  const known = new Map<RepositoryPath, boolean>();
  const isWanted = ({ path }: TreeEntry) => {
    const answer = known.get(path) ?? matchers.some((matches) => matches(path));
    known.set(path, answer);
    return answer;
  };
  let last: { readonly wanted: readonly TreeEntry[]; readonly files: CompanionFiles } | undefined;
  return async (tree, entries) => {
    const wanted = entries.filter(isWanted);
    if (last !== undefined && haveSameContent(last.wanted, wanted)) return last.files;
    const files = listsOf(await readTexts(tree, wanted), sources, matchers);
    last = { wanted, files };
    return files;
  };
}

/** Content that is not known without reading may be any. */
function haveSameContent(some: readonly TreeEntry[], others: readonly TreeEntry[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ path, kind, blob }, index) => {
      const other = others[index];
      return blob !== undefined && blob === other?.blob && path === other.path && kind === other.kind;
    })
  );
}

interface CompanionText {
  readonly file: SourceFile;
  readonly blob: string;
}

async function readTexts(tree: FileTree, wanted: readonly TreeEntry[]): Promise<readonly CompanionText[]> {
  const read: CompanionText[] = [];
  await tree.read(wanted, ({ path }, content) => {
    const decoded = decodeText(path, content);
    const blob = "blob" in content ? content.blob : "";
    if (decoded.kind === "text") read.push({ file: { path, text: decoded.text }, blob });
  });
  return read;
}

function listsOf(
  read: readonly CompanionText[],
  sources: readonly RuleSource[],
  matchers: readonly ((path: RepositoryPath) => boolean)[],
): CompanionFiles {
  const lists = new Map<string, readonly SourceFile[]>();
  const fingerprintOf = new Map<RuleSource, string>();
  for (const [index, source] of sources.entries()) {
    const seen = read.filter(({ file }) => matchers[index]?.(file.path));
    const fingerprint = seen.map(({ file, blob }) => `${file.path} ${blob}`).join("\n");
    fingerprintOf.set(source, fingerprint);
    if (!lists.has(fingerprint)) {
      lists.set(
        fingerprint,
        seen.map(({ file }) => file),
      );
    }
  }
  const known = [...lists.keys()];
  const listOf = new Map([...fingerprintOf].map(([source, fingerprint]) => [source, known.indexOf(fingerprint)]));
  const fingerprints = known.map((text) => (text === "" ? "" : blobId(Buffer.from(text))));
  return { lists: [...lists.values()], listOf, fingerprints };
}

/**
 * Finds what is wrong with companion files that rules were read with, each thing once.
 *
 * @param used ids of the formats that have read rules with each list, in step with the lists
 */
export type CompanionProblems = (
  companions: CompanionFiles,
  used: readonly ReadonlySet<string>[],
) => readonly Diagnostic[];

export function createCompanionProblems(readers: FormatReaders): CompanionProblems {
  return ({ lists }, used) => {
    const found = new Map<string, Diagnostic>();
    for (const [list, files] of lists.entries()) {
      for (const format of formats.filter(({ id }) => used[list]?.has(id))) {
        for (const problem of readers.of(format, files).companionProblems) found.set(JSON.stringify(problem), problem);
      }
    }
    return [...found.values()];
  };
}

/** Readers of each format with each list of companion files, made once in however many trees a list is. */
export class FormatReaders {
  readonly #known = new Map<readonly SourceFile[], Map<Format, FormatReader>>();

  /** `files` may hold such as are for other formats. */
  of(format: Format, files: readonly SourceFile[]): FormatReader {
    const ofList = this.#known.get(files) ?? new Map<Format, FormatReader>();
    this.#known.set(files, ofList);
    const reader = ofList.get(format) ?? format.reader(files.filter(({ path }) => format.companions?.(path) ?? false));
    ofList.set(format, reader);
    return reader;
  }
}

/** Whether files of a format are read with companion files; those of another format change nothing about them. */
export function usesCompanions(format: string | undefined): boolean {
  return formats.some(({ id, companions }) => id === format && companions !== undefined);
}

/** Whether any of the sources may need a file beside its rule files, by path alone. */
export function createCompanionMatcher(sources: readonly RuleSource[]): (path: RepositoryPath) => boolean {
  const matchers = sources.map((source) => companionMatcher(source));
  return (path) => matchers.some((matches) => matches(path));
}

function companionMatcher(source: RuleSource): (path: RepositoryPath) => boolean {
  const matchers = formats
    .filter(({ id }) => (source.format ?? id) === id)
    .flatMap(({ companions, companionKey }) => {
      if (companions === undefined) return [];
      const isNamed = companionKey === undefined ? () => true : globMatcher(source[companionKey]);
      return [(path: RepositoryPath) => companions(path) && isNamed(path)];
    });
  return (path) => matchers.some((matches) => matches(path));
}
