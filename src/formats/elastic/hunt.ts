import type { Condition } from "../../model/condition.ts";
import type { Diagnostic } from "../../model/source.ts";
import { anyOf } from "../../syntax/conditions.ts";
import { innerExcerpt } from "../../syntax/excerpt.ts";
import { opaque } from "../../syntax/recovery.ts";
import { parserFor, type QueryLanguage } from "./query-language.ts";
import { type RuleReading, readLogSource } from "./rule.ts";
import { located, type RuleSource } from "./source.ts";
import { asName, asTexts } from "./table.ts";

/** Reads a file of hunting queries: one rule that any of its queries makes. */
export function readHunt(source: RuleSource): RuleReading {
  const { path, rule, places } = source;
  const queries = asTexts(rule.query).map((query) => readHuntQuery(source, query));
  const claims = asTexts(rule.mitre).map((declared) => {
    return { id: declared.trim().toUpperCase(), declared, line: places.lineOfText("mitre", declared) };
  });
  const sources = queries.flatMap((query) => query.sources);
  return {
    rule: {
      key: asName(rule.uuid) ?? path,
      name: undefined,
      title: asName(rule.name) ?? path,
      format: "elastic",
      language: queries[0]?.language ?? "esql",
      path,
      line: places.line,
      lifecycle: "experimental",
      severity: undefined,
      logSource: readLogSource(source, [...new Set(sources)]),
      techniques: claims.filter(({ id }) => id.startsWith("T") && !id.startsWith("TA")),
      tactics: claims.filter(({ id }) => id.startsWith("TA")),
      condition: conditionOf(
        queries.map(({ condition }) => condition),
        places.line,
      ),
      helpers: [],
      related: [],
    },
    diagnostics: queries.flatMap((query) => query.diagnostics),
  };
}

interface HuntQuery {
  readonly condition: Condition;
  readonly language: string;
  readonly sources: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Some queries still have the label of the Markdown block that they were published in. */
function readHuntQuery(source: RuleSource, query: string): HuntQuery {
  const label = /^sql\s*\n/.exec(query)?.[0] ?? "";
  const whole = source.places.excerptOf("query", query);
  const excerpt = innerExcerpt(whole, query.slice(label.length), label.length);
  const language = languageOf(excerpt.text);
  if (language === "sql") {
    const condition = opaque("unsupported", excerpt.text, excerpt.lineAt(0));
    return { condition, language, sources: [], diagnostics: [] };
  }
  const { condition, sources, diagnostics } = parserFor(language)(excerpt);
  return {
    condition,
    language,
    sources,
    diagnostics: located(diagnostics, source),
  };
}

/** A hunt names all the languages of its queries; which query is in which is seen from how it begins. */
function languageOf(query: string): QueryLanguage | "sql" {
  const start = query.replace(/^(?:\s+|\/\/[^\n]*\n|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, "").slice(0, 200);
  if (/^(?:select|with)\b/i.test(start)) return "sql";
  if (/^(?:from|row|ts|set)\b/i.test(start)) return "esql";
  return /^(?:sequence|sample)\b|^[\w."]+\s+where\b/.test(start) ? "eql" : "kuery";
}

function conditionOf(conditions: readonly Condition[], line: number): Condition {
  return conditions.length > 0 ? anyOf(conditions) : opaque("syntax-error", "", line);
}
