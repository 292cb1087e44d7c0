import { fieldsOf } from "../analysis/field-index.ts";
import { indicatorKeys } from "../analysis/indicators.ts";
import { profileOf } from "../analysis/technique-profile.ts";
import { commitBefore, findCommit } from "../io/git/history.ts";
import { type PathChange, recentChanges } from "../io/git/path-history.ts";
import type { Repository } from "../io/git/repository.ts";
import { type WebAddress, webAddressOf } from "../io/git/web-address.ts";
import { openSiteFolder, type SiteFolder } from "../io/site-folder.ts";
import { ConfigError } from "../model/config-error.ts";
import type { EventRules } from "../model/event-rules.ts";
import { compareEvents } from "../model/order.ts";
import type { AnalysedRule, Event } from "../model/snapshot.ts";
import { type TimeSpan, timeSpanWords } from "../model/time-span.ts";
import { outlineOf } from "../report/diff-outline.ts";
import { Addresses } from "../report/site/addresses.ts";
import { pageKinds } from "../report/site/page-kinds.ts";
import type { Site } from "../report/site/site.ts";
import { type AllNeighbours, findAllNeighbours, type NeighbourThreads } from "./all-neighbours.ts";
import { type AuthorLines, readAuthorLines } from "./author-lines.ts";
import { runDiff } from "./run-diff.ts";
import { type CorpusRun, type Origin, type ReportInputs, reportOf, withOneCorpus } from "./run-report.ts";
import { createRuleView } from "./run-rule.ts";
import { memoisedWidths } from "./snapshots.ts";
import { createSourceNames } from "./source-names.ts";
import { TechniquePages } from "./technique-page.ts";
import { loadValidationFacts } from "./validation-facts.ts";
import type { Surroundings } from "./workspace.ts";

export interface SiteInputs extends ReportInputs {
  /** An absolute path. */
  readonly out: string;
  /** How far before the newest commit changes are shown from; undefined: they are not. */
  readonly since?: TimeSpan | undefined;
}

/** What was written. */
export interface SiteSummary {
  readonly files: number;
  /** Of all files together, and of the largest page, in bytes. */
  readonly size: number;
  readonly largest: { readonly path: string; readonly size: number };
}

/** Writes the catalogue of one corpus; all of it or nothing. */
export async function runSite(inputs: SiteInputs, surroundings: Surroundings): Promise<SiteSummary> {
  return await withOneCorpus(inputs, surroundings, (run, origin) => writeSite({ run, origin }, inputs, surroundings));
}

/** As {@link runSite}, for a corpus that was read already, from what is still open. */
export async function writeSite(
  { run, origin }: { readonly run: CorpusRun; readonly origin: Origin },
  inputs: SiteInputs,
  surroundings: Surroundings,
): Promise<SiteSummary> {
  const { process, threads, onProgress } = surroundings;
  const folder = await openSiteFolder(inputs.out, { process, threads: threads.writers });
  try {
    const summary = await withNeighbours(run, threads.neighbours, async (neighbours) => {
      const site = await siteOf({ run, neighbours }, origin, surroundings);
      const changes = await changesSince(inputs, origin.repository, surroundings);
      return await writePages({ ...site, changes }, folder.write, onProgress);
    });
    await folder.finish();
    return summary;
  } catch (error) {
    await folder.discard();
    throw error;
  }
}

async function withNeighbours<Result>(
  { measured: { snapshot, reach } }: CorpusRun,
  threads: NeighbourThreads,
  use: (neighbours: AllNeighbours) => Promise<Result>,
): Promise<Result> {
  const neighbours = findAllNeighbours(snapshot.rules, reach, threads);
  try {
    return await use(neighbours);
  } finally {
    await neighbours.close();
  }
}

async function writePages(
  site: Site,
  write: SiteFolder["write"],
  onProgress: Surroundings["onProgress"],
): Promise<SiteSummary> {
  let files = 0;
  let size = 0;
  let largest = { path: "", size: 0 };
  for (const kind of pageKinds) {
    for await (const { path, text } of kind.files(site)) {
      const written = write(path, text);
      const bytes = typeof written === "number" ? written : await written;
      files++;
      size += bytes;
      if (bytes > largest.size && path.endsWith(".html")) largest = { path, size: bytes };
      onProgress(files, undefined, "Writing pages");
    }
  }
  return { files, size, largest };
}

