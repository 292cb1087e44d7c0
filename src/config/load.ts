import { ConfigError } from "../model/config-error.ts";
import type { RepositoryPath } from "../model/source.ts";
import type { Config } from "./config.ts";
import type { KnownNames } from "./known-names.ts";
import { meaningProblems } from "./meaning-problems.ts";
import { type Problem, quoted } from "./problem.ts";
import { type Validation, validateFile } from "./schema-problems.ts";
import { TextLines } from "./text-lines.ts";
import { toConfig } from "./to-config.ts";
import { entryAt, readYamlDocument, repeatedKeys, type YamlNode } from "./yaml-document.ts";

/**
 * Reads a configuration. A text without content is the configuration of a team without wishes.
 *
 * Throws one ConfigError that lists everything that is wrong with it, each with its line.
 */
export function parseConfig(text: string, path: RepositoryPath, known: KnownNames): Config {
  const lines = new TextLines(path, text);
  const document = readYamlDocument(text);
  if (document.kind === "fault") {
    const { reason } = document;
    const offset = Math.min(document.offset, text.trimEnd().length);
    throw new ConfigError(`${lines.place(offset)}: ${reason}.\n${lines.excerpt(offset)}`);
  }
  const file = document.value ?? {};
  // The validator takes a while to begin, and many repositories have no configuration.
  const validation: Validation = document.value === undefined ? { kind: "valid", file: {} } : validateFile(file);
  const remarks = remarksOn(document.root, validation, meaningProblems(file, known));
  if (validation.kind === "valid" && remarks.length === 0) return toConfig(validation.file, known.checks);
  throw new ConfigError(report(remarks, lines));
}

/** A problem at its place in the text. */
interface Remark {
  readonly offset: number;
  readonly message: string;
}

/** Whoever has more to mend will run again. */
const maximumRemarks = 50;

function remarksOn(
  root: YamlNode | undefined,
  validation: Validation,
  meanings: readonly Problem[],
): readonly Remark[] {
  if (root === undefined) return [];
  const remarks: Remark[] = [];
  const problems = validation.kind === "valid" ? meanings : [...validation.problems, ...meanings];
  for (const { path, at, message } of problems) remarks.push({ offset: entryAt(root, path)[at].start, message });
  for (const { name, again } of repeatedKeys(root)) {
    remarks.push({ offset: again.start, message: `The key ${quoted(name)} is given twice. Remove one.` });
  }
  return remarks.sort((left, right) => left.offset - right.offset);
}

function report(remarks: readonly Remark[], lines: TextLines): string {
  const shown = remarks.slice(0, maximumRemarks).map(({ offset, message }) => `${lines.place(offset)}: ${message}`);
  if (remarks.length > 1) shown.unshift(`The configuration has ${remarks.length} problems:`);
  if (remarks.length > maximumRemarks) shown.push(`and ${remarks.length - maximumRemarks} more`);
  return shown.join("\n");
}
