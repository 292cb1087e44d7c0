import type { RuleWidth } from "../../model/assessment.ts";
import type { EventChange, IndicatorChange, LogicPart, RuleEdit, RulePair } from "../../model/delta.ts";
import { eventsOfEdit } from "../../model/edit-prose.ts";
import type { TechniqueGuide } from "../../model/guide.ts";
import { compareText } from "../../model/order.ts";
import type { Acceptance, Finding } from "../../model/policy.ts";
import { plainText } from "../../model/prose.ts";
import type { RuleKey } from "../../model/rule.ts";
import type { AnalysedRule } from "../../model/snapshot.ts";
import type { DiffView, SuiteView } from "../diff-view.ts";
import type { CommentFile } from "./diff-file.ts";
import {
  attackPart,
  corpusPart,
  eventPart,
  indicatorPart,
  printJson,
  techniqueChangePart,
  testPart,
  toolPart,
} from "./parts.ts";

/**
 * DESIGN 5.2, `diff`; `schema/diff.schema.json`. Without a baseline there are no changes, and `base` says why.
 *
 * `comment` is for reports that another job is to print.
 */
export function diffJson(view: DiffView, comment?: CommentFile): string {
  const { baseline, delta, verdict } = view;
  const revision = baseline.kind === "commit" ? baseline.revision : null;
  return printJson({
    schemaVersion: 1,
    tool: toolPart(view.tool),
    attack: attackPart(view.attack),
    base: { revision, reason: baseline.reason },
    head: { revision: view.head },
    corpus: corpusPart(view.corpus),
    rules: {
      added: (delta?.rules.added ?? []).map(rulePart),
      removed: (delta?.rules.removed ?? []).map(rulePart),
      moved: (delta?.rules.moved ?? []).map(movePart),
      edited: (delta?.rules.edited ?? []).map((edit) => editPart(edit, view)),
    },
    techniques: (delta?.techniques ?? []).map(techniqueChangePart),
    events: (delta?.events ?? []).map(eventChangePart),
    indicators: {
      added: (delta?.indicators.added ?? []).map(indicatorChangePart),
      removed: (delta?.indicators.removed ?? []).map(indicatorChangePart),
    },
    coverage: delta?.coverage ?? null,
    widths: [...view.widths].sort(([a], [b]) => compareText(a, b)).map(widthPart),
    noise: { threshold: view.noiseThreshold },
    guides: view.guides.map(guidePart),
    findings: verdict.findings.map(findingPart),
    verdict: { outcome: verdict.outcome, failOn: verdict.failOn },
    suites: view.suites.map(suitePart),
    comment: comment ?? null,
  });
}

/** By ids: what they stand for is in the whole. */
function suitePart({ name, delta, verdict, noiseThreshold, counted }: SuiteView) {
  const keysOf = (rules: readonly AnalysedRule[]) => rules.map(({ rule }) => rule.key);
  return {
    name: name ?? null,
    counted,
    rules: {
      added: keysOf(delta?.rules.added ?? []),
      removed: keysOf(delta?.rules.removed ?? []),
      moved: keysOf((delta?.rules.moved ?? []).map(({ after }) => after)),
      edited: keysOf((delta?.rules.edited ?? []).map(({ after }) => after)),
    },
    techniques: (delta?.techniques ?? []).map(techniqueChangePart),
    events: (delta?.events ?? []).map(eventChangePart),
    coverage: delta?.coverage ?? null,
    noise: { threshold: noiseThreshold },
    findings: verdict.findings.map(({ fingerprint }) => fingerprint),
    verdict: { outcome: verdict.outcome, failOn: verdict.failOn },
  };
}

function rulePart({ rule, techniques, events, counted }: AnalysedRule) {
  const { key, title, format, path, line, lifecycle } = rule;
  const severity = rule.severity ?? null;
  return { key, title, format, path, line, lifecycle, severity, counted, techniques, events: events.map(eventPart) };
}

function movePart({ before, after }: RulePair) {
  return { key: after.rule.key, title: after.rule.title, from: before.rule.path, to: after.rule.path };
}

function editPart(edit: RuleEdit, view: DiffView) {
  const { before, after, aspects } = edit;
  return { ...rulePart(after), before: rulePart(before), aspects, logic: logicPart(edit, view) };
}

function logicPart(edit: RuleEdit, { widths, formerReach }: DiffView) {
  if (edit.logic === undefined) return null;
  const { effect, added, removed } = edit.logic;
  const { key } = edit.after.rule;
  const { gained, lost } = eventsOfEdit(edit);
  return {
    effect,
    added: added.map(partOfLogic),
    removed: removed.map(partOfLogic),
    width: { before: formerReach.get(key) ?? null, after: widths.get(key)?.reach ?? null },
    events: { added: gained.map(eventPart), removed: lost.map(eventPart) },
  };
}

function partOfLogic(part: LogicPart) {
  if (!("indicator" in part)) return { kind: part.kind, text: part.text, line: part.line ?? null };
  const { kind, indicator, nativeField, line } = part;
  return { kind, ...indicatorPart(indicator), nativeField: nativeField ?? indicator.field ?? null, line };
}

function indicatorChangePart({ indicator, before, after }: IndicatorChange) {
  return { ...indicatorPart(indicator), before, after };
}

function widthPart([key, { reach, path }]: readonly [RuleKey, RuleWidth]) {
  return { key, reach: reach ?? null, path: path.map(indicatorPart) };
}

function eventChangePart({ event, change, before, after, rules: { added, removed } }: EventChange) {
  return { ...eventPart(event), change, before, after, rules: { added, removed } };
}

function guidePart({ technique: { id, name }, rules, indicators, fields, events, tests }: TechniqueGuide) {
  return {
    id,
    name,
    rules,
    indicators: indicators.map(({ indicator, rules: count }) => ({ ...indicatorPart(indicator), rules: count })),
    fields,
    events: events.map(({ event, rules: count }) => ({ ...eventPart(event), rules: count })),
    tests: tests.map(testPart),
  };
}

function findingPart({ check, level, message, location, subject, fingerprint, acceptance, suite }: Finding) {
  return {
    check,
    level,
    message: plainText(message),
    subject,
    path: location?.path ?? null,
    line: location?.line ?? null,
    fingerprint,
    suite: suite ?? null,
    waived: acceptance !== undefined,
    acceptance: acceptance === undefined ? null : acceptancePart(acceptance),
  };
}

function acceptancePart(acceptance: Acceptance) {
  switch (acceptance.kind) {
    case "waiver": {
      const { kind, reason, owner = null, expires = null, isByThisChange } = acceptance;
      return { kind, reason, owner, expires, byThisChange: isByThisChange };
    }
    case "ratchet":
      return { kind: acceptance.kind, byThisChange: acceptance.isByThisChange };
    case "label": {
      const { kind, label, by = null, at = null } = acceptance;
      return { kind, label, by, at };
    }
  }
}
