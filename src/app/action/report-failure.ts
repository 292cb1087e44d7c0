import type { Runner } from "../../io/github/runner.ts";
import { ConfigError } from "../../model/config-error.ts";
import type { Tool } from "../../report/diff-view.ts";
import { escapeTerminal } from "../../report/text/escape-terminal.ts";

/** Says why a run came to no verdict. Returns the exit code: 2 for the team's set-up, 3 for a fault of ours. */
export function reportFailure(error: unknown, runner: Runner, { version }: Tool): 2 | 3 {
  if (error instanceof ConfigError) {
    fail(runner, "detcov could not run", error.message);
    if (error.cause instanceof Error) logLines(runner, error.cause.message);
    return 2;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  fail(
    runner,
    "detcov has a bug",
    `detcov ${version} stopped without a verdict, and that is its own fault. ` +
      "Please report it with the lines of the log that follow: https://github.com/detcov/detcov/issues",
  );
  logLines(runner, trace);
  return 3;
}

function fail(runner: Runner, title: string, text: string): void {
  const message = text.split("\n").map(escapeTerminal).join("\n");
  runner.annotate({ level: "error", title, message, path: undefined, line: undefined });
}

function logLines(runner: Runner, text: string): void {
  for (const line of text.split("\n")) runner.log(escapeTerminal(line));
}
