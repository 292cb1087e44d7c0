import { resolve } from "node:path";
import { snapshotJson } from "../../report/json/snapshot-json.ts";
import type { Command } from "../command.ts";
import { mergeSnapshots } from "../merge-snapshots.ts";
import { readSnapshotDocument } from "../snapshot-file.ts";

export const merge: Command = {
  name: "merge",
  summary: "one snapshot of those of several repositories",
  usage: "FILE…",
  arguments: "some",
  formats: ["json"],
  options: [],
  async run({ arguments: files, surroundings }) {
    const documents = [];
    for (const file of files) documents.push(await readSnapshotDocument(resolve(surroundings.directory, file), file));
    return { output: snapshotJson(mergeSnapshots(documents, surroundings.tool)), exitCode: 0 };
  },
};
