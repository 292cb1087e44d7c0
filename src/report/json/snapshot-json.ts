import type { Condition } from "../../model/condition.ts";
import type { Claim, Lifecycle, LogSource, RelatedRule, Severity } from "../../model/rule.ts";
import type { Event, Snapshot } from "../../model/snapshot.ts";
import type { Diagnostic } from "../../model/source.ts";
import type { Tool } from "../diff-view.ts";
import { eventPart, printable, toolPart } from "./parts.ts";
import { conditionPart } from "./rule-json.ts";

/** A corpus as a file: what reports and comparisons are made of. `schema/snapshot.schema.json`. */
export interface SnapshotDocument {
  readonly schemaVersion: 1;
  readonly kind: "snapshot";
  readonly tool: Tool;
  /** Sorted by name; several in a snapshot that was merged. */
  readonly repositories: readonly SnapshotRepository[];
  readonly diagnostics: readonly Diagnostic[];
  /** By path and line. */
  readonly rules: readonly SnapshotRule[];
}

export interface SnapshotRepository {
  readonly name: string;
  readonly revision: string;
  /** How many files were recognised as rule files. */
  readonly files: number;
}

/** A rule in canonical form, linked with the rules that it is made of. */
export interface SnapshotRule {
  readonly repository: string;
  readonly key: string;
  readonly title: string;
  readonly format: string;
  readonly language: string;
  readonly path: string;
  readonly line: number;
  readonly lifecycle: Lifecycle;
  readonly severity: Severity | undefined;
  readonly role: "own" | "reference";
  /** Whether it is only a part of other rules. */
  readonly helper: boolean;
  readonly logSource: LogSource;
  readonly techniques: readonly Claim[];
  readonly tactics: readonly Claim[];
  readonly related: readonly RelatedRule[];
  readonly events: readonly Event[];
  readonly condition: Condition;
}

/** A repository's snapshot under a name. */
export function snapshotDocument(
  snapshot: Snapshot,
  { name, tool, isOwn }: { readonly name: string; readonly tool: Tool; readonly isOwn: (path: string) => boolean },
): SnapshotDocument {
  const { revision, files, diagnostics } = snapshot;
  return {
    schemaVersion: 1,
    kind: "snapshot",
    tool: toolPart(tool),
    repositories: [{ name, revision, files }],
    diagnostics,
    rules: snapshot.rules.map(
      ({ rule, sharedKey, events, isHelper }): SnapshotRule => ({
        repository: name,
        key: sharedKey ?? rule.key,
        title: rule.title,
        format: rule.format,
        language: rule.language,
        path: rule.path,
        line: rule.line,
        lifecycle: rule.lifecycle,
        severity: rule.severity,
        role: isOwn(rule.path) ? "own" : "reference",
        helper: isHelper,
        logSource: rule.logSource,
        techniques: rule.techniques,
        tactics: rule.tactics,
        related: rule.related,
        events: events.map(eventPart),
        condition: rule.condition,
      }),
    ),
  };
}

/** A line for each rule, so that what changed between two of them can be seen. */
export function snapshotJson({ diagnostics, rules, ...head }: SnapshotDocument): string {
  const lines = (items: readonly object[]) => (items.length === 0 ? "" : `\n${items.map(printable).join(",\n")}\n`);
  const begin = printable(head).slice(0, -1);
  return `${begin},\n"diagnostics":[${lines(diagnostics.map(diagnosticPart))}],\n"rules":[${lines(rules.map(rulePart))}]}\n`;
}

function diagnosticPart({ code, message, location: { path, line, column } }: Diagnostic) {
  return { code, message, path, line, column };
}

function rulePart({ severity, logSource, condition, ...rule }: SnapshotRule) {
  const { vocabulary, product, category, service, tables } = logSource;
  return {
    ...rule,
    severity: severity ?? null,
    logSource: {
      vocabulary,
      product: product ?? null,
      category: category ?? null,
      service: service ?? null,
      tables,
    },
    condition: conditionPart(condition),
  };
}
