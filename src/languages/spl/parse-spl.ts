import type { Condition } from "../../model/condition.ts";
import type { Diagnostic } from "../../model/source.ts";
import type { Excerpt } from "../../syntax/excerpt.ts";
import { readQuery } from "../../syntax/recovery.ts";
import type { ParsedQuery } from "../language.ts";
import type { SplContext } from "./context.ts";
import { readDataSets, withoutPrefixes } from "./data-models.ts";
import { type ExpandedQuery, expandMacros } from "./expand-macros.ts";
import { splLexicon } from "./lexicon.ts";
import type { MacroLookup } from "./macro.ts";
import { parsePipeline } from "./pipeline.ts";

/** What a search of Splunk says. */
export interface ParsedSpl extends ParsedQuery {
  /**
   * What the search reads, in order, each once: data models (`Endpoint.Processes`, also from `nodename`), values of positive
   * `sourcetype`, `source`, `index` and `eventtype` tests, and the names of macros that stand in a search (in backticks:
   * "`sysmon`"; not filter macros).
   */
  readonly sources: readonly string[];
}

/**
 * Reads a search in Splunk's Search Processing Language. Never throws.
 *
 * Tests of what comes from the data are predicates, wherever in the pipeline they stand and whatever the field is called
 * by then; tests of what the search works out itself are constraints, with what they are worked out from.
 */
export function parseSpl(query: Excerpt, options: { readonly macros: MacroLookup }): ParsedSpl {
  const expanded = expandMacros(query, options.macros);
  const first = parseExpanded(expanded, options.macros, new Set());
  // What a lookup is for is seen where its columns are compared, and that may be behind other tests of them.
  const { found } = first.context.memories;
  const { condition, diagnostics, context } = found.size === 0 ? first : parseExpanded(expanded, options.macros, found);
  return {
    condition: stripped(condition, context),
    diagnostics: [
      ...(expanded.query === query ? diagnostics : diagnostics.map(withoutColumn)),
      ...context.diagnostics,
      ...(expanded.isCutShort ? [cutShort(query)] : []),
    ],
    sources: sourcesOf(context),
  };
}

function parseExpanded(
  { query, calls, isCutShort }: ExpandedQuery,
  macros: MacroLookup,
  memories: ReadonlySet<string>,
) {
  const context: SplContext = {
    macros,
    calls,
    isCutShort,
    sources: [],
    dataModels: [],
    depth: 0,
    work: { characters: 0, joined: 0 },
    memories: { known: memories, found: new Set() },
    diagnostics: [],
    negations: 0,
  };
  return { ...readQuery(query, splLexicon(), (cursor) => parsePipeline(cursor, context)), context };
}

function stripped(condition: Condition, { dataModels }: SplContext): Condition {
  const dataSets = readDataSets(dataModels);
  return dataSets.size === 0 ? condition : withoutPrefixes(condition, dataSets);
}

function sourcesOf({ sources }: SplContext): readonly string[] {
  const inOrder = [...sources].sort((left, right) => left.offset - right.offset);
  return [...new Set(inOrder.map(({ name }) => name))];
}

/** Where macros were put in, only the line is that of the rule. */
function withoutColumn(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, location: { ...diagnostic.location, column: 1 } };
}

function cutShort(query: Excerpt): Diagnostic {
  return {
    code: "limit-exceeded",
    message:
      "The macros of the query expand to more than is read; some were left as they are. Split it into several rules.",
    location: { path: "", line: query.lineAt(0), column: 1 },
  };
}
