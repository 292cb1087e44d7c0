import { type TargetCoverage, targetCoverageOf } from "../analysis/target-coverage.ts";
import type { Catalogue } from "../attack/catalogue.ts";
import type { Config } from "../config/config.ts";
import { didYouMean } from "../config/nearest.ts";
import type { Technique } from "../model/attack.ts";
import { ConfigError } from "../model/config-error.ts";
import type { Prose } from "../model/prose.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { type Minimum, noTargets, type Targets } from "../model/targets.ts";
import { type WantedSources, wantedTechniques } from "./wanted-techniques.ts";

/** What a configuration wants to be covered, and how far base and head do. */
export async function measureTargets(
  { base, head }: { readonly base: Snapshot | undefined; readonly head: Snapshot },
  sources: WantedSources,
): Promise<Targets> {
  const { config, catalogue } = sources;
  const wanted = await wantedTechniques(sources);
  const shares = minimumShares(config, catalogue);
  if (wanted.length === 0 && shares.length === 0) return noTargets;
  const before = base === undefined ? undefined : targetCoverageOf(base.rules, catalogue);
  const after = targetCoverageOf(head.rules, catalogue);
  return {
    required: wanted.map(({ technique: { id, name }, origins }) => ({
      id,
      name,
      origins,
      before: before?.coverOf(id),
      after: after.coverOf(id),
    })),
    minimums: shares.map((share) => toMinimum(share, before, after)),
  };
}

interface Share extends Pick<Minimum, "subject" | "label" | "percent"> {
  readonly isMeant: (technique: Technique) => boolean;
}

function toMinimum(
  { subject, label, percent, isMeant }: Share,
  before: TargetCoverage | undefined,
  after: TargetCoverage,
): Minimum {
  return { subject, label, percent, before: before?.shareOf(isMeant), after: after.shareOf(isMeant) };
}

function minimumShares({ minimum }: Config, catalogue: Catalogue): readonly Share[] {
  const { techniques, tactics, platforms } = minimum;
  const whole: readonly Share[] =
    techniques === undefined
      ? []
      : [{ subject: "techniques", label: ["techniques"], percent: techniques, isMeant: () => true }];
  return [
    ...whole,
    ...Array.from(tactics, ([name, percent]) => tacticShare(name, percent, catalogue)),
    ...Array.from(platforms, ([name, percent]) => platformShare(name, percent, catalogue)),
  ];
}

/** A tactic that was split is all of its parts. */
function tacticShare(text: string, percent: number, catalogue: Catalogue): Share {
  const tactics = catalogue.resolveTactics(text);
  if (tactics.length === 0) {
    const known = catalogue.tactics.map(({ shortName }) => shortName);
    const advice = didYouMean(text, known) || ` They are ${known.join(", ")}.`;
    throw new ConfigError(`minimum.tactics: "${text}" is no tactic of ATT&CK ${catalogue.version}.${advice}`);
  }
  const ids = new Set(tactics.map(({ id }) => id));
  const names: Prose = [{ kind: "sentence", text: tactics.map(({ name }) => name).join(" and ") }];
  return {
    subject: `tactic ${tactics.map(({ id }) => id).join(" ")}`,
    label: ["techniques of ", ...names],
    percent,
    isMeant: (technique) => technique.tactics.some((id) => ids.has(id)),
  };
}

function platformShare(text: string, percent: number, catalogue: Catalogue): Share {
  const known = [...new Set(catalogue.activeTechniques.flatMap(({ platforms }) => platforms))].sort();
  const platform = known.find((name) => name.toLowerCase() === text.toLowerCase());
  if (platform === undefined) {
    const advice = didYouMean(text, known) || ` They are ${known.join(", ")}.`;
    throw new ConfigError(
      `minimum.platforms: "${text}" is no platform that counts in ATT&CK ${catalogue.version}.${advice}`,
    );
  }
  return {
    subject: `platform ${platform}`,
    label: ["techniques for ", { kind: "sentence", text: platform }],
    percent,
    isMeant: ({ platforms }) => platforms.includes(platform),
  };
}
