import { appendFile } from "node:fs/promises";
import type { Environment } from "../git/git-environment.ts";

/** A remark that GitHub shows at a line of a file, or at the run where it has none. */
export interface Annotation {
  readonly level: "error" | "warning";
  readonly title: string;
  readonly message: string;
  /** Path from the top of the repository. */
  readonly path: string | undefined;
  readonly line: number | undefined;
}

/** What an action can tell the runner that runs it. */
export interface Runner {
  /** A line of the log. */
  log(line: string): void;
  annotate(annotation: Annotation): void;
  setOutput(name: string, value: string): void;
  /** Adds to the page of the run; does nothing where the runner has no such page. */
  addSummary(markdown: string): Promise<void>;
}

/** The runner that started this process. The library is loaded here, for it takes its time. */
export async function openRunner(env: Environment): Promise<Runner> {
  const core = await import("@actions/core");
  return {
    log: (line) => core.info(logLine(line)),
    annotate: ({ level, title, message, path, line }) =>
      core[level](message, {
        title,
        ...(path === undefined ? {} : { file: path }),
        ...(line === undefined ? {} : { startLine: line }),
      }),
    setOutput: (name, value) => core.setOutput(name, value),
    addSummary: async (markdown) => {
      const path = env.GITHUB_STEP_SUMMARY;
      if (path) await appendFile(path, markdown);
    },
  };
}

/**
 * A line in which the runner finds no command.
 *
 * It looks for `::name::` at the beginning of a line, and for `##[name]` anywhere in it.
 */
export function logLine(line: string): string {
  return line
    .replace(/[\r\n]+/g, " ")
    .replace(/^(\s*):(?=:)/, "$1: ")
    .replaceAll("##[", "## [");
}
