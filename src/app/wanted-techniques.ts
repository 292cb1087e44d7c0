import type { Catalogue } from "../attack/catalogue.ts";
import { techniquesOfLayer } from "../attack/navigator-layer.ts";
import { type AttackGroup, readStixGroups } from "../attack/stix-groups.ts";
import type { Config } from "../config/config.ts";
import { didYouMean } from "../config/nearest.ts";
import type { DataFolder } from "../io/data-folder.ts";
import type { FileTree } from "../io/file-tree.ts";
import type { Technique, TechniqueId } from "../model/attack.ts";
import { ConfigError } from "../model/config-error.ts";
import { compareText } from "../model/order.ts";
import { type Prose, quote, say } from "../model/prose.ts";
import type { Knowledge } from "./knowledge.ts";
import { readBundleWith, readFromTree, type Workspace } from "./workspace.ts";

/** A technique that a configuration wants to be covered, and who asks for it. */
export interface WantedTechnique {
  readonly technique: Technique;
  readonly origins: readonly Prose[];
}

export interface WantedSources {
  readonly config: Config;
  readonly catalogue: Catalogue;
  readonly data: DataFolder;
  /** Reads a file of the tree that the configuration is from. */
  readonly readFile: (path: string) => Promise<string>;
  /** The team's own STIX bundle, where it has one. */
  readonly readBundle: (path: string) => Promise<string>;
}

/** Files that a configuration names are in the tree that it is from. */
export function wantedSources(
  judge: FileTree,
  {
    config,
    knowledge,
    workspace,
  }: { readonly config: Config; readonly knowledge: Knowledge; readonly workspace: Workspace },
): WantedSources {
  return {
    config,
    catalogue: knowledge.catalogue,
    data: workspace.surroundings.data,
    readFile: (path) => readFromTree(judge, path),
    readBundle: readBundleWith(workspace, judge),
  };
}

/** The techniques of list, layer and groups together, sorted by id. What nobody asks for is not read. */
export async function wantedTechniques(sources: WantedSources): Promise<readonly WantedTechnique[]> {
  const { required } = sources.config;
  const wanted = new Map<TechniqueId, { readonly technique: Technique; readonly origins: Prose[] }>();
  const want = (technique: Technique, origin: Prose) => {
    const known = wanted.get(technique.id);
    if (known === undefined) wanted.set(technique.id, { technique, origins: [origin] });
    else known.origins.push(origin);
  };
  for (const technique of listedTechniques(sources)) want(technique, ["your list"]);
  if (required.layer !== undefined) {
    const ids = techniquesOfLayer(await sources.readFile(required.layer), required.layer);
    for (const technique of counted(ids, sources)) want(technique, [quote(required.layer)]);
  }
  for (const group of await groupsOf(sources)) {
    const name: Prose = say`${{ kind: "sentence", text: group.name }} (${[group.id]})`;
    for (const technique of counted(group.techniques, sources)) want(technique, name);
  }
  return [...wanted.values()].sort((a, b) => compareText(a.technique.id, b.technique.id));
}

/** What a person wrote has to be right; what counts is that they meant it, whatever the platform. */
function listedTechniques({ config, catalogue }: WantedSources): readonly Technique[] {
  const techniques = config.required.techniques.map((text) => {
    const resolution = catalogue.resolve(text);
    const technique = resolution.kind === "revoked" ? resolution.replacement : undefined;
    if (resolution.kind === "active") return resolution.technique;
    if (technique !== undefined) return technique;
    throw new ConfigError(
      `required.techniques: "${text}" is no active technique of ATT&CK ${catalogue.version}. Correct it or take it out.`,
    );
  });
  return [...new Set(techniques)];
}

/** What lists of others name and this version has, moved through revocations; the rest is nothing that can be covered. */
function counted(ids: readonly string[], { catalogue }: WantedSources): readonly Technique[] {
  const active = new Set(catalogue.activeTechniques);
  const techniques = ids.flatMap((id): readonly Technique[] => {
    const resolution = catalogue.resolve(id);
    if (resolution.kind === "active") return [resolution.technique];
    return resolution.kind === "revoked" && resolution.replacement !== undefined ? [resolution.replacement] : [];
  });
  return [...new Set(techniques)].filter((technique) => active.has(technique));
}

async function groupsOf({ config, data, readBundle }: WantedSources): Promise<readonly AttackGroup[]> {
  const { required, attack } = config;
  if (required.groups.length === 0) return [];
  const known =
    attack.kind === "bundle" ? readStixGroups(await readBundle(attack.path), attack.path) : await shippedGroups(data);
  const groups = required.groups.map((text) => findGroup(text, known));
  return [...new Set(groups)];
}

async function shippedGroups(data: DataFolder): Promise<readonly AttackGroup[]> {
  const { groups }: { readonly groups: readonly AttackGroup[] } = JSON.parse(
    await data.read("attack/enterprise-groups.json"),
  );
  return groups;
}

function findGroup(text: string, groups: readonly AttackGroup[]): AttackGroup {
  const wanted = nameKey(text);
  const byName = groups.filter(({ id, name }) => nameKey(id) === wanted || nameKey(name) === wanted);
  const found =
    byName.length > 0 ? byName : groups.filter(({ aliases }) => aliases.some((alias) => nameKey(alias) === wanted));
  const [group, other] = found;
  if (group !== undefined && other === undefined) return group;
  if (group !== undefined) {
    const ids = found.map(({ id, name }) => `${id} ${name}`).join(", ");
    throw new ConfigError(`required.groups: "${text}" is a name of several groups: ${ids}. Write the id of one.`);
  }
  const names = groups.flatMap(({ id, name, aliases }) => [name, id, ...aliases]);
  throw new ConfigError(`required.groups: "${text}" is no group of ATT&CK.${didYouMean(text, names)}`);
}

function nameKey(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .trim();
}
