import { type Acceptance, type Finding, type Level, standing, type Verdict } from "../model/policy.ts";
import { type Prose, place, quote, say, type WebLink } from "../model/prose.ts";
import type { DiffView } from "./diff-view.ts";
import type { OutlineItem, OutlineSection } from "./outline.ts";

/** What counts in no verdict, and why: it stays in sight. */
export function acceptedSection({ findings }: Verdict): OutlineSection {
  return {
    belongsTo: undefined,
    title: "Accepted",
    isFolded: true,
    columns: undefined,
    items: findings.flatMap((finding) =>
      finding.acceptance === undefined ? [] : [acceptedItem(finding, finding.acceptance)],
    ),
  };
}

const losses: ReadonlySet<string> = new Set(["technique-lost", "technique-thinned", "event-lost"]);

/** How a loss that fails the run can be accepted by who decides about it. */
export function acceptingSection({ verdict, acceptLabel }: DiffView): OutlineSection {
  const failing: readonly Level[] = verdict.failOn === "warning" ? ["error", "warning"] : ["error"];
  const lost =
    verdict.outcome === "pass"
      ? []
      : standing(verdict.findings).filter(({ check, level }) => losses.has(check) && failing.includes(level));
  const [first] = lost;
  const prose: Prose =
    first === undefined
      ? []
      : say`Add the label ${quote(acceptLabel)} to the pull request, or a waiver for ${quote(first.subject)} to the configuration (${howToAccept}).`;
  return {
    belongsTo: undefined,
    title: lost.length > 1 ? "To accept these losses" : "To accept the loss",
    isFolded: false,
    columns: undefined,
    items: first === undefined ? [] : [{ mark: "none", cells: [prose], short: prose }],
  };
}

const howToAccept: WebLink = {
  kind: "link",
  text: "how",
  url: "https://github.com/detcov/detcov/blob/main/docs/adopting.md#accept-a-finding",
};

function acceptedItem({ check, message, location, subject }: Finding, acceptance: Acceptance): OutlineItem {
  const where: Prose = location === undefined ? [] : [place(location.path, location.line), ": "];
  const why = acceptanceProse(acceptance);
  return {
    mark: "none",
    cells: [say`${where}${message} Accepted ${why} (${[check]}).`],
    short: location === undefined ? say`${quote(subject)} (${[check]})` : [place(location.path, location.line)],
  };
}

/** Completes "Accepted …". */
export function acceptanceProse(acceptance: Acceptance): Prose {
  switch (acceptance.kind) {
    case "waiver": {
      const { reason, owner, expires } = acceptance;
      const by: Prose = owner === undefined ? [] : say` of ${{ kind: "sentence", text: owner }}`;
      const until = expires === undefined ? "which does not end" : `up to ${expires}`;
      return say`by a waiver${by}${byThisChange(acceptance)}, ${[until]}: ${{ kind: "sentence", text: reason }}`;
    }
    case "ratchet":
      return say`by the ratchet${byThisChange(acceptance)}, as it was there before`;
    case "label": {
      const { label, by, at } = acceptance;
      const who: Prose = by === undefined ? [] : say` by ${{ kind: "sentence", text: by }}`;
      const when: Prose = at === undefined ? [] : say` at ${{ kind: "sentence", text: at }}`;
      return say`by the label ${quote(label)}${by === undefined && at === undefined ? [] : say`, set${who}${when}`}`;
    }
  }
}

function byThisChange({ isByThisChange }: { readonly isByThisChange: boolean }): Prose {
  return isByThisChange ? [", which this change adds"] : [];
}
