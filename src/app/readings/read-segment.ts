import type { RuleWithEvents } from "../../analysis/link.ts";
import type { Bytes } from "../../io/cache-folder.ts";
import { addTo } from "../../model/add-to.ts";
import type { RepositoryPath } from "../../model/source.ts";
import type { FileReading } from "../read-file.ts";
import { type Columns, type FileOthers, type Head, headDigits, perColumn } from "./segment.ts";
import { type SameEvents, SegmentTables } from "./segment-tables.ts";
import { FileBodies, openRule } from "./stored-rule.ts";
import type { NamedReading } from "./write-segment.ts";

/** The readings of a segment. */
export class Segment {
  readonly #bytes: Bytes;
  /** Where the bodies begin. */
  readonly #bodies: number;
  readonly #head: Head;
  readonly #tables: SegmentTables;
  readonly #columns: Columns<Uint32Array>;
  readonly #opened: (FileReading | undefined)[];
  #places: FilePlaces | undefined;
  /** The file behind the one that was found last. */
  #next = 0;

  /** The bytes must not change afterwards. */
  constructor(bytes: Bytes, same: SameEvents) {
    const headEnd = headDigits + Number.parseInt(utf8(bytes.subarray(0, headDigits)), 16);
    this.#head = JSON.parse(utf8(bytes.subarray(headDigits, headEnd)));
    const numbersEnd = headEnd + this.#head.columnsLength * Uint32Array.BYTES_PER_ELEMENT;
    const textsEnd = numbersEnd + this.#head.textsLength;
    this.#columns = columnsOf(numbersIn(bytes.subarray(headEnd, numbersEnd)), this.#head);
    const texts = latin1(bytes.subarray(numbersEnd, textsEnd));
    this.#tables = new SegmentTables({ head: this.#head, columns: this.#columns, texts }, same);
    this.#bytes = bytes;
    this.#bodies = textsEnd;
    this.#opened = new Array(this.size);
  }

  get size(): number {
    return this.#columns.filePath.length;
  }

  /** Position of a file whose reading depends on one of these beside its path. */
  find(path: RepositoryPath, versions: readonly string[]): number | undefined {
    const found = this.#isAt(this.#next, path, versions) ? this.#next : this.#look(path, versions);
    if (found !== undefined) this.#next = found + 1;
    return found;
  }

  /** What the file at a position holds; the same object at each call. */
  open(file: number): FileReading {
    const known = this.#opened[file] ?? this.#reading(file);
    this.#opened[file] = known;
    return known;
  }

  /** Those that were opened, for another segment. */
  opened(): readonly NamedReading[] {
    return this.#opened.flatMap((reading, file) => {
      if (reading === undefined) return [];
      return { path: this.#path(file), version: this.#version(file), reading, body: () => this.body(file) };
    });
  }

  /** What a file has besides the columns, as bytes. */
  body(file: number): Uint8Array {
    const { fileBodyEnd } = this.#columns;
    return this.#bytes.subarray(this.#bodies + (fileBodyEnd[file - 1] ?? 0), this.#bodies + (fileBodyEnd[file] ?? 0));
  }

  #isAt(file: number, path: RepositoryPath, versions: readonly string[]): boolean {
    return file < this.size && this.#path(file) === path && versions.includes(this.#version(file));
  }

  /** Files are mostly asked for in their order, and the places of all are not looked at for that. */
  #look(path: RepositoryPath, versions: readonly string[]): number | undefined {
    this.#places ??= placesOf(this.size, (file) => this.#path(file));
    return this.#places.get(path)?.find((file) => versions.includes(this.#version(file)));
  }

  #path(file: number): RepositoryPath {
    return this.#tables.text(this.#columns.filePath[file] ?? 0);
  }

  #version(file: number): string {
    return this.#tables.text(this.#columns.fileVersion[file] ?? 0);
  }

  #reading(file: number): FileReading {
    const { fileFormat, fileValues, fileRulesEnd } = this.#columns;
    const path = this.#path(file);
    const format = fileFormat[file] ?? 0;
    const { diagnostics, filters } = this.#head.others[file] ?? noOthers;
    const bodies = new FileBodies(() => this.body(file));
    const rules: RuleWithEvents[] = [];
    const [begin, end] = [fileRulesEnd[file - 1] ?? 0, fileRulesEnd[file] ?? 0];
    for (let position = begin; position < end; position++) {
      rules.push(openRule({ tables: this.#tables, position, path, bodies, inFile: position - begin }));
    }
    return {
      format: format === 0 ? undefined : this.#tables.format(format - 1),
      rules,
      filters,
      diagnostics,
      values: fileValues[file] ?? 0,
    };
  }
}

const noOthers: FileOthers = { diagnostics: [], filters: [] };

/** Files by path; a path may have several. */
type FilePlaces = ReadonlyMap<RepositoryPath, readonly number[]>;

function placesOf(size: number, pathOf: (file: number) => RepositoryPath): FilePlaces {
  const places = new Map<RepositoryPath, number[]>();
  for (let file = 0; file < size; file++) addTo(places, pathOf(file), file);
  return places;
}

function columnsOf(numbers: Uint32Array, { columns }: Head): Columns<Uint32Array> {
  return perColumn((name) => {
    const [begin, end] = columns[name] ?? [0, 0];
    return numbers.subarray(begin, end);
  });
}

/** A copy where they don't stand at a place that numbers may stand at. */
function numbersIn(bytes: Uint8Array): Uint32Array {
  const { buffer, byteOffset, length } = byteOffsetFits(bytes) ? bytes : bytes.slice();
  return new Uint32Array(buffer, byteOffset, length / Uint32Array.BYTES_PER_ELEMENT);
}

function byteOffsetFits({ byteOffset }: Uint8Array): boolean {
  return byteOffset % Uint32Array.BYTES_PER_ELEMENT === 0;
}

function latin1({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString("latin1");
}

function utf8({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString("utf8");
}
