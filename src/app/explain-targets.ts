import type { Config } from "../config/config.ts";
import type { FileTree } from "../io/file-tree.ts";
import { escapeTerminal } from "../report/text/escape-terminal.ts";
import { plural } from "../report/words.ts";
import { measureTargets } from "./targets.ts";
import { wantedSources } from "./wanted-techniques.ts";
import { knowledgeFor, type Workspace } from "./workspace.ts";

/**
 * What the names in a configuration come to: a paragraph, or none where it names nothing of ATT&CK. A ConfigError for
 * a group, technique, tactic or platform that there is not, and for a layer that can't be read.
 */
export async function explainTargets(
  config: Config,
  { tree, workspace }: { readonly tree: FileTree; readonly workspace: Workspace },
): Promise<readonly string[]> {
  const knowledge = await knowledgeFor(config, workspace, tree);
  const nothing = { revision: tree.revision, files: 0, rules: [], diagnostics: [] };
  const sources = wantedSources(tree, { config, knowledge, workspace });
  const { required } = await measureTargets({ base: undefined, head: nothing }, sources);
  if (required.length === 0) return [];
  const lines = required.map(({ id, name }) => `  ${id} ${escapeTerminal(name)}`);
  return [[`Threat profile: ${plural(required.length, "technique")}`, ...lines].join("\n")];
}
