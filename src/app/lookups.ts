import { differenceOf } from "../analysis/difference.ts";
import { reachBeside } from "../analysis/reach-beside.ts";
import type { PostingIndex } from "../analysis/width.ts";
import type { Assessment } from "../model/assessment.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { createCountedNeighbours, createLonelyFields, type MeasuredSnapshot } from "./snapshots.ts";

/** What is asked of the whole corpora, whatever part of a change is judged; worked out once, when it is first asked for. */
export interface Lookups extends Pick<Assessment, "neighboursOf" | "lonelyFieldsOf"> {
  /** Of the base; undefined where there is none. Its positions are its own. */
  readonly baseReach: () => PostingIndex | undefined;
}

export function createLookups(measured: MeasuredSnapshot, base: Snapshot | undefined): Lookups {
  const { snapshot, reach } = measured;
  let index: PostingIndex | undefined;
  return {
    neighboursOf: createCountedNeighbours(measured),
    lonelyFieldsOf: createLonelyFields(measured),
    baseReach: () => {
      if (base !== undefined) {
        index ??= reachBeside({ rules: snapshot.rules, reach }, differenceOf(base.rules, snapshot.rules));
      }
      return index;
    },
  };
}
