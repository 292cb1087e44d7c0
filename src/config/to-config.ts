import type { Level, Policy } from "../model/policy.ts";
import { parseTimeSpan, type TimeSpan } from "../model/time-span.ts";
import type {
  AttackChoice,
  CommentSettings,
  Config,
  EventEntry,
  FieldAlias,
  FieldEntry,
  IssueSettings,
  LogSourcePattern,
  MinimumEntries,
  NoiseThreshold,
  RequiredEntries,
  RuleSource,
  RuleWeights,
  Suite,
  SummarySettings,
  WaiverEntry,
} from "./config.ts";
import type { KnownCheck } from "./known-names.ts";
import { repositoryGlob, repositoryPath } from "./repository-glob.ts";
import { type ConfigFile, configSchema } from "./schema.ts";

type SourceFile = NonNullable<ConfigFile["sources"]>[number];
type CountFile = NonNullable<ConfigFile["count"]>;
type FieldFile = NonNullable<ConfigFile["fields"]>[string];
type AliasFile = NonNullable<FieldFile["aliases"]>[number];
type EventFile = NonNullable<ConfigFile["events"]>[number];
type WaiverFile = NonNullable<ConfigFile["waivers"]>[number];
type LogSourceFile = EventFile["when"];
type SuiteFile = NonNullable<ConfigFile["suites"]>[number];

const { properties } = configSchema;

/** A valid configuration file in the program's words, with the schema's defaults for all that it leaves out. */
export function toConfig(file: ConfigFile, checks: readonly KnownCheck[]): Config {
  return {
    sources: sourcesOf(file).map(toSource),
    count: toCount(file.count ?? {}),
    attack: toAttack(file.attack ?? {}),
    policy: toPolicy(file, checks),
    ...toJudgement(file),
    noise: toNoise(file.noise ?? {}),
    comment: toComment(file.comment ?? {}),
    summary: toSummary(file.summary ?? {}),
    suites: (file.suites ?? []).map((suite) => toSuite(suite, file, checks)),
    fields: Object.entries(file.fields ?? {}).map(toField),
    events: (file.events ?? []).map(toEvents),
  };
}

function toPolicy(file: Pick<ConfigFile, "checks" | "fail-on">, checks: readonly KnownCheck[]): Config["policy"] {
  return { levels: toLevels(file.checks ?? {}, checks), failOn: file["fail-on"] ?? properties["fail-on"].default };
}

/** How a suite is judged is as for the whole repository where it does not say; what has to be covered is its own. */
function toSuite(suite: SuiteFile, file: ConfigFile, checks: readonly KnownCheck[]): Suite {
  const defaults = properties.suites.items.properties;
  return {
    name: suite.name,
    include: (suite.include ?? defaults.include.default).map(repositoryGlob),
    exclude: (suite.exclude ?? defaults.exclude.default).map(repositoryGlob),
    sources: suite.sources,
    policy: toPolicy({ ...file, ...suite, checks: { ...file.checks, ...suite.checks } }, checks),
    noise: toNoise(suite.noise ?? file.noise ?? {}),
    required: toRequired(suite.required ?? {}),
    minimum: toMinimum(suite.minimum ?? {}),
  };
}

function sourcesOf({ sources }: ConfigFile): readonly SourceFile[] {
  if (sources !== undefined) return sources;
  return properties.sources.default.map(({ name, include }) => ({ name, include: [...include] }));
}

function toSource(source: SourceFile): RuleSource {
  const defaults = properties.sources.items.properties;
  return {
    name: source.name,
    format: source.format,
    include: (source.include ?? defaults.include.default).map(repositoryGlob),
    exclude: (source.exclude ?? defaults.exclude.default).map(repositoryGlob),
    macros: (source.macros ?? defaults.macros.default).map(repositoryGlob),
    role: source.role ?? defaults.role.default,
  };
}

function toJudgement(file: ConfigFile): Pick<Config, "required" | "minimum" | "waivers" | "ratchet" | "acceptLabel"> {
  return {
    required: toRequired(file.required ?? {}),
    minimum: toMinimum(file.minimum ?? {}),
    waivers: (file.waivers ?? []).map(toWaiver),
    ratchet: repositoryPath(file.ratchet ?? properties.ratchet.default),
    acceptLabel: file["accept-label"] ?? properties["accept-label"].default,
  };
}

function toCount(count: CountFile): Config["count"] {
  const { lifecycle = properties.count.properties.lifecycle.default, severity, sources, platforms, weights } = count;
  return { lifecycle, severity, sources, platforms, weights: toWeights(weights ?? {}) };
}

