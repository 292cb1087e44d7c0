import type { RuleWithEvents } from "../analysis/link.ts";
import { digestOf } from "../analysis/rule-digest.ts";
import { canonicalise } from "../canon/canonicalise.ts";
import type { Format } from "../formats/format.ts";
import { formats } from "../formats/index.ts";
import type { Condition } from "../model/condition.ts";
import { type Reading, type RuleFilter, ruleWith } from "../model/rule.ts";
import type { Diagnostic, SourceFile } from "../model/source.ts";
import { visitLeaves } from "../model/visit-leaves.ts";
import { FormatReaders } from "./companion-files.ts";
import type { Knowledge } from "./knowledge.ts";

/** What one file gave: its rules in canonical form, with their events. Plain data. */
export interface FileReading {
  /** Id of the format that it was read as; undefined: it could have held rules and holds none. */
  readonly format: string | undefined;
  readonly rules: readonly RuleWithEvents[];
  readonly filters: readonly RuleFilter[];
  readonly diagnostics: readonly Diagnostic[];
  /** How many values the conditions test, which is what the time and memory of a run go by. */
  readonly values: number;
}

export const noRules: FileReading = { format: undefined, rules: [], filters: [], diagnostics: [], values: 0 };

/** A file that may hold rules. */
export interface RuleFile extends SourceFile {
  /** Id of the only format that it is read as, whatever it holds; undefined: found from path and content. */
  readonly format: string | undefined;
  /** Which of the lists of companion files its source sees. */
  readonly companions: number;
}

/** Whether a file may hold rules, by path alone. */
export function mayHoldRules({ path, format }: Pick<RuleFile, "path" | "format">): boolean {
  return formats.some((candidate) => (format === undefined ? candidate.claims(path) : candidate.id === format));
}

/** Makes what reads the files of one tree, each with the first format that takes it. `companions` are lists of files. */
export function createFileReader(
  companions: readonly (readonly SourceFile[])[],
  knowledge: Pick<Knowledge, "fields" | "events">,
  readers = new FormatReaders(),
): (file: RuleFile) => FileReading {
  return (file) => {
    const format = formatOf(file);
    if (format === undefined) return noRules;
    const reader = readers.of(format, companions[file.companions] ?? noCompanions);
    return inCanonicalForm(format, reader.read(file), knowledge);
  };
}

const noCompanions: readonly SourceFile[] = [];

function formatOf(file: RuleFile): Format | undefined {
  if (file.format !== undefined) return formats.find(({ id }) => id === file.format);
  return formats.find((format) => format.claims(file.path) && format.recognises(file));
}

function inCanonicalForm(
  { id }: Format,
  { rules, filters, diagnostics }: Reading,
  { fields, events }: Pick<Knowledge, "fields" | "events">,
): FileReading {
  return {
    format: id,
    rules: rules.map((native) => {
      const condition = canonicalise(native.condition, native.logSource, fields);
      const rule = condition === native.condition ? native : ruleWith(native, { condition });
      return { rule, events: events.eventsOf(rule), digest: digestOf(rule) };
    }),
    filters: filters.map((filter) => ({
      ...filter,
      condition: canonicalise(filter.condition, filter.logSource, fields),
    })),
    diagnostics,
    values: [...rules, ...filters].reduce((sum, { condition }) => sum + valuesOf(condition), 0),
  };
}

/** A part that tests no value counts as one. */
function valuesOf(condition: Condition): number {
  let values = 0;
  visitLeaves(condition, (leaf) => {
    values += leaf.kind === "predicate" ? leaf.values.length : 1;
  });
  return values;
}
