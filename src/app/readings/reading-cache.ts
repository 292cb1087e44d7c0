import type { CacheFolder, Piece } from "../../io/cache-folder.ts";
import { addTo } from "../../model/add-to.ts";
import type { RepositoryPath } from "../../model/source.ts";
import { usesCompanions } from "../companion-files.ts";
import type { FileReading } from "../read-file.ts";
import { readSegment, SameEvents, type StoredReading } from "./read-segment.ts";
import { type NamedReading, writeSegment } from "./write-segment.ts";

/** All that a reading depends on, but for what the drawer is for. */
export interface CachedFile {
  readonly path: RepositoryPath;
  /** Git's name for its content. */
  readonly blob: string;
  /** Id of the only format that it may be in, if there is one. */
  readonly format: string | undefined;
  /** Stands for the companion files that its source sees. */
  readonly companions: string;
}

/** A place for readings from run to run. */
export interface CacheDrawer {
  readonly folder: CacheFolder;
  /** Stands for what all readings depend on: the configuration, the data; and for the folder with the rules. */
  readonly name: string;
}

/** Reading fewer files takes about as long as finding them, and a folder of its own for each of many is a burden. */
const worthKeeping = 100;

/** Where there are more, the next run that writes makes them one. */
const mostPieces = 8;

/**
 * What files hold, from tree to tree and, with a drawer, from run to run: each answer is what reading the file again
 * would give.
 */
export class ReadingCache {
  readonly #drawer: CacheDrawer | undefined;
  readonly #pieces: readonly Piece[];
  readonly #stored = new Map<RepositoryPath, StoredReading[]>();
  readonly #used = new Map<RepositoryPath, UsedReading[]>();
  #added = 0;

  constructor(drawer: CacheDrawer | undefined) {
    this.#drawer = drawer;
    this.#pieces = drawer === undefined ? [] : drawer.folder.read(drawer.name);
    const same = new SameEvents();
    for (const { content } of this.#pieces) {
      for (const stored of readSegment(content, same)) addTo(this.#stored, stored.path, stored);
    }
  }

  get isEmpty(): boolean {
    return this.#stored.size === 0;
  }

  /** The same object for the same file. */
  find(file: CachedFile): FileReading | undefined {
    const { path } = file;
    const versions = versionsOf(file);
    const isAsked = ({ version }: { readonly version: string }) => versions.includes(version);
    const known = this.#used.get(path)?.find(isAsked);
    if (known !== undefined) return known.reading;
    const stored = this.#stored.get(path)?.find(isAsked);
    if (stored === undefined) return undefined;
    const reading = stored.open();
    addTo(this.#used, path, { path, version: stored.version, reading, body: stored.body });
    return reading;
  }

  add(file: CachedFile, reading: FileReading): void {
    const [alone, beside] = versionsOf(file);
    const version = usesCompanions(reading.format) ? beside : alone;
    addTo(this.#used, file.path, { path: file.path, version, reading, body: undefined });
    this.#added++;
  }

  /** A piece for what is new; one for all that this run has used, and no other, where there would be too many. */
  save(): void {
    if (this.#drawer === undefined || this.#added === 0) return;
    if (this.#pieces.length === 0 && this.#added < worthKeeping) return;
    const { folder, name: drawer } = this.#drawer;
    const isTooMany = this.#pieces.length >= mostPieces;
    const used = [...this.#used.values()].flat();
    folder.write(drawer, writeSegment(isTooMany ? used : used.filter(({ body }) => body === undefined)));
    if (isTooMany) folder.remove(drawer, this.#pieces);
  }
}

/** What this run has read, or found; then with its body as it stands there. */
type UsedReading = NamedReading;

/** What a reading depends on beside the path: without companion files, and with them. */
function versionsOf({ blob, format, companions }: CachedFile): readonly [string, string] {
  const alone = format === undefined ? blob : `${blob} ${format}`;
  return [alone, companions === "" ? alone : `${alone} ${companions}`];
}
