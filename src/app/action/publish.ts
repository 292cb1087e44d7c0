import { basename, dirname } from "node:path";
import { type ReportPlace, writeReportFiles } from "../../io/github/report-files.ts";
import type { Annotation, Runner } from "../../io/github/runner.ts";
import { ConfigError } from "../../model/config-error.ts";
import { escapeTerminal } from "../../report/text/escape-terminal.ts";
import type { Outputs } from "./outputs.ts";

/** In bytes; GitHub drops the whole of what has a mebibyte. */
export const summarySize = 1_000_000;

export interface ReportFile {
  readonly name: string;
  readonly text: string;
}

/** Everything that a run tells, ready to be written. */
export interface Publication {
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  readonly files: readonly ReportFile[];
  /** One more file, at a place of its own. */
  readonly sarif: { readonly path: string; readonly text: string } | undefined;
  /** Told where each file is, by its name; empty where it could not be written. */
  readonly outputs: (pathOf: (name: string) => string) => Outputs;
}

/** Writes files, summary, annotations and outputs. What cannot be written is a warning. */
export async function publish(publication: Publication, runner: Runner, place: ReportPlace): Promise<void> {
  const { summary, annotations, files, sarif, outputs } = publication;
  for (const annotation of annotations) runner.annotate(annotation);
  await warnOnFailure(runner, "The summary", () => runner.addSummary(fitted(summary)));
  const paths = new Map<string, string>();
  await warnOnFailure(runner, "The report files", async () => {
    const written = await writeReportFiles(place, files);
    files.forEach(({ name }, index) => void paths.set(name, written[index] ?? ""));
  });
  if (sarif !== undefined) {
    const { path, text } = sarif;
    await warnOnFailure(runner, `The file ${escapeTerminal(path)}`, () =>
      writeReportFiles({ ...place, folder: dirname(path) }, [{ name: basename(path), text }]),
    );
  }
  for (const [name, value] of Object.entries(outputs((file) => paths.get(file) ?? ""))) runner.setOutput(name, value);
}

/** In bytes, of one step's part of the summary; GitHub drops the whole of what is larger. */
const summaryLimit = 1024 * 1024;

function fitted(summary: string): string {
  const size = Buffer.byteLength(summary);
  if (size < summaryLimit) return summary;
  return (
    `The report has ${Math.ceil(size / 1024)} KiB, which is more than GitHub shows here. ` +
    "The whole of it is in the file that the output `report-json` names.\n"
  );
}

async function warnOnFailure(runner: Runner, what: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof Error) || !(error instanceof ConfigError || "code" in error)) throw error;
    const message = `${what} could not be written: ${escapeTerminal(error.message)}`;
    runner.annotate({ level: "warning", title: "detcov", message, path: undefined, line: undefined });
  }
}
