import { compareText } from "../model/order.ts";
import type { Lifecycle, Rule } from "../model/rule.ts";

/** A folder at the top of a repository with rules of one format below it. */
export interface FoundFolder {
  /** Without a slash; empty: rules at the very top. */
  readonly folder: string;
  readonly format: string;
  readonly rules: number;
  /** Those that don't count by default and occur: `40 deprecated`. */
  readonly lifecycles: readonly string[];
}

/** Where rules are, by folder at the top and format, sorted. */
export function foldersOf(rules: readonly Pick<Rule, "path" | "format" | "lifecycle">[]): readonly FoundFolder[] {
  const groups = new Map<string, { readonly folder: string; readonly format: string; readonly stages: Lifecycle[] }>();
  for (const { path, format, lifecycle } of rules) {
    const folder = path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
    const key = `${folder}/${format}`;
    const group = groups.get(key) ?? { folder, format, stages: [] };
    groups.set(key, group);
    group.stages.push(lifecycle);
  }
  return [...groups.values()]
    .map(({ folder, format, stages }) => ({ folder, format, rules: stages.length, lifecycles: leftOut(stages) }))
    .sort((a, b) => compareText(a.folder, b.folder) || compareText(a.format, b.format));
}

function leftOut(stages: readonly Lifecycle[]): readonly string[] {
  return (["deprecated", "disabled"] as const).flatMap((stage) => {
    const count = stages.filter((other) => other === stage).length;
    return count === 0 ? [] : [`${count} ${stage}`];
  });
}

/** A configuration that says what holds, with what teams set next as comments. */
export function starterConfig(folders: readonly FoundFolder[]): string {
  return `# yaml-language-server: $schema=https://unpkg.com/detcov/schema/config.schema.json
#
# What detcov reads, what it counts, and how it judges. Every key may be left out.
# detcov validate-config says in plain words what is in force.

${sourcesText(folders)}
# Rules count for coverage that are in one of these stages. Reports say what was left out.
count:
  lifecycle: [experimental, test, stable]
  # severity: medium              # at least
  # platforms: [Windows, Linux]   # what you defend

# A run fails on a finding of this level or above. never: only inform.
fail-on: error

# How severe a check's findings are: error, warning, note, off.
# checks:
#   rule-noisy: error
#   technique-missing: off

# A rule is noisy if one way to match it needs only what many rules test: so many as this percentile of reach, and
# at least 10. Set reach to a number of rules instead, if you know yours.
noise:
  percentile: 99.5

# Techniques that have to be covered: your threat profile.
# required:
#   techniques: [T1003.001]
#   groups: [APT29]
#   layer: threats/profile.json

# Findings that you accept, each with its reason.
# waivers:
#   - check: technique-lost
#     technique: T1546.003
#     reason: The endpoint product detects it.
#     owner: blue-team@example.com
#     expires: 2027-03-31
`;
}

function sourcesText(folders: readonly FoundFolder[]): string {
  if (folders.length === 0 || folders.some(({ folder }) => folder === "")) {
    return `# Where the rules are. Left out: everywhere.
# sources:
#   - name: detections
#     include: [detections/]
`;
  }
  const entries = sourcesOf(folders).flatMap(([name, included]) => [
    `  - name: ${name}`,
    "    include:",
    ...included.map((folder) => `      - ${JSON.stringify(`${asPattern(folder)}/`)}`),
  ]);
  return `# Where the rules are. What no source takes is not read. Rules of others that are here for comparison have role: reference.
sources:
${entries.join("\n")}
`;
}

/** One for each format; folders that hold several formats are one of their own, for a file belongs to one source. */
function sourcesOf(folders: readonly FoundFolder[]): readonly (readonly [string, readonly string[]])[] {
  const sources = new Map<string, string[]>();
  for (const folder of new Set(folders.map((found) => found.folder))) {
    const formats = folders.filter((found) => found.folder === folder).map(({ format }) => format);
    const name = formats.join("-and-");
    sources.set(name, [...(sources.get(name) ?? []), folder]);
  }
  return [...sources];
}

/** A name of a folder is no pattern. */
function asPattern(name: string): string {
  return name.replace(/[*?[\](){}!+@|\\]/g, "?");
}
