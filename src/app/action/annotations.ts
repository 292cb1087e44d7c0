import type { Annotation } from "../../io/github/runner.ts";
import type { Finding, Level } from "../../model/policy.ts";
import { plainText } from "../../model/prose.ts";
import type { RepositoryPath } from "../../model/source.ts";
import { escapeTerminal } from "../../report/text/escape-terminal.ts";

/** What is shown at lines of files, and how many findings had to be left out. */
export interface Annotations {
  readonly shown: readonly Annotation[];
  readonly left: number;
}

/**
 * GitHub shows ten of each level a step and drops the rest without a word. The tenth is ours: the verdict among the
 * errors, a comment that could not be posted among the warnings.
 */
const limit = 9;

/** Errors and warnings, the most important first. `prefix` leads from the top of the repository to the findings' paths. */
export function annotationsOf(findings: readonly Finding[], prefix: RepositoryPath): Annotations {
  const errors = annotationsAt("error", findings, prefix);
  const warnings = annotationsAt("warning", findings, prefix);
  const shown = [...errors.slice(0, limit), ...warnings.slice(0, limit)];
  return { shown, left: errors.length + warnings.length - shown.length };
}

function annotationsAt(
  level: Exclude<Level, "note">,
  findings: readonly Finding[],
  prefix: RepositoryPath,
): readonly Annotation[] {
  return findings
    .filter((finding) => finding.level === level)
    .map(({ check, message, location }) => ({
      level,
      title: check,
      message: escapeTerminal(plainText(message)),
      path: location === undefined ? undefined : `${prefix}${location.path}`,
      line: location?.line,
    }));
}
