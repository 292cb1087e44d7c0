/** Lines of the new side that a unified difference shows; only these can be commented on. */
export function shownLines(patch: string): ReadonlySet<number> {
  const shown = new Set<number>();
  let line = 0;
  for (const text of patch.split("\n")) {
    const start = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text)?.[1];
    if (start !== undefined) line = Number(start);
    else if (text.startsWith("+") || text.startsWith(" ")) shown.add(line++);
  }
  return shown;
}
