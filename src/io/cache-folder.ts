import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { endianness } from "node:os";
import { isAbsolute, join } from "node:path";
import { crc32 } from "node:zlib";
import { blobId } from "./git/blob-id.ts";

/**
 * Bytes that are kept from run to run, in drawers of several pieces each.
 *
 * Nothing here ever fails: what can't be read is not there, and what can't be written is not kept. A piece is whole or
 * is not there at all: it is written under another name first, and carries a checksum. Its name is that of its
 * content, so two runs that write at once do not get in each other's way.
 */
export interface CacheFolder {
  /** The whole pieces of a drawer, in no certain order. */
  read(drawer: string): readonly Piece[];
  /** Keeps a piece. */
  write(drawer: string, content: Uint8Array): void;
  remove(drawer: string, pieces: readonly Piece[]): void;
}

export interface Piece {
  readonly name: string;
  /** Stays where it is, and the same, for as long as the process lives. */
  readonly content: Bytes;
}

/** Bytes that may lie elsewhere until they are asked for; a `Uint8Array` is one. */
export interface Bytes {
  readonly length: number;
  subarray(begin: number, end: number): Uint8Array;
}

export interface CachePlace {
  /** Absolute. */
  readonly folder: string;
  /** Changes with every change of what is kept, and of what it is made by. */
  readonly version: string;
  /** In bytes, over all drawers; the ones that were not used for longest go first. */
  readonly limit?: number;
  /** Tells this process from others that write. */
  readonly writer: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Where the user's programs keep what they can make again; undefined where nobody knows. */
export function userCacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
): string | undefined {
  const { DETCOV_CACHE_DIR: own, XDG_CACHE_HOME: xdg, HOME: home, LOCALAPPDATA: local } = env;
  if (own !== undefined && own !== "") return own;
  // The specification has relative paths ignored.
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, "detcov");
  if (platform === "win32") return local === undefined ? undefined : join(local, "detcov", "cache");
  if (home === undefined || !isAbsolute(home)) return undefined;
  return platform === "darwin" ? join(home, "Library", "Caches", "detcov") : join(home, ".cache", "detcov");
}

export function openCacheFolder(cache: CachePlace): CacheFolder {
  const { folder, version } = cache;
  // Numbers may be kept in the order of the machine, and a folder may be carried to another one.
  const named = (drawer: string) => `${version}\n${endianness()}\n${drawer}`;
  const placeOf = (drawer: string) => join(folder, blobId(Buffer.from(named(drawer))).slice(0, 32));
  return {
    read: (drawer) => quietly(() => readDrawer(placeOf(drawer), cache)) ?? [],
    write: (drawer, content) => {
      quietly(() => writePiece(placeOf(drawer), content, cache));
      quietly(() => tidy(cache));
    },
    remove: (drawer, pieces) => {
      for (const { name } of pieces) quietly(() => unlinkSync(join(placeOf(drawer), name)));
    },
  };
}

const defaultLimit = 256 * 1024 * 1024;

/** A cache that does not work makes a run slower and nothing else. */
function quietly<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** piece := magic checksum-of-content content */
const magic = Buffer.from("detcov 1");
const headLength = magic.length + 4;
const ending = ".piece";

function readDrawer(place: string, { now }: CachePlace): readonly Piece[] {
  const names = readdirSync(place).filter((name) => name.endsWith(ending));
  const pieces = names.flatMap((name) => quietly(() => readPiece(place, name)) ?? []);
  const seconds = now() / 1000;
  if (names.length > 0) quietly(() => utimesSync(place, seconds, seconds));
  return pieces;
}

function readPiece(place: string, name: string): Piece | undefined {
  const file = openSync(join(place, name), "r");
  if (quietly(() => isWhole(file)) === true) return { name, content: new BytesOfFile(file) };
  closeSync(file);
  return undefined;
}

/** Through a small buffer: memory that a process uses for the first time takes longer than the reading. */
function isWhole(file: number): boolean {
  const buffer = Buffer.allocUnsafe(256 * 1024);
  if (readSync(file, buffer, 0, headLength, 0) < headLength) return false;
  if (!magic.equals(buffer.subarray(0, magic.length)) || fstatSync(file).size === headLength) return false;
  const expected = buffer.readUInt32BE(magic.length);
  let found = 0;
  for (let at = headLength; ; ) {
    const length = readSync(file, buffer, 0, buffer.length, at);
    if (length === 0) return found === expected;
    found = crc32(buffer.subarray(0, length), found);
    at += length;
  }
}

/** The file stays open, so that it is there also where another process has removed it. */
class BytesOfFile implements Bytes {
  readonly length: number;
  readonly #file: number;

  constructor(file: number) {
    this.#file = file;
    this.length = fstatSync(file).size - headLength;
  }

  subarray(begin: number, end: number): Uint8Array {
    const bytes = Buffer.allocUnsafe(end - begin);
    let length = 0;
    while (length < bytes.length) {
      const more = readSync(this.#file, bytes, length, bytes.length - length, headLength + begin + length);
      if (more === 0) throw new Error("A file of the cache was cut off while it was read.");
      length += more;
    }
    return bytes;
  }
}

function writePiece(place: string, content: Uint8Array, { writer }: CachePlace): void {
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const name = `${blobId(content).slice(0, 32)}${ending}`;
  const head = Buffer.alloc(headLength);
  magic.copy(head);
  head.writeUInt32BE(crc32(content), magic.length);
  const unfinished = join(place, `${name}.${writer}.tmp`);
  writeFileSync(unfinished, Buffer.concat([head, content]), { mode: 0o600 });
  renameSync(unfinished, join(place, name));
}

/** A run that was ended in the middle leaves its file; one that is still writing is younger. */
const hour = 60 * 60 * 1000;

/** Removes what was left over, and the drawers that were not used for longest while all are larger than the limit. */
function tidy({ folder, limit = defaultLimit, now }: CachePlace): void {
  const drawers = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[0-9a-f]{32}$/.test(entry.name))
    .flatMap(({ name }) => quietly(() => measureDrawer(join(folder, name), now())) ?? [])
    .sort((one, other) => other.used - one.used);
  let total = 0;
  for (const { place, size } of drawers) {
    total += size;
    if (total > limit) quietly(() => rmSync(place, { recursive: true, force: true }));
  }
}

function measureDrawer(
  place: string,
  now: number,
): { readonly place: string; readonly size: number; readonly used: number } {
  const used = statSync(place).mtimeMs;
  let size = 0;
  for (const name of readdirSync(place)) {
    const path = join(place, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) continue;
    if (name.endsWith(".tmp") && now - found.mtimeMs > hour) quietly(() => unlinkSync(path));
    else size += found.size;
  }
  return { place, size, used };
}