/** What changed over a span of the history; the comparison that a pull request has. */
async function changesSince(
  { since, out: _, ref, ...overrides }: SiteInputs,
  repository: Repository | undefined,
  surroundings: Surroundings,
): Promise<Site["changes"]> {
  if (since === undefined) return undefined;
  if (repository === undefined)
    throw new ConfigError("--since needs a git repository. Leave it out, or run in a clone.");
  const words = timeSpanWords(since);
  const revision = await commitBefore(repository, ref ?? "HEAD", since);
  if (revision === undefined)
    throw new ConfigError(
      `The history of this clone has no commit from ${words} before its newest. Ask for less with --since, or fetch more of it.`,
    );
  const head = ref === undefined ? ({ kind: "working-tree" } as const) : ({ kind: "commit", revision: ref } as const);
  const base = { revision, reason: `${words} before` };
  const view = await runDiff({ ...overrides, head, base, isFromFork: false, findLabel: undefined }, surroundings);
  return { since: words, outline: outlineOf(view) };
}

async function siteOf(
  { run, neighbours }: { readonly run: CorpusRun; readonly neighbours: AllNeighbours },
  origin: Origin,
  surroundings: Surroundings,
): Promise<Site> {
  const { measured, knowledge, config } = run;
  const { snapshot, reach } = measured;
  const { catalogue } = knowledge;
  const widthOf = memoisedWidths(measured);
  const facts = await loadValidationFacts(surroundings.data, catalogue);
  const pages = new TechniquePages({ measured, catalogue, config, facts, tool: surroundings.tool, widthOf });
  const view = createRuleView(measured, widthOf);
  const events = eventsOf(snapshot.rules);
  const fields = fieldsOf(snapshot.rules, reach);
  const lines = await readAuthorLines(origin.tree, snapshot.rules);
  const past = await pastOf(origin);
  return {
    report: await reportOf(run, surroundings.tool, { widthOf }),
    rules: snapshot.rules,
    events,
    fields,
    addresses: new Addresses({ rules: snapshot.rules, events, fields, techniques: catalogue.activeTechniques }),
    sourceOf: createSourceNames(config.sources),
    techniqueName: (id) => catalogue.technique(id)?.name ?? "",
    techniquePage: (technique) => pages.page(technique),
    ruleView: async (rule) => view(rule, await neighbours.of(rule)),
    profile: (rules) => profileOf("", rules, reach),
    isNoisy: (rule) => widthOf(rule).isNoisy,
    keysOf: indicatorKeys,
    lineOf: lineFinder(lines),
    historyOf: ({ rule }) => past.changes?.get(rule.path),
    webAddress: past.webAddress,
    changes: undefined,
  };
}

function lineFinder(lines: AuthorLines): Site["lineOf"] {
  return ({ rule }, line) => lines.get(rule.path)?.get(line);
}

interface Past {
  readonly changes: ReadonlyMap<string, readonly PathChange[]> | undefined;
  readonly webAddress: WebAddress;
}

/** Of each file; more is for who looks at the repository. */
const mostChanges = 5;

async function pastOf({ tree, repository }: Origin): Promise<Past> {
  if (repository === undefined) return { changes: undefined, webAddress: () => undefined };
  const commit = (await findCommit(repository, tree.revision)) ?? (await findCommit(repository, "HEAD"));
  return {
    changes: commit === undefined ? undefined : await recentChanges(repository, commit, mostChanges),
    webAddress: await webAddressOf(repository, commit),
  };
}

function eventsOf(rules: readonly AnalysedRule[]): readonly EventRules[] {
  const found = new Map<string, { readonly event: Event; readonly rules: AnalysedRule[] }>();
  for (const rule of rules) {
    for (const event of rule.events) {
      const key = `${event.provider}\u0000${event.id}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { event, rules: [rule] });
      else known.rules.push(rule);
    }
  }
  return [...found.values()].sort((a, b) => compareEvents(a.event, b.event));
}
