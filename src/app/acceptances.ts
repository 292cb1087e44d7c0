import type { WaiverEntry } from "../config/config.ts";
import { parseRatchet, type RatchetEntry } from "../config/ratchet-file.ts";
import type { FileTree } from "../io/file-tree.ts";
import type { CalendarDate } from "../model/policy.ts";
import type { RepositoryPath } from "../model/source.ts";
import type { Acceptances } from "../policy/acceptances.ts";
import type { Waiver } from "../policy/waiver.ts";
import { globMatcher } from "./glob-matcher.ts";
import { type LoadedConfig, readIfThere } from "./workspace.ts";

/** One side of a comparison, as far as it says what is accepted. */
export interface AcceptingSide {
  readonly tree: FileTree;
  readonly loaded: LoadedConfig;
}

/**
 * Waivers and ratchet as they hold for a change: its own, so that it can bring along what it needs, which reports then
 * show as brought along; those of the base where it comes from a fork (DESIGN 5.3).
 */
export async function loadAcceptances({
  base,
  head,
  isFromFork,
  today,
}: {
  readonly base: AcceptingSide | undefined;
  readonly head: AcceptingSide;
  readonly isFromFork: boolean;
  readonly today: CalendarDate;
}): Promise<Acceptances> {
  const holding = isFromFork && base !== undefined ? base : head;
  const before = new Set((base ?? head).loaded.config.waivers.map(textOf));
  const waivers = holding.loaded.config.waivers.map((entry) => toWaiver(entry, !before.has(textOf(entry))));
  const entries = await readRatchet(holding);
  const known = new Set((base === undefined ? entries : await readRatchet(base)).map(({ fingerprint }) => fingerprint));
  const ratchet = entries.map(({ fingerprint }) => [fingerprint, { isByThisChange: !known.has(fingerprint) }] as const);
  return { waivers, ratchet: new Map(ratchet), label: undefined, today };
}

/** Empty where there is no such file. */
export async function readRatchet({ tree, loaded }: AcceptingSide): Promise<readonly RatchetEntry[]> {
  const path: RepositoryPath = loaded.config.ratchet;
  const text = await readIfThere(tree, path);
  return text === undefined ? [] : parseRatchet(text, path);
}

/** A waiver that was altered is another one. */
function textOf(entry: WaiverEntry): string {
  return JSON.stringify(Object.entries(entry).sort());
}

function toWaiver(entry: WaiverEntry, isByThisChange: boolean): Waiver {
  const { check, technique, event, path, rule, fingerprint, reason, owner, expires } = entry;
  const pattern = path === undefined ? undefined : { pattern: path, matches: globMatcher([path]) };
  return {
    check,
    target: { technique, event, rule, fingerprint, path: pattern },
    reason,
    owner,
    expires,
    isByThisChange,
  };
}
