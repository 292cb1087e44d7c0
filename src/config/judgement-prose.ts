import { type Prose, quote, say } from "../model/prose.ts";
import { joinProse } from "../model/prose-list.ts";
import { lifecycles } from "../model/rule.ts";
import type { Config, MinimumEntries, RequiredEntries, RuleWeights, WaiverEntry } from "./config.ts";

/** `test, stable, of severity medium and above` */
export function countProse({ lifecycle, severity, sources, platforms, weights }: Config["count"]): Prose {
  return [
    lifecycle.join(", "),
    ...(severity === undefined ? [] : [`, of severity ${severity} and above`]),
    ...(sources === undefined ? [] : [", from ", ...quotes(sources)]),
    ...(platforms === undefined ? [] : [", on the platforms ", ...quotes(platforms)]),
    ...(weights === undefined ? [] : [", weighted: ", ...weightsProse(weights)]),
  ];
}

/** `experimental 0.5, severity low 0.5, source "vendor" 0.25` */
export function weightsProse({ lifecycle, severity, sources }: RuleWeights): Prose {
  return joinProse([
    ...Array.from(lifecycle, ([stage, weight]): Prose => [`${stage} ${weight}`]),
    ...Array.from(severity, ([level, weight]): Prose => [`severity ${level} ${weight}`]),
    ...Array.from(sources, ([name, weight]): Prose => ["source ", quote(name), ` ${weight}`]),
  ]);
}

/** What counts in no case: `deprecated, disabled`; empty where there is nothing. */
export function uncounted({ lifecycle }: Config["count"]): string {
  return lifecycles.filter((stage) => !lifecycle.includes(stage)).join(", ");
}

/** One for each thing that asks for techniques. */
export function requiredProses({ techniques, layer, groups }: RequiredEntries): readonly Prose[] {
  return [
    ...(techniques.length === 0 ? [] : [["the techniques ", ...quotes(techniques)]]),
    ...(layer === undefined ? [] : [["the layer ", quote(layer)]]),
    ...(groups.length === 0 ? [] : [["what these groups use: ", ...quotes(groups)]]),
  ];
}

/** One for each share. */
export function minimumProses({ techniques, tactics, platforms }: MinimumEntries): readonly Prose[] {
  const shares = (kind: string, entries: ReadonlyMap<string, number>) =>
    Array.from(entries, ([name, percent]) => say`${[`${percent} % of the techniques of ${kind} `]}${quote(name)}`);
  return [
    ...(techniques === undefined ? [] : [[`${techniques} % of all techniques`]]),
    ...shares("the tactic", tactics),
    ...shares("the platform", platforms),
  ];
}

/** `technique-lost of technique "T1003.001" up to 2027-03-31, by "blue team": "we have a product"` */
export function waiverProse(waiver: WaiverEntry): Prose {
  const { check, technique, event, path, rule, fingerprint, reason, owner, expires } = waiver;
  const targets = Object.entries({ technique, event, path, rule, fingerprint });
  const about = targets.flatMap(([key, value]): Prose => (value === undefined ? [] : [` ${key} `, quote(value)]));
  const until = expires === undefined ? "without end" : `up to ${expires}`;
  return [
    `${check ?? "any finding"} of`,
    ...about,
    ` ${until}`,
    ...(owner === undefined ? [] : [", by ", quote(owner)]),
    ": ",
    quote(reason),
  ];
}

function quotes(texts: readonly string[]): Prose {
  return joinProse(texts.map((text) => [quote(text)]));
}
