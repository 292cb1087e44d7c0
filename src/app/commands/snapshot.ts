import { basename } from "node:path";
import { snapshotDocument, snapshotJson } from "../../report/json/snapshot-json.ts";
import { type Command, optionText } from "../command.ts";
import { createOwnership } from "../read-corpora.ts";
import { readOneCorpus } from "../run-report.ts";
import { workspaceOf } from "../workspace.ts";

export const snapshot: Command = {
  name: "snapshot",
  summary: "a corpus as a file, to report on and to merge with those of other repositories",
  usage: "",
  arguments: "none",
  formats: ["json"],
  options: [
    { name: "ref", value: "REV", summary: "read a commit, branch or tag instead of the files as they are" },
    { name: "name", value: "NAME", summary: "what the repository is called (default: its folder's name)" },
  ],
  async run(call) {
    const { overrides, surroundings } = call;
    const { measured, config } = await readOneCorpus({ ...overrides, ref: optionText(call, "ref") }, surroundings);
    const document = snapshotDocument(measured.snapshot, {
      name: optionText(call, "name") ?? basename(workspaceOf(surroundings, overrides).root),
      tool: surroundings.tool,
      isOwn: createOwnership(config.sources),
    });
    return { output: snapshotJson(document), exitCode: 0 };
  },
};
