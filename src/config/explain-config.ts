import type { CalendarDate, FailOn } from "../model/policy.ts";
import { type Prose, plainText } from "../model/prose.ts";
import type { Config, WaiverEntry } from "./config.ts";
import {
  attackProse,
  eventsProse,
  fieldProses,
  issueProse,
  lookBackProse,
  noiseProse,
  occasionProse,
  sectionsProse,
  sourceProse,
} from "./config-prose.ts";
import { countProse, minimumProses, requiredProses, uncounted, waiverProse } from "./judgement-prose.ts";
import type { KnownCheck } from "./known-names.ts";
import { quoted } from "./problem.ts";

/** What a configuration puts in force, in plain words, a paragraph for each matter. Ends without a line break. `today`: what has expired. */
export function explainConfig(config: Config, checks: readonly KnownCheck[], today: CalendarDate): string {
  const paragraphs: readonly (readonly [string, readonly string[]])[] = [
    ["Sources", config.sources.map((source) => `${quoted(source.name)}: ${text(sourceProse(source))}`)],
    ["Counted for coverage", [countLine(config)]],
    ["ATT&CK", [text(attackProse(config.attack))]],
    ["Checks", levelLines(config, checks)],
    ["Verdict", [failLine(config.policy.failOn)]],
    ["Required", requiredProses(config.required).map(text)],
    ["At least covered", minimumProses(config.minimum).map(text)],
    ["Accepted", config.waivers.map((waiver) => waiverLine(waiver, today))],
    ["Noise", [`A rule is noisy from this width on: ${text(noiseProse(config.noise))}.`]],
    ["Comment", [commentLine(config)]],
    ["Summary", summaryLines(config)],
    ["Fields of your own", config.fields.flatMap(fieldProses).map(text)],
    ["Events of your own", config.events.map(eventsProse).map(text)],
  ];
  return paragraphs
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [title, ...lines.map((line) => `  ${line}`)].join("\n"))
    .join("\n\n");
}

function countLine({ count }: Config): string {
  const others = uncounted(count);
  return `Rules that are ${text(countProse(count))}.${others === "" ? "" : ` Not counted: ${others}.`}`;
}

function waiverLine(waiver: WaiverEntry, today: CalendarDate): string {
  const isOver = waiver.expires !== undefined && waiver.expires < today;
  return `${text(waiverProse(waiver))}${isOver ? " (expired)" : ""}`;
}

function levelLines({ policy }: Config, checks: readonly KnownCheck[]): readonly string[] {
  const changed = checks.flatMap(({ id, defaultLevel }) => {
    const level = policy.levels.get(id);
    return level === undefined ? [] : [`${id}: ${level} (default: ${defaultLevel})`];
  });
  return changed.length === 0 ? ["All at their default levels."] : changed;
}

function failLine(failOn: FailOn): string {
  switch (failOn) {
    case "never":
      return "No finding fails a run (informational).";
    case "warning":
      return "A finding that is an error or a warning fails the run.";
    case "error":
      return "A finding that is an error fails the run.";
  }
}

function commentLine({ comment }: Config): string {
  const occasion = text(occasionProse(comment));
  return comment.when === "never" ? `Posted ${occasion}.` : `Posted ${occasion}, with ${text(sectionsProse(comment))}.`;
}

function summaryLines({ summary }: Config): readonly string[] {
  const issue = summary.issue === undefined ? [] : [`Told in an issue, too: ${text(issueProse(summary))}.`];
  return [`Looks back ${text(lookBackProse(summary))}.`, ...issue];
}

/** For a terminal: the team's own words without control characters, and cut where long. */
function text(prose: Prose): string {
  const safe = prose.map((part) => (typeof part !== "string" && part.kind === "quote" ? quoted(part.text) : part));
  return plainText(safe);
}
