import type { CacheFolder, Piece } from "../../io/cache-folder.ts";
import { compareText } from "../../model/order.ts";
import type { RepositoryPath } from "../../model/source.ts";
import { usesCompanions } from "../companion-files.ts";
import type { FileReading } from "../read-file.ts";
import { Segment } from "./read-segment.ts";
import { SameEvents } from "./segment-tables.ts";
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
  readonly #segments: readonly Segment[];
  /** What this run has read, by path and then by version. */
  readonly #added = new Map<RepositoryPath, Map<string, FileReading>>();
  /** The same in the order in which it was read. */
  readonly #new: NamedReading[] = [];
  readonly isEmpty: boolean;

  constructor(drawer: CacheDrawer | undefined) {
    this.#drawer = drawer;
    this.#pieces = drawer === undefined ? [] : drawer.folder.read(drawer.name);
    const same = new SameEvents();
    this.#segments = this.#pieces.map(({ content }) => new Segment(content, same));
    this.isEmpty = this.#segments.every(({ size }) => size === 0);
  }

  /** The same object for the same file. */
  find(file: CachedFile): FileReading | undefined {
    const versions = [nameAlone(file), nameBeside(file)];
    const added = this.#added.get(file.path);
    for (const version of added === undefined ? [] : versions) {
      const reading = added?.get(version);
      if (reading !== undefined) return reading;
    }
    for (const segment of this.#segments) {
      const stored = segment.find(file.path, versions);
      if (stored !== undefined) return segment.open(stored);
    }
    return undefined;
  }

  /** `body` is that of the reading in a segment, where it stands in one. */
  add(file: CachedFile, reading: FileReading, body?: () => Uint8Array): void {
    const { path } = file;
    const version = usesCompanions(reading.format) ? nameBeside(file) : nameAlone(file);
    const versions = this.#added.get(path) ?? new Map<string, FileReading>();
    this.#added.set(path, versions.set(version, reading));
    this.#new.push({ path, version, reading, body });
  }

  /** A piece for what is new; one for all that this run has used, and no other, where there would be too many. */
  save(): void {
    if (this.#drawer === undefined || this.#new.length === 0) return;
    if (this.#pieces.length === 0 && this.#new.length < worthKeeping) return;
    const { folder, name: drawer } = this.#drawer;
    const isTooMany = this.#pieces.length >= mostPieces;
    const used = isTooMany ? this.#segments.flatMap((segment) => segment.opened()) : [];
    // The order in which they are asked for.
    const kept = [...used, ...this.#new].sort((one, other) => compareText(one.path, other.path));
    folder.write(drawer, writeSegment(kept));
    if (isTooMany) folder.remove(drawer, this.#pieces);
  }
}

/** What a reading depends on where its format needs no companion files. */
function nameAlone({ blob, format }: CachedFile): string {
  return format === undefined ? blob : `${blob} ${format}`;
}

/** And where it does, also if there are none: the next run may have the first. */
function nameBeside(file: CachedFile): string {
  return `${nameAlone(file)} beside ${file.companions}`;
}
