import { parseSpl } from "../../languages/spl/index.ts";
import type { Condition } from "../../model/condition.ts";
import type { Claim, CompanionPart, LogSource, Rule } from "../../model/rule.ts";
import type { Diagnostic, SourceFile } from "../../model/source.ts";
import type { Excerpt } from "../../syntax/excerpt.ts";
import { opaque } from "../../syntax/recovery.ts";
import type { LocatedText } from "../../syntax/yaml-texts.ts";
import { type FileMacros, maximalMacroText } from "./macros.ts";

/** The logic of a rule, and what else its search says. */
export interface SearchReading {
  readonly condition: Condition;
  readonly companions: readonly CompanionPart[];
  readonly logSource: LogSource;
  readonly diagnostics: readonly Diagnostic[];
}

export interface SearchContext {
  readonly file: SourceFile;
  readonly macros: FileMacros;
  /** What the rule says it reads, besides its search. */
  readonly dataSources: readonly string[];
}

/** Reads a search; data models, sourcetypes and macros that it reads are tables of the log source. */
export function readSearch(search: Excerpt, { file, macros, dataSources }: SearchContext): SearchReading {
  const used = new Set<CompanionPart>();
  const { condition, sources, diagnostics } = parseSpl(search, { macros: macros.lookup(used) });
  return {
    condition,
    companions: [...used],
    logSource: logSourceOf([...dataSources, ...sources]),
    diagnostics: diagnostics.map((diagnostic) => located(diagnostic, file)),
  };
}

/** What is left of a rule without a search. */
export function withoutSearch({ file, dataSources }: SearchContext, line: number): SearchReading {
  const message = "The rule has no `search`. Add one, or remove the rule.";
  return {
    condition: opaque("syntax-error", "", line),
    companions: [],
    logSource: logSourceOf(dataSources),
    diagnostics: [{ code: "missing-part", message, location: { path: file.path, line, column: 1 } }],
  };
}

/** Said once of a file whose searches use more of macros than is put in. */
export function exhaustion({ path }: SourceFile, macros: FileMacros): readonly Diagnostic[] {
  if (!macros.isExhausted()) return [];
  const message = `The searches of the file use more than ${maximalMacroText} characters of macros; macros after that are not put in. Split the file.`;
  return [{ code: "limit-exceeded", message, location: { path, line: 1, column: 1 } }];
}

function logSourceOf(tables: readonly string[]): LogSource {
  return {
    vocabulary: "cim",
    product: undefined,
    category: undefined,
    service: undefined,
    tables: [...new Set(tables)],
  };
}

/** Techniques and tactics among the ids that a rule names, each once. */
export function claimsOf(ids: readonly LocatedText[]): Pick<Rule, "techniques" | "tactics"> {
  const claims = new Map<string, Claim>();
  for (const { text, line } of ids) {
    const id = text.trim().toUpperCase();
    if (id !== "" && !claims.has(id)) claims.set(id, { id, declared: text, line });
  }
  const isTactic = ({ id }: Claim) => /^TA\d/.test(id);
  const all = [...claims.values()];
  return { techniques: all.filter((claim) => !isTactic(claim)), tactics: all.filter(isTactic) };
}

/** The columns of a query are not those of its file where lines are folded or indented. */
function located({ code, message, location }: Diagnostic, { path, text }: SourceFile): Diagnostic {
  const length = text.split(/\r\n?|\n/)[location.line - 1]?.length ?? 0;
  return { code, message, location: { path, line: location.line, column: Math.min(location.column, length + 1) } };
}
