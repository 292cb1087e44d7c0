import type { CacheFolder, Piece } from "../../io/cache-folder.ts";
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
  /** The first of the versions of each file; mostly there is no other. */
  readonly #versions = new Map<RepositoryPath, Version>();
  /** What this run has found or read, in its order. */
  readonly #used: NamedReading[] = [];
  #added = 0;
  readonly isEmpty: boolean;

  constructor(drawer: CacheDrawer | undefined) {
    this.#drawer = drawer;
    this.#pieces = drawer === undefined ? [] : drawer.folder.read(drawer.name);
    const same = new SameEvents();
    for (const { content } of this.#pieces) {
      for (const stored of readSegment(content, same)) this.#put(stored.path, stored.version, stored);
    }
    this.isEmpty = this.#versions.size === 0;
  }

  /** The same object for the same file. */
  find(file: CachedFile): FileReading | undefined {
    const first = this.#versions.get(file.path);
    if (first === undefined) return undefined;
    const found = versionNamed(first, nameAlone(file)) ?? versionNamed(first, nameBeside(file));
    if (found === undefined) return undefined;
    if (!("open" in found.reading)) return found.reading;
    const { path, version, open, body } = found.reading;
    const reading = open();
    found.reading = reading;
    this.#used.push({ path, version, reading, body });
    return reading;
  }

  add(file: CachedFile, reading: FileReading): void {
    const { path } = file;
    const version = usesCompanions(reading.format) ? nameBeside(file) : nameAlone(file);
    this.#put(path, version, reading);
    this.#used.push({ path, version, reading, body: undefined });
    this.#added++;
  }

  /** A piece for what is new; one for all that this run has used, and no other, where there would be too many. */
  save(): void {
    if (this.#drawer === undefined || this.#added === 0) return;
    if (this.#pieces.length === 0 && this.#added < worthKeeping) return;
    const { folder, name: drawer } = this.#drawer;
    const isTooMany = this.#pieces.length >= mostPieces;
    const kept = isTooMany ? this.#used : this.#used.filter(({ body }) => body === undefined);
    folder.write(drawer, writeSegment(kept));
    if (isTooMany) folder.remove(drawer, this.#pieces);
  }

  #put(path: RepositoryPath, name: string, reading: Version["reading"]): void {
    this.#versions.set(path, { name, reading, next: this.#versions.get(path) });
  }
}

/** What a file holds in one of its versions. */
interface Version {
  /** What it depends on beside the path. */
  readonly name: string;
  /** As it stands in a piece until somebody asks for it. */
  reading: FileReading | StoredReading;
  /** Of the same file. */
  readonly next: Version | undefined;
}

function versionNamed(first: Version, name: string): Version | undefined {
  let version: Version | undefined = first;
  while (version !== undefined && version.name !== name) version = version.next;
  return version;
}

/** What a reading depends on where its format needs no companion files. */
function nameAlone({ blob, format }: CachedFile): string {
  return format === undefined ? blob : `${blob} ${format}`;
}

function nameBeside(file: CachedFile): string {
  return file.companions === "" ? nameAlone(file) : `${nameAlone(file)} ${file.companions}`;
}
