import { readFileSync } from "node:fs";
import { join } from "node:path";
import { analyse, analyseLinked } from "../../src/analysis/analyse.ts";
import { createReachIndex } from "../../src/analysis/reach.ts";
import { widthOf } from "../../src/analysis/width.ts";
import { mergeSnapshots } from "../../src/app/merge-snapshots.ts";
import { createFileReader } from "../../src/app/read-file.ts";
import { corpusOf, parseSnapshotDocument } from "../../src/app/snapshot-file.ts";
import { createCatalogue } from "../../src/attack/catalogue.ts";
import { techniquesOfLayer } from "../../src/attack/navigator-layer.ts";
import { readStixBundle } from "../../src/attack/stix.ts";
import { readStixGroups } from "../../src/attack/stix-groups.ts";
import { configPaths } from "../../src/config/config-paths.ts";
import { parseConfig } from "../../src/config/load.ts";
import { parseRatchet, printRatchet } from "../../src/config/ratchet-file.ts";
import { starterConfig } from "../../src/config/starter-config.ts";
import { formats } from "../../src/formats/index.ts";
import { ConfigError } from "../../src/model/config-error.ts";
import { lifecycles } from "../../src/model/rule.ts";
import type { SourceFile } from "../../src/model/source.ts";
import { checks } from "../../src/policy/checks/index.ts";
import { snapshotDocument, snapshotJson } from "../../src/report/json/snapshot-json.ts";
import { fixturesOf } from "../formats/fixture.ts";
import { Chance } from "./chance.ts";
import { attack, shippedKnowledge } from "./ground.ts";
import { mutate } from "./mutate.ts";
import { mutateTree } from "./mutate-tree.ts";
import { type Fuzzer, tryOut } from "./subject.ts";

/** A kind of file that a team gives beside its rules: how it begins, and what reads it. */
interface Setting {
  readonly files: readonly SourceFile[];
  /** Reads it as a run does; a ConfigError is an answer. */
  readonly read: (text: string) => void;
  /** What a ConfigError has to begin with: the place, or the name of the file. */
  readonly place: RegExp;
}

/** What a team gives beside its rules, each with a way to files of its kind and to its reader. */
export const settings: Readonly<Record<string, () => Fuzzer>> = {
  configuration: () =>
    createSettingFuzzer({
      files: configurations(),
      read: (text) => void parseConfig(text, configPaths[0], { checks, formats }),
      place:
        /^(?:\.github\/detcov\.yml:\d+:\d+: |The configuration has \d+ problems:\n\.github\/detcov\.yml:\d+:\d+: )/,
    }),
  ratchet: () =>
    createSettingFuzzer({
      files: [
        { path: "file.json", text: printRatchet(["a", "b"].map((fingerprint) => ({ fingerprint, path: "a.yml" }))) },
      ],
      read: (text) => void parseRatchet(text, "file.json"),
      place: /^file\.json: /,
    }),
  layer: () =>
    createSettingFuzzer({
      files: [{ path: "file.json", text: JSON.stringify(layer) }],
      read: (text) => void techniquesOfLayer(text, "file.json"),
      place: /^file\.json /,
    }),
  bundle: () =>
    createSettingFuzzer({
      files: [{ path: "file.json", text: JSON.stringify(bundle) }],
      read: (text) => {
        createCatalogue(readStixBundle(text, "file.json")).resolve("T1003.001");
        readStixGroups(text, "file.json");
      },
      place: /^file\.json /,
    }),
  snapshot: () =>
    createSettingFuzzer({
      files: [{ path: "file.json", text: snapshotText() }],
      read: readSnapshot,
      place: /^"file\.json" /,
    }),
};

function createSettingFuzzer({ files, read, place }: Setting): Fuzzer {
  return (input) => {
    const chance = new Chance(input);
    const [original, other] = [chance.of(files, nothing), chance.of(files, nothing)];
    const byTree = chance.next() < 0.5 ? mutateTree(original, other, chance) : undefined;
    const text = byTree ?? mutate(original.text, { chance, other: other.text });
    return tryOut(input, { path: original.path, text }, () => {
      try {
        read(text);
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        if (!place.test(error.message)) return [`a message names no place: ${error.message.slice(0, 200)}`];
      }
      return [];
    });
  };
}

