import type { FileMigration } from "../model/migration.ts";
import type { RepositoryPath } from "../model/source.ts";
import type { AttackVersion, Tool } from "./diff-view.ts";

/** What a move to another version of ATT&CK does to rule files. */
export interface MigrationView {
  readonly tool: Tool;
  /** The version that the files are moved to. */
  readonly attack: AttackVersion;
  /** Whether the files were written. */
  readonly written: boolean;
  /** Files with something to change or to decide, by path. */
  readonly files: readonly MigratedFile[];
}

export interface MigratedFile extends FileMigration {
  readonly path: RepositoryPath;
  /** The file as it was, with its line ends. */
  readonly text: string;
  /** Why it could not be written, as a clause; undefined where it was, or was not to be. */
  readonly unwritten: string | undefined;
}

/** The file as it is to be. Line ends stay what they are. */
export function migratedText({ text, edits }: Pick<MigratedFile, "text" | "edits">): string {
  const changes = new Map(edits.map(({ line, after }) => [line, after]));
  return text
    .split("\n")
    .flatMap((whole, index, all) => {
      const number = index + 1;
      if (!changes.has(number)) return [whole];
      const after = changes.get(number);
      // A line that goes takes its end with it, which the last one does not have.
      if (after === undefined) return number === all.length ? [""] : [];
      return [after + (whole.endsWith("\r") ? "\r" : "")];
    })
    .join("\n");
}
