import {
  maximalValues,
  type Problem,
  type ReadingContext,
  readDetection,
  ValueBudget,
} from "../../languages/sigma/index.ts";
import type { Reading, Rule, RuleFilter } from "../../model/rule.ts";
import type { Diagnostic, DiagnosticCode, Location, SourceFile } from "../../model/source.ts";
import { isMapping, readYaml, type YamlDocument, type YamlMapping } from "../../syntax/yaml.ts";
import { textsOf } from "../../syntax/yaml-texts.ts";
import { applyActions } from "./actions.ts";
import { readCorrelation } from "./correlation.ts";
import { diagnosticAt, lineOfKey, type SigmaDocument } from "./document.ts";
import { type Metadata, readLogSource, readMetadata, readTitle } from "./metadata.ts";

/** Everything in a Sigma file. Never throws; a broken document does not take the others with it. */
export function readSigmaFile(file: SourceFile): Reading {
  return new FileReader(file).read();
}

/** No file of rules has as many; each could cost a rule and a diagnostic. */
const maximalDocuments = 2_000;

class FileReader {
  readonly #file: SourceFile;
  readonly #budget = new ValueBudget();
  readonly #rules: Rule[] = [];
  readonly #filters: RuleFilter[] = [];
  readonly #diagnostics: Diagnostic[] = [];

  constructor(file: SourceFile) {
    this.#file = file;
  }

  read(): Reading {
    const { documents, faults } = readYaml(this.#file.text);
    for (const { reason, line, column } of faults) {
      this.#report("syntax-error", `The YAML can't be read: ${reason}.`, { line, column });
    }
    for (const document of applyActions(documents.slice(0, maximalDocuments), this.#budget)) this.#document(document);
    const unread = documents[maximalDocuments];
    if (unread !== undefined) {
      const message = `The file has more than ${maximalDocuments} documents; the others are not read. Split it.`;
      this.#report("limit-exceeded", message, { line: unread.line });
    }
    if (this.#budget.exceededAt !== undefined) {
      const message = `The file makes more than ${maximalValues} values, of which the others are not read. Split it.`;
      this.#report("limit-exceeded", message, { line: this.#budget.exceededAt });
    }
    return { rules: this.#rules, filters: this.#filters, diagnostics: this.#diagnostics };
  }

  #document({ value, line, lines }: YamlDocument): void {
    if (!isMapping(value)) {
      const message = "This document is not a mapping, so it is no Sigma rule; remove it or write one.";
      this.#report("missing-part", message, { line });
      return;
    }
    const document = { path: this.#file.path, position: this.#rules.length + 1, line, value, lines };
    const { detection, correlation, filter } = value;
    if (isMapping(correlation)) this.#correlationRule(document, correlation);
    else if (isMapping(detection)) this.#detectionRule(document, detection);
    else if (isMapping(filter)) this.#filter(document, filter);
    else {
      const message = "A Sigma document needs a `detection`, `correlation` or `filter` mapping; this one has none.";
      this.#report("missing-part", message, { line });
    }
  }

  #detectionRule(document: SigmaDocument, section: YamlMapping): void {
    const line = lineOfKey(document, "detection");
    if (!isMapping(document.value.logsource)) this.#noLogSource(document);
    const metadata = this.#metadata(document);
    const condition = readDetection(section, { kind: "detection", line }, this.#contextOf(document));
    this.#rules.push(ruleOf(document, metadata, { condition, helpers: [] }));
  }

  #correlationRule(document: SigmaDocument, section: YamlMapping): void {
    const metadata = this.#metadata(document);
    const { condition, helpers, problems } = readCorrelation(document, section, this.#budget);
    for (const problem of problems) this.#reportProblem(document, problem);
    this.#rules.push(ruleOf(document, metadata, { condition, helpers }));
  }

  /** Filters specification. Its condition is added to the rules' own, as engines do; it excludes what it says `not` of. */
  #filter(document: SigmaDocument, section: YamlMapping): void {
    const line = lineOfKey(document, "filter");
    if (!isMapping(document.value.logsource)) this.#noLogSource(document);
    const title = readTitle(document, this.#diagnostics);
    const condition = readDetection(section, { kind: "filter", line }, this.#contextOf(document));
    if (section.rules === undefined || section.rules === null) {
      // Which rules it is for is not to be guessed, and a filter for all would be the greatest guess.
      const message = "The filter does not say which `rules` it is for; name them, or write `rules: any`.";
      this.#diagnostics.push(diagnosticAt(document, "missing-part", message, line));
      return;
    }
    const rules = textsOf(section.rules, document.lines, line).map(({ text }) => text.trim());
    const isForAny = rules.length === 0 || (rules.length === 1 && /^(?:any|all)$/i.test(rules[0] ?? ""));
    this.#filters.push({
      title,
      path: document.path,
      line: document.line,
      rules: isForAny ? "any" : rules,
      format: "sigma",
      logSource: readLogSource(document),
      condition,
    });
  }

  #metadata(document: SigmaDocument): Metadata {
    const metadata = readMetadata(document);
    this.#diagnostics.push(...metadata.diagnostics);
    return metadata;
  }

  #contextOf(document: SigmaDocument): ReadingContext {
    const report = (problem: Problem) => this.#reportProblem(document, problem);
    return { lines: document.lines, budget: this.#budget, report };
  }

  #noLogSource(document: SigmaDocument): void {
    const message = "The rule has no `logsource` mapping; say which events it is for.";
    this.#diagnostics.push(diagnosticAt(document, "missing-part", message, document.line));
  }

  #reportProblem(document: SigmaDocument, { code, message, line }: Problem): void {
    this.#diagnostics.push(diagnosticAt(document, code, message, line));
  }

  #report(code: DiagnosticCode, message: string, place: Omit<Location, "path" | "column"> & Partial<Location>): void {
    this.#diagnostics.push({ code, message, location: { column: 1, ...place, path: this.#file.path } });
  }
}

/** Spelled out: a rule is made for every file of a corpus, and spreading objects is slow. */
function ruleOf(document: SigmaDocument, metadata: Metadata, logic: Pick<Rule, "condition" | "helpers">): Rule {
  const { id, name, title, lifecycle, severity, techniques, tactics, related } = metadata;
  return {
    key: id ?? keyOfPath(document),
    name,
    title,
    format: "sigma",
    language: "sigma",
    path: document.path,
    line: document.line,
    lifecycle,
    severity,
    logSource: readLogSource(document),
    techniques,
    tactics,
    condition: logic.condition,
    helpers: logic.helpers,
    related,
  };
}

function keyOfPath({ path, position }: SigmaDocument): string {
  return position === 1 ? path : `${path}#${position}`;
}