const nothing: SourceFile = { path: "file.json", text: "" };

/** The examples of the documentation, and what `init` writes. */
function configurations(): readonly SourceFile[] {
  const page = readFileSync(join(import.meta.dirname, "../../docs/configuration.md"), "utf8");
  const examples = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");
  return [...examples, starterConfig([])].map((text) => ({ path: ".github/detcov.yml", text }));
}

/** What commands do with a snapshot once it is read: merge it, count it, and write it anew. */
function readSnapshot(text: string): void {
  const document = parseSnapshotDocument(text, "file.json");
  snapshotJson(mergeSnapshots([document], tool));
  const { corpus, isOwn, repositoryOf } = corpusOf(document);
  const { rules } = analyseLinked(corpus, { catalogue, counted: new Set(lifecycles), isOwn });
  const index = createReachIndex(rules);
  for (const { rule } of rules) {
    repositoryOf(rule);
    widthOf(rule.condition, index);
  }
}

const tool = { name: "detcov", version: "0.0.0" } as const;
const catalogue = createCatalogue(attack);

/** Of the fixtures of all formats. */
function snapshotText(): string {
  const read = createFileReader([[]], shippedKnowledge());
  const readings = formats.flatMap((format) =>
    fixturesOf(format).map(({ file }) => read({ ...file, format: format.id, companions: 0 })),
  );
  const corpus = {
    revision: "working tree",
    files: readings.length,
    rules: readings.flatMap(({ rules }) => rules),
    filters: readings.flatMap(({ filters }) => filters),
    diagnostics: readings.flatMap(({ diagnostics }) => diagnostics),
  };
  const snapshot = analyse(corpus, { catalogue, counted: new Set(lifecycles), isOwn: () => true });
  return snapshotJson(snapshotDocument(snapshot, { name: "rules", tool, isOwn: () => true }));
}

const layer = {
  name: "required",
  domain: "enterprise-attack",
  techniques: [
    { techniqueID: "T1003.001", score: 1, enabled: true },
    { techniqueID: "T1059", tactic: "execution", color: "#ff0000" },
    { techniqueID: "T1055", comment: "soon", enabled: false },
  ],
};

/** Two techniques, of which one was revoked by the other, with what is told of them by other objects. */
const bundle = {
  type: "bundle",
  id: "bundle--1",
  objects: [
    { type: "x-mitre-collection", id: "x-mitre-collection--1", x_mitre_version: "19.0" },
    {
      type: "x-mitre-matrix",
      id: "x-mitre-matrix--1",
      tactic_refs: ["x-mitre-tactic--1"],
      ...referenced("enterprise-attack"),
    },
    {
      type: "x-mitre-tactic",
      id: "x-mitre-tactic--1",
      name: "Execution",
      x_mitre_shortname: "execution",
      ...referenced("TA0002"),
    },
    ...["T1059", "T1059.001", "T1086"].map((id) => ({
      type: "attack-pattern",
      id: `attack-pattern--${id}`,
      name: id,
      revoked: id === "T1086",
      x_mitre_platforms: ["Windows"],
      kill_chain_phases: [{ kill_chain_name: "mitre-attack", phase_name: "execution" }],
      ...referenced(id),
    })),
    { type: "intrusion-set", id: "intrusion-set--1", name: "Group", aliases: ["Band"], ...referenced("G0001") },
    ...[
      ["revoked-by", "attack-pattern--T1086", "attack-pattern--T1059.001"],
      ["subtechnique-of", "attack-pattern--T1059.001", "attack-pattern--T1059"],
      ["uses", "intrusion-set--1", "attack-pattern--T1059.001"],
    ].map(([relationship_type, source_ref, target_ref], index) => ({
      ...{ type: "relationship", id: `relationship--${index}`, relationship_type, source_ref, target_ref },
    })),
  ],
};

function referenced(external_id: string): object {
  return {
    external_references: [{ source_name: "mitre-attack", external_id, url: `https://attack.mitre.org/${external_id}` }],
  };
}