/** Where nothing has a weight there are none. */
function toWeights({ lifecycle, severity, sources }: NonNullable<CountFile["weights"]>): RuleWeights | undefined {
  const weights = {
    lifecycle: new Map(Object.entries(lifecycle ?? {})),
    severity: new Map(Object.entries(severity ?? {})),
    sources: new Map(Object.entries(sources ?? {})),
  };
  return weights.lifecycle.size + weights.severity.size + weights.sources.size === 0 ? undefined : weights;
}

function toRequired({ techniques, layer, groups }: NonNullable<ConfigFile["required"]>): RequiredEntries {
  const path = layer === undefined ? undefined : repositoryPath(layer);
  return { techniques: techniques ?? [], layer: path, groups: groups ?? [] };
}

function toMinimum({ techniques, tactics, platforms }: NonNullable<ConfigFile["minimum"]>): MinimumEntries {
  return {
    techniques,
    tactics: new Map(Object.entries(tactics ?? {})),
    platforms: new Map(Object.entries(platforms ?? {})),
  };
}

function toWaiver(waiver: WaiverFile): WaiverEntry {
  const { check, technique, event, path, rule, fingerprint, reason, owner, expires } = waiver;
  const glob = path === undefined ? undefined : repositoryGlob(path);
  return { check, technique, event, path: glob, rule, fingerprint, reason, owner, expires };
}

function toAttack({ domain, version, bundle }: NonNullable<ConfigFile["attack"]>): AttackChoice {
  const defaults = properties.attack.properties;
  const known = { domain: domain ?? defaults.domain.default };
  if (bundle !== undefined) return { kind: "bundle", ...known, path: repositoryPath(bundle) };
  return { kind: "built-in", ...known, version: String(version ?? defaults.version.default) };
}

/** A level that is the check's own anyway is no decision of the team's. */
function toLevels(levels: NonNullable<ConfigFile["checks"]>, checks: readonly KnownCheck[]): Policy["levels"] {
  const chosen = new Map<string, Level | "off">();
  for (const { id, defaultLevel } of checks) {
    const level = Object.hasOwn(levels, id) ? levels[id] : undefined;
    if (level !== undefined && level !== defaultLevel) chosen.set(id, level);
  }
  return chosen;
}

function toNoise({ reach, percentile }: NonNullable<ConfigFile["noise"]>): NoiseThreshold {
  if (reach !== undefined) return { kind: "reach", reach };
  return { kind: "percentile", percentile: percentile ?? properties.noise.properties.percentile.default };
}

/** Sections are in the order of the comment, which is that of the schema. */
function toComment({ when, sections }: NonNullable<ConfigFile["comment"]>): CommentSettings {
  const defaults = properties.comment.properties;
  const all = defaults.sections.default;
  return {
    when: when ?? defaults.when.default,
    sections: all.filter((section) => sections === undefined || sections.includes(section)),
  };
}

function toSummary({ since, stale, issue }: NonNullable<ConfigFile["summary"]>): SummarySettings {
  const defaults = properties.summary.properties;
  return {
    since: toSpan(since ?? defaults.since.default),
    stale: toSpan(stale ?? defaults.stale.default),
    issue: toIssue(issue ?? defaults.issue.default),
  };
}

function toIssue(issue: NonNullable<NonNullable<ConfigFile["summary"]>["issue"]>): IssueSettings | undefined {
  if (issue === false) return undefined;
  const { title, labels } = issue === true ? {} : issue;
  const defaults = properties.summary.properties.issue.properties;
  return { title: title ?? defaults.title.default, labels: labels ?? defaults.labels.default };
}

function toSpan(text: string): TimeSpan {
  const span = parseTimeSpan(text);
  if (span === undefined) throw new Error(`${text} is no span of time, and was not found to be wrong.`);
  return span;
}

function toField([field, { kind, aliases }]: readonly [string, FieldFile]): FieldEntry {
  return { field, kind, aliases: (aliases ?? []).map(toAlias) };
}

function toAlias(alias: AliasFile): FieldAlias {
  if (typeof alias === "string") return { name: alias, part: undefined, when: undefined };
  return { name: alias.name, part: alias.part, when: alias.when === undefined ? undefined : toLogSource(alias.when) };
}

function toEvents({ when, events }: EventFile): EventEntry {
  return {
    when: toLogSource(when),
    events: events.map(({ provider, id, title }) => ({ provider, id: String(id), title })),
  };
}

function toLogSource({ product, category, service, table }: LogSourceFile): LogSourcePattern {
  return {
    product: product?.toLowerCase(),
    category: category?.toLowerCase(),
    service: service?.toLowerCase(),
    table: table?.toLowerCase(),
  };
}
