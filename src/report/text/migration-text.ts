import type { MigratedFile, MigrationView } from "../migration-view.ts";
import { plural } from "../words.ts";
import { escapeTerminal } from "./escape-terminal.ts";
import { type Style, styleFor } from "./style.ts";

/** What changes in which file, and what is left to its author. */
export function migrationText(view: MigrationView, options: { readonly colours: boolean }): string {
  const style = styleFor(options);
  const parts = view.files.map((file) => filePart(file, style));
  return `${[...parts, summary(view)].join("\n\n")}\n`;
}

function filePart({ path, edits, left, unwritten }: MigratedFile, style: Style): string {
  const lines = edits.flatMap(({ line, before, after }) => [
    `  ${style.dim(String(line).padStart(4))} - ${escapeTerminal(before.trim())}`,
    ...(after === undefined ? [] : [`       + ${escapeTerminal(after.trim())}`]),
  ]);
  const decisions = left.map(
    ({ line, declared, reason }) =>
      `  ${style.dim(String(line).padStart(4))} ⚠️ ${escapeTerminal(declared)} stays: ${escapeTerminal(reason)}`,
  );
  const fault = unwritten === undefined ? [] : [`  ❌ Not written: ${escapeTerminal(unwritten)}.`];
  return [style.bold(escapeTerminal(path)), ...lines, ...decisions, ...fault].join("\n");
}

function summary({ files, attack, written }: MigrationView): string {
  const moved = files.reduce((sum, file) => sum + file.moved, 0);
  const left = files.reduce((sum, file) => sum + file.left.length, 0);
  const changed = files.filter(({ edits }) => edits.length > 0).length;
  const version = `ATT&CK ${escapeTerminal(attack.version)}`;
  const undecided = left === 0 ? "" : ` ${plural(left, "claim")} left to you.`;
  if (changed === 0) return `Nothing to move to ${version}.${undecided}`;
  const what = `${plural(moved, "claim")} in ${plural(changed, "file")}`;
  if (written) return `Moved ${what} to ${version}.${undecided}`;
  return `To move to ${version}: ${what}.${undecided} Add --write to change the files.`;
}
