import type { FileReading } from "../../../src/app/read-file.ts";
import { Segment } from "../../../src/app/readings/read-segment.ts";
import { SameEvents } from "../../../src/app/readings/segment-tables.ts";

/** All readings of a segment, in its order. */
export function readingsIn(bytes: Uint8Array, same = new SameEvents()): readonly FileReading[] {
  const segment = new Segment(bytes, same);
  return Array.from({ length: segment.size }, (_, file) => segment.open(file));
}
