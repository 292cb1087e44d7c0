import { encodePath } from "../../model/encode-path.ts";
import type { Acceptance, Finding, Level } from "../../model/policy.ts";
import { plainText } from "../../model/prose.ts";
import { brief } from "../brief.ts";
import { acceptanceProse } from "../diff-accepted.ts";
import type { DiffView } from "../diff-view.ts";
import { printJson } from "../json/parts.ts";
import { cut, thousands } from "../words.ts";
import { anchorOf } from "./anchor.ts";
import { messageText } from "./escape.ts";

/** What a check says of itself. Its words are ours, in Markdown. */
export interface CheckHelp {
  readonly id: string;
  readonly title: string;
  readonly defaultLevel: Level;
  readonly documentation: { readonly what: string; readonly why: string; readonly mend: string };
}

/** More are not shown by GitHub's code scanning. */
const mostResults = 5_000;

/** The findings on a change as SARIF 2.1.0, the most important first; what somebody accepted is suppressed. */
export function diffSarif(view: DiffView, checks: readonly CheckHelp[]): string {
  const { tool, verdict } = view;
  const shown = verdict.findings.slice(0, mostResults);
  const indexes = new Map(checks.map(({ id }, index) => [id, index]));
  return printJson({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            semanticVersion: tool.version,
            informationUri: repository,
            rules: checks.map(rulePart),
          },
        },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: leftOut(verdict.findings.length) }],
        originalUriBaseIds: { [top]: { description: { text: "The top of the repository." } } },
        columnKind: "utf16CodeUnits",
        results: shown.map((finding) => resultPart(finding, indexes, view)),
      },
    ],
  });
}

const repository = "https://github.com/detcov/detcov";
const top = "%SRCROOT%";

function leftOut(findings: number) {
  const more = findings - mostResults;
  if (more <= 0) return [];
  return [{ level: "note", message: { text: `${thousands(more)} more findings are in the report.` } }];
}

/** Code scanning shows so many characters of a description. */
const mostDescription = 1_000;

function rulePart({ id, title, defaultLevel, documentation: { what, why, mend } }: CheckHelp) {
  return {
    id,
    name: id,
    shortDescription: { text: title },
    fullDescription: { text: messageText(cut(withoutMarks(what), mostDescription)) },
    help: {
      text: [what, why, mend].map((text) => messageText(withoutMarks(text))).join("\n\n"),
      markdown: messageMarkdown([what, `**Why it matters.** ${why}`, `**What to do.** ${mend}`].join("\n\n")),
    },
    helpUri: `${repository}/blob/main/docs/checks.md#${id}`,
    defaultConfiguration: { level: defaultLevel },
    properties: { tags: ["detection-coverage"], "problem.severity": severities[defaultLevel] },
  };
}

const severities: Readonly<Record<Level, string>> = { error: "error", warning: "warning", note: "recommendation" };

/** Our own Markdown as plain text: words without emphasis, code without backticks, links without addresses. */
function withoutMarks(markdown: string): string {
  return markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/`([^`]*)`|\*+([^*`]+)\*+/g, "$1$2");
}

/** Braces are doubled in Markdown too. Addresses are relative to `docs/`, where this text also stands. */
function messageMarkdown(markdown: string): string {
  return markdown
    .replace(/[{}]/g, "$&$&")
    .replace(
      /\]\((?!https:)([^)]*)\)/g,
      (_, target: string) => `](${new URL(target, `${repository}/blob/main/docs/checks.md`)})`,
    );
}

function resultPart(finding: Finding, indexes: ReadonlyMap<string, number>, view: DiffView) {
  const { check, level, message, fingerprint, acceptance } = finding;
  const { path, line, isThere } = anchorOf(finding, view);
  const index = indexes.get(check);
  return {
    ruleId: check,
    ...(index === undefined ? {} : { ruleIndex: index }),
    level,
    message: { text: messageText(plainText(brief(message))) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodePath(`${view.prefix}${path}`), uriBaseId: top },
          region: { startLine: line },
        },
      },
    ],
    partialFingerprints: fingerprintsOf(messageText(fingerprint), isThere),
    ...(acceptance === undefined ? {} : { suppressions: [suppressionPart(acceptance)] }),
  };
}

function suppressionPart(acceptance: Acceptance) {
  return {
    kind: "external",
    status: "accepted",
    justification: messageText(plainText(brief(acceptanceProse(acceptance)))),
  };
}

/** Whoever uploads works out the hash of a line that is there, and can't for one that is not. */
function fingerprintsOf(fingerprint: string, isThere: boolean) {
  const own = { "detcov/v1": fingerprint };
  return isThere ? own : { ...own, primaryLocationLineHash: fingerprint };
}
