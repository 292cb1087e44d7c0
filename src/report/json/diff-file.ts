/** What `schema/diff.schema.json` describes, as far as it is read again. */
export interface DiffFile {
  readonly schemaVersion: 1;
  readonly comment: CommentFile | null;
}

/** What a comment says, before it is printed. */
export interface CommentFile {
  readonly occasion: "post" | "update" | "none";
  readonly mark: MarkFile;
  readonly headline: string;
  readonly numbers: readonly {
    readonly label: string;
    readonly before: string;
    readonly after: string;
    readonly isChanged: boolean;
  }[];
  readonly sections: readonly {
    readonly title: string;
    readonly isFolded: boolean;
    readonly columns: readonly string[] | null;
    readonly items: readonly {
      readonly mark: MarkFile;
      readonly cells: readonly ProseFile[];
      readonly short: ProseFile;
    }[];
  }[];
  readonly footer: readonly ProseFile[];
}

type MarkFile = "fail" | "warn" | "pass" | "none";

export type ProseFile = readonly ProsePartFile[];

export type ProsePartFile =
  | string
  | { readonly kind: "quote" | "sentence"; readonly text: string }
  | { readonly kind: "technique"; readonly id: string; readonly name: string }
  | { readonly kind: "place"; readonly path: string; readonly line: number | null; readonly side: "base" | "head" }
  | { readonly kind: "link"; readonly text: string; readonly url: string };
