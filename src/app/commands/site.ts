import { resolve } from "node:path";
import { ConfigError } from "../../model/config-error.ts";
import { thousands } from "../../report/words.ts";
import { type Command, optionText } from "../command.ts";
import type { SiteSummary } from "../run-site.ts";
import { timeSpanOption } from "../time-span-option.ts";

export const site: Command = {
  name: "site",
  summary: "the catalogue as a folder of pages: matrix, techniques, rules, events, fields, search",
  usage: "--out DIR",
  arguments: "none",
  formats: ["html"],
  options: [
    { name: "ref", value: "REV", summary: "read a commit, branch or tag instead of the files as they are" },
    { name: "since", value: "SPAN", summary: "show what changed since so long before the newest commit: 30d, 6m, 1y" },
  ],
  async run(call) {
    const out = optionText(call, "out");
    if (out === undefined) {
      throw new ConfigError(
        "`detcov site` writes a folder; say where with --out DIR. It must be new, empty, or made by it.",
      );
    }
    const path = resolve(call.surroundings.directory, out);
    // Other commands need none of the pages.
    const { runSite } = await import("../run-site.ts");
    const summary = await runSite(
      { ...call.overrides, ref: optionText(call, "ref"), out: path, since: timeSpanOption(call, "since") },
      call.surroundings,
    );
    return { output: undefined, exitCode: 0, note: noteOf(summary, out) };
  },
};

function noteOf({ files, size, largest }: SiteSummary, out: string): string {
  const megabytes = (size / 1_000_000).toFixed(1);
  const kilobytes = thousands(Math.ceil(largest.size / 1_000));
  return `${thousands(files)} files with ${megabytes} MB written to ${out}; the largest page is ${largest.path} with ${kilobytes} KB.\n`;
}
