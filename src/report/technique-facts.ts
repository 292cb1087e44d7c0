import { strengthText } from "../model/cover.ts";
import { type Prose, say } from "../model/prose.ts";
import { techniqueMention } from "./outline.ts";
import type { PageFact } from "./page-outline.ts";
import { countFormats, type ListedRule, type TechniquePage } from "./technique-page.ts";
import { plural, thousands } from "./words.ts";

/** What is known of the technique itself, and how much there is for it; none without words. */
export function techniqueFacts(page: TechniquePage): readonly PageFact[] {
  const { technique, parent, revoked, tactics } = page;
  const facts: readonly PageFact[] = [
    { name: "tactics", prose: sentence(tactics.map(({ name }) => name).join(", ")) },
    { name: "platforms", prose: sentence(technique.platforms.join(", ")) },
    { name: "state", prose: stateProse(page) },
    { name: "asked for", prose: revoked === undefined ? [] : say`${techniqueMention(revoked)}, which it replaced` },
    {
      name: "part of",
      prose: parent === undefined ? [] : say`${techniqueMention(parent.technique)} (${[plural(parent.rules, "rule")]})`,
    },
    { name: "rules", prose: ruleCounts(page) },
    { name: "width", prose: widthCounts(page.rules) },
    {
      name: "tests",
      prose: [`${thousands(page.tests.length)} of ${plural(page.totals.tests, "test")} of Atomic Red Team`],
    },
    {
      name: "D3FEND",
      prose: [`${thousands(page.countermeasures.length)} of ${plural(page.totals.countermeasures, "countermeasure")}`],
    },
  ];
  return facts.filter(({ prose }) => prose.length > 0);
}

function stateProse({ technique: { state } }: TechniquePage): Prose {
  switch (state.kind) {
    case "active":
      return [];
    case "deprecated":
      return ["deprecated: rules that name it cover nothing"];
    case "revoked":
      return ["revoked, and nothing replaces it: rules that name it cover nothing"];
  }
}

function ruleCounts({ rules, cover, leftOut, totals, technique }: TechniquePage): Prose {
  const own = rules.filter(({ role }) => role === "own");
  const references = rules.length - own.length;
  const shares = [...countFormats(own)].map(
    ([format, count]) => `${thousands(count)} of ${thousands(totals.rules.get(format) ?? count)} ${format}`,
  );
  const parts = [
    own.length === 0 ? "none count" : `${thousands(own.length)} count (${shares.join(", ")})`,
    ...(cover.strength === undefined ? [] : [`strength ${strengthText(cover.strength)}`]),
    ...(references > 0 ? [`${thousands(references)} from reference sources`] : []),
    ...(leftOut > 0
      ? [`${thousands(leftOut)} left out${technique.state.kind === "active" ? " as the configuration counts" : ""}`]
      : []),
  ];
  return sentence(parts.join("; "));
}

function widthCounts(rules: readonly ListedRule[]): Prose {
  const known = rules.filter(({ width }) => width.reach !== undefined);
  if (known.length === 0) return [];
  const alone = known.filter(({ width }) => (width.reach ?? 0) <= 1).length;
  const few = known.filter(({ width }) => (width.reach ?? 0) > 1 && !width.isNoisy).length;
  const noisy = known.filter(({ width }) => width.isNoisy).length;
  const words = [
    ...(alone > 0 ? [`${thousands(alone)} ${alone === 1 ? "needs" : "need"} what no other rule tests`] : []),
    ...(few > 0 ? [`${thousands(few)} what few test`] : []),
    ...(noisy > 0 ? [`${thousands(noisy)} only what many test (noisy)`] : []),
  ];
  return [words.join(", ")];
}

function sentence(text: string): Prose {
  return [{ kind: "sentence", text }];
}
