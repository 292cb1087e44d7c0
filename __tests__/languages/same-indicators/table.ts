import type { LogSource } from "../../../src/model/rule.ts";

/** Rows about one kind of event, and how each vocabulary calls the log. */
export interface Table {
  readonly about: string;
  /** Sigma's `logsource`, in one line of YAML. */
  readonly sigma: string;
  readonly ecs: LogSource;
  readonly cim: LogSource;
  readonly rows: readonly Row[];
}

/** One thing to look for in each language that can say it; a language that can't, or says something else, is left out. */
export interface Row {
  readonly says: string;
  /** What stands below `selection`, or below `detection` where it has a condition of its own. */
  readonly sigma?: string;
  /** What stands behind `any where`. */
  readonly eql?: string;
  readonly kuery?: string;
  readonly lucene?: string;
  /** What stands behind `where`. */
  readonly esql?: string;
  readonly spl?: string;
  /** Canonical indicators as `field operator value`, exclusions with a `-`, sorted. */
  readonly indicators: readonly string[];
}
