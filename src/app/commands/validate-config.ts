import { configPaths } from "../../config/config-paths.ts";
import { explainConfig } from "../../config/explain-config.ts";
import { checks } from "../../policy/checks/index.ts";
import type { Command } from "../command.ts";
import { explainTargets } from "../explain-targets.ts";
import { loadConfig, withOverrides, withWorkingTree, workspaceOf } from "../workspace.ts";

export const validateConfig: Command = {
  name: "validate-config",
  summary: "check the configuration and say in plain words what is in force",
  usage: "",
  arguments: "none",
  formats: ["text"],
  options: [],
  async run({ overrides, surroundings }) {
    const workspace = workspaceOf(surroundings, overrides);
    return await withWorkingTree(workspace, async (tree) => {
      const { config, path } = await loadConfig(workspace, tree);
      const origin =
        path === undefined ? `No configuration (${configPaths[0]}); the defaults hold.` : `${path} is in order.`;
      const held = withOverrides(config, overrides);
      const explained = explainConfig(held, checks, surroundings.today);
      const asked = await explainTargets(held, { tree, workspace });
      return { output: `${origin}\n\n${[explained.trimEnd(), ...asked].join("\n\n")}\n`, exitCode: 0 };
    });
  },
};
