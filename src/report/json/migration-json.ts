import type { MigrationView } from "../migration-view.ts";
import { attackPart, printJson, toolPart } from "./parts.ts";

/** What `attack migrate` changes; `schema/attack-migrate.schema.json`. */
export function migrationJson({ tool, attack, written, files }: MigrationView): string {
  return printJson({
    schemaVersion: 1,
    tool: toolPart(tool),
    attack: attackPart(attack),
    written,
    files: files.map(({ path, moved, edits, left, unwritten }) => ({
      path,
      moved,
      edits: edits.map(({ line, before, after }) => ({ line, before, after: after ?? null })),
      left: left.map(({ line, declared, reason }) => ({ line, declared, reason })),
      unwritten: unwritten ?? null,
    })),
  });
}
