import { compareText } from "../../model/order.ts";
import type { RepositoryPath } from "../../model/source.ts";
import type { TreeEntry } from "../file-tree.ts";

/** What `git ls-tree -r -z` printed of a commit. */
export interface Listing {
  /** With their ends. */
  readonly lines: readonly string[];
  /** In step with the lines. */
  readonly entries: readonly TreeEntry[];
  /** Those that the listing before did not have. */
  readonly fresh: readonly TreeEntry[];
}

/**
 * Reads what git printed. An entry that stands in the listing before in the same line is the same object.
 *
 * @param prefix folder that all paths begin with, which is left out
 */
export function readListing(text: string, prefix: RepositoryPath, before: Listing | undefined): Listing {
  return new ListingReader(text, prefix, before).read();
}

const lineEnd = "\0";

/** Walks two listings side by side: git prints both in one order. */
class ListingReader {
  readonly #text: string;
  readonly #prefix: RepositoryPath;
  readonly #before: Pick<Listing, "lines" | "entries">;
  readonly #lines: string[] = [];
  readonly #entries: TreeEntry[] = [];
  readonly #fresh: TreeEntry[] = [];
  #at = 0;
  /** The first of the listing before that may come next. */
  #next = 0;

  constructor(text: string, prefix: RepositoryPath, before: Listing | undefined) {
    this.#text = text;
    this.#prefix = prefix;
    this.#before = before ?? { lines: [], entries: [] };
  }

  read(): Listing {
    while (this.#at < this.#text.length) if (!this.#takeKnown()) this.#takeOther();
    return { lines: this.#lines, entries: this.#entries, fresh: this.#fresh };
  }

  #takeKnown(): boolean {
    const line = this.#before.lines[this.#next];
    const entry = this.#before.entries[this.#next];
    if (line === undefined || entry === undefined || !this.#text.startsWith(line, this.#at)) return false;
    this.#take(line, entry);
    this.#next++;
    return true;
  }

  /** What is not what was expected next: it is new, or what was expected is gone. */
  #takeOther(): void {
    const line = this.#text.slice(this.#at, this.#text.indexOf(lineEnd, this.#at) + 1);
    const entry = parseEntry(line.slice(0, -1), this.#prefix);
    while (isBefore(this.#before.entries[this.#next], entry)) this.#next++;
    if (this.#takeKnown()) return;
    this.#take(line, entry);
    this.#fresh.push(entry);
  }

  #take(line: string, entry: TreeEntry): void {
    this.#lines.push(line);
    this.#entries.push(entry);
    this.#at += line.length;
  }
}

function isBefore(known: TreeEntry | undefined, { path }: TreeEntry): boolean {
  return known !== undefined && compareText(known.path, path) < 0;
}

/** line := mode " " type " " object [" "+ size] TAB path */
function parseEntry(line: string, prefix: RepositoryPath): TreeEntry {
  const tab = line.indexOf("\t");
  const path = line.slice(tab + 1 + prefix.length);
  const mode = line.slice(0, line.indexOf(" "));
  if (mode === "160000") return { path, kind: "submodule", blob: undefined, size: undefined };
  const begin = line.indexOf(" ", mode.length + 1) + 1;
  const end = line.indexOf(" ", begin);
  const [blob, size] =
    end === -1 || end > tab ? [line.slice(begin, tab), ""] : [line.slice(begin, end), line.slice(end, tab)];
  return { path, kind: mode === "120000" ? "symlink" : "file", blob, size: asSize(size.trimStart()) };
}

/** git prints a word in place of a size that it cannot tell. */
function asSize(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
