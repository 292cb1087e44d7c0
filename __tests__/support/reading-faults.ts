import type { Format } from "../../src/formats/format.ts";
import type { Reading } from "../../src/model/rule.ts";
import type { SourceFile } from "../../src/model/source.ts";
import { type Leaf, visitLeaves } from "../../src/model/visit-leaves.ts";

/** What a reading breaks of the promises that every reading keeps, whatever it was read from; empty if nothing. */
export function readingFaults({ id }: Format, file: SourceFile, reading: Reading): readonly string[] {
  const lines = file.text.split(/\r\n|\r|\n/);
  const isInside = (line: number) => Number.isInteger(line) && line >= 1 && line <= lines.length;
  return [
    ...reading.diagnostics.flatMap(({ message, location: { path, line, column } }) => [
      ...faultIf(path !== file.path, `a diagnostic is about ${path}`),
      ...faultIf(!isInside(line), `a diagnostic is on line ${line} of ${lines.length}`),
      ...faultIf(column < 1 || column > (lines[line - 1]?.length ?? 0) + 1, `a diagnostic is in column ${column}`),
      ...faultIf(!/^\S.*[.…]$/.test(message), `a message is no sentence: ${JSON.stringify(message)}`),
    ]),
    ...reading.rules.flatMap((rule) => [
      ...faultIf(rule.format !== id, `a rule is said to be in ${rule.format}`),
      ...faultIf(rule.key === "" || rule.title === "", "a rule has no key or no title"),
      ...[...rule.techniques, ...rule.tactics].flatMap(({ line }) => faultIf(!isInside(line), `a tag is on ${line}`)),
    ]),
    ...[...reading.rules, ...reading.filters].flatMap(({ path, line, condition }) => {
      const faults = [
        ...faultIf(path !== file.path, `a rule is in ${path}`),
        ...faultIf(!isInside(line), `a rule is on ${line}`),
      ];
      visitLeaves(condition, (leaf) => void faults.push(...leafFaults(leaf, isInside)));
      return faults;
    }),
  ];
}

/** What a part of a condition breaks of them; `isInside` tells whether a line is one of the file. */
export function leafFaults(leaf: Leaf, isInside: (line: number) => boolean): readonly string[] {
  const faults = faultIf(!isInside(leaf.line), `a part of a condition is on line ${leaf.line}`);
  if (leaf.kind !== "predicate") return [...faults, ...faultIf(leaf.text.length > 200, "a text is too long to show")];
  const { values, lines } = leaf;
  return [
    ...faults,
    ...faultIf(values.length === 0, "a predicate has no value"),
    ...faultIf(lines !== undefined && lines.length !== values.length, "a predicate has not a line for each value"),
    ...faultIf(lines?.every(isInside) === false, "a value is on a line that is not there"),
  ];
}

function faultIf(isSo: boolean, fault: string): readonly string[] {
  return isSo ? [fault] : [];
}
