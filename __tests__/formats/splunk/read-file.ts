import { splunk } from "../../../src/formats/splunk/index.ts";
import type { Reading, Rule } from "../../../src/model/rule.ts";
import type { Diagnostic, SourceFile } from "../../../src/model/source.ts";

export function readFile(
  text: string,
  path = "detections/endpoint/lsass.yml",
  macros: readonly SourceFile[] = [],
): Reading {
  return splunk.reader(macros).read({ path, text });
}

/** The file's only rule, where there is nothing to complain of. */
export function readRule(...file: Parameters<typeof readFile>): Rule {
  const { rules, diagnostics } = readFile(...file);
  const [rule] = rules;
  if (rule === undefined || rules.length > 1 || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  return rule;
}

/** Diagnostics as `line code`, in their order. */
export function briefly(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, location }) => `${location.line} ${code}`);
}
