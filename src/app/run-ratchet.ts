import { printRatchet, type RatchetEntry } from "../config/ratchet-file.ts";
import type { FileTree } from "../io/file-tree.ts";
import { writeBelow } from "../io/local-file.ts";
import { compareText } from "../model/order.ts";
import type { Finding } from "../model/policy.ts";
import { noAcceptances } from "../policy/acceptances.ts";
import { checks } from "../policy/checks/index.ts";
import { decide } from "../policy/decide.ts";
import type { RatchetView } from "../report/ratchet-view.ts";
import { readRatchet } from "./acceptances.ts";
import { assessEverything } from "./assess.ts";
import { createLookups } from "./lookups.ts";
import { measure, takeSnapshots } from "./snapshots.ts";
import { measureTargets } from "./targets.ts";
import { wantedSources } from "./wanted-techniques.ts";
import {
  loadConfig,
  type Overrides,
  readIfThere,
  type Surroundings,
  type Workspace,
  withOverrides,
  withWorkingTree,
  workspaceOf,
} from "./workspace.ts";

export interface RatchetInputs extends Overrides {
  /** `tighten` takes out what was mended, and records all where there is no file yet; `reset` records all anew. */
  readonly action: "show" | "tighten" | "reset";
}

/** Holds the files as they are against the ratchet, and writes it if asked to. */
export async function runRatchet(inputs: RatchetInputs, surroundings: Surroundings): Promise<RatchetView> {
  const { action } = inputs;
  const workspace = workspaceOf(surroundings, inputs);
  return await withWorkingTree(workspace, async (tree) => {
    const loaded = await loadConfig(workspace, tree);
    const path = loaded.config.ratchet;
    const isThere = (await readIfThere(tree, path)) !== undefined;
    // A file that is to be written anew need not be in order.
    const known = action === "reset" ? [] : await readRatchet({ tree, loaded });
    const findings = await findEverything(tree, workspace);
    const isWhole = action === "reset" || (action === "tighten" && !isThere);
    const { recorded, ...rest } = holdAgainst(isWhole ? findings.map(toEntry) : known, findings);
    if (action !== "show") await writeBelow(workspace.root, path, printRatchet(recorded.map(toEntry)));
    return { path, action, isThere, recorded, ...rest };
  });
}

function holdAgainst(
  entries: readonly RatchetEntry[],
  findings: readonly Finding[],
): Pick<RatchetView, "recorded" | "unrecorded" | "mended"> {
  const recorded = new Set(entries.map(({ fingerprint }) => fingerprint));
  const occurring = new Set(findings.map(({ fingerprint }) => fingerprint));
  return {
    recorded: findings.filter(({ fingerprint }) => recorded.has(fingerprint)),
    unrecorded: findings.filter(({ fingerprint }) => !recorded.has(fingerprint)),
    mended: entries
      .filter(({ fingerprint }) => !occurring.has(fingerprint))
      .sort((a, b) => compareText(a.fingerprint, b.fingerprint)),
  };
}

/** What the checks would find if all of the corpus were new. Waivers are no part of the corpus, and none is heeded. */
async function findEverything(tree: FileTree, workspace: Workspace): Promise<readonly Finding[]> {
  const config = withOverrides((await loadConfig(workspace, tree)).config, workspace.overrides);
  const { snapshots, knowledge } = await takeSnapshots([tree], config, workspace, tree);
  const [snapshot] = snapshots;
  if (snapshot === undefined) throw new Error("No snapshot was taken.");
  const measured = measure(snapshot, config);
  const targets = await measureTargets(
    { base: undefined, head: snapshot },
    wantedSources(tree, { config, knowledge, workspace }),
  );
  const assessment = assessEverything(measured, {
    config,
    knowledge,
    targets,
    lookups: createLookups(measured, undefined),
  });
  const { findings } = decide(assessment, {
    checks,
    policy: config.policy,
    catalogue: knowledge.catalogue,
    acceptances: noAcceptances,
    everything: undefined,
  });
  return findings;
}

function toEntry({ fingerprint, location }: Finding): RatchetEntry {
  return { fingerprint, path: location?.path };
}
