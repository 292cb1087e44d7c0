import type { Prose } from "../model/prose.ts";

/** What a page that is read by people says and in which order, for every output. */
export interface PageOutline {
  readonly title: Prose;
  readonly facts: readonly PageFact[];
  /** None without content. */
  readonly sections: readonly PageSection[];
  /** What was read, in a few words each. */
  readonly footer: readonly Prose[];
}

export interface PageFact {
  readonly name: string;
  readonly prose: Prose;
}

export interface PageSection {
  readonly title: string;
  /** What the table shows, or all that there is to say; each a paragraph. */
  readonly lead: readonly Prose[];
  /** Undefined: a list of `rows` with one cell each. */
  readonly columns: readonly PageColumn[] | undefined;
  readonly rows: readonly (readonly Prose[])[];
  /** Rows that were left out at the end. */
  readonly more: number;
}

export interface PageColumn {
  readonly title: string;
  readonly align: "left" | "right";
}
