import type { Command } from "../command.ts";
import { runInit } from "../run-init.ts";

export const init: Command = {
  name: "init",
  summary: "write a configuration and a workflow that fit this repository",
  usage: "",
  arguments: "none",
  formats: ["text"],
  options: [{ name: "force", value: undefined, summary: "overwrite files that are there" }],
  async run({ overrides, options, surroundings }) {
    const overwrite = options.has("force") ? ("overwrite" as const) : ("keep" as const);
    return { output: await runInit({ ...overrides, existing: overwrite }, surroundings), exitCode: 0 };
  },
};
