import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { type MigrationView, migratedText } from "./migration-view.ts";

/** What is to change, for `git apply`. Exactly the files' text, control characters too: not for a terminal. */
export function migrationPatch({ files }: MigrationView): string {
  return files
    .filter(({ edits }) => edits.length > 0)
    .map(({ path, text, edits }) =>
      createTwoFilesPatch(`a/${path}`, `b/${path}`, text, migratedText({ text, edits }), undefined, undefined, {
        context: 3,
        headerOptions: FILE_HEADERS_ONLY,
      }),
    )
    .join("");
}
