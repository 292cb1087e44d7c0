import { createReachIndex, type ReachIndex } from "../analysis/reach.ts";
import type { Assessment } from "../model/assessment.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { createCountedNeighbours, createLonelyFields, type MeasuredSnapshot } from "./snapshots.ts";

/** What is asked of the whole corpora, whatever part of a change is judged; worked out once, when it is first asked for. */
export interface Lookups extends Pick<Assessment, "neighboursOf" | "lonelyFieldsOf"> {
  /** Of the base; undefined where there is none. */
  readonly baseReach: () => ReachIndex | undefined;
}

export function createLookups(measured: MeasuredSnapshot, base: Snapshot | undefined): Lookups {
  let index: ReachIndex | undefined;
  return {
    neighboursOf: createCountedNeighbours(measured),
    lonelyFieldsOf: createLonelyFields(measured),
    baseReach: () => {
      if (base !== undefined) index ??= createReachIndex(base.rules);
      return index;
    },
  };
}
