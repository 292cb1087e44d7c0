import type { Condition } from "../../model/condition.ts";
import { constraint } from "../../syntax/constraint.ts";
import type { ExpressionCursor } from "../../syntax/expression.ts";
import { always } from "../../syntax/operand.ts";
import { opaque, strictly } from "../../syntax/recovery.ts";
import { parseMstats, parseStats, parseTstats } from "./aggregation.ts";
import { columnCommands } from "./column-commands.ts";
import { SplExpressions } from "./expression.ts";
import { otherEventsCommands } from "./joins.ts";
import { readName, readText } from "./lexicon.ts";
import { lookupCommands } from "./lookups.ts";
import { SplSearch } from "./search.ts";
import { type Command, endsCommand, type Stage, skipCommand } from "./stage.ts";

/** The reader of a command; undefined where this version does not know it. */
export function findCommand(name: string): Command | undefined {
  const own = commands.get(name);
  if (own !== undefined) return own;
  if (shaping.has(name)) return passOver;
  return narrowing.has(name) ? narrow : undefined;
}

/** Whether a command comes next that makes its own events, so that it can stand first without a pipe. */
export function isGenerating(cursor: ExpressionCursor): boolean {
  const { kind, text } = cursor.token;
  if (kind !== "name" || !generating.has(text.toLowerCase())) return false;
  return !/^(?:[=!<>]+|AND|OR|NOT|IN)$/.test(cursor.ahead(1).text);
}

const generating: ReadonlySet<string> = new Set(
  (
    "datamodel dbxquery from inputcsv inputlookup loadjob makeresults metadata metasearch mstats multisearch pivot rest " +
    "savedsearch tstats union"
  ).split(" "),
);

function parseSearch({ cursor, pipeline }: Stage): Condition {
  return new SplSearch(pipeline, none).parse(cursor);
}

function parseWhere({ cursor, pipeline }: Stage): Condition {
  return new SplExpressions(pipeline).parseCondition(cursor);
}

/** eval := name "=" expression ("," name "=" expression)* */
function parseEval({ cursor, pipeline }: Stage): Condition {
  const expressions = new SplExpressions(pipeline);
  do {
    const start = cursor.position;
    const name = takeTarget(cursor);
    cursor.expect("=");
    const { result, making } = pipeline.columns.reading(() =>
      strictly(cursor, () => expressions.parseExpression(cursor)),
    );
    pipeline.columns.define(name, result, { words: cursor.wordsFrom(start), rest: undefined, ...making });
  } while (cursor.takeIf(","));
  return always;
}

/** The name of a field that is set; it may hold what is no name elsewhere, such as a dash or another field in braces. */
function takeTarget(cursor: ExpressionCursor): string {
  const { kind, end, text } = cursor.token;
  if (kind === "text") return readText(cursor.take().text);
  if (kind !== "name" && text !== "{") cursor.fail("a field");
  let name = readName(cursor.take().text);
  for (
    let from = end;
    cursor.token.start === from && !endsTarget(cursor);
    from = cursor.tokenAt(cursor.position - 1).end
  ) {
    name += cursor.take().text;
  }
  return name;
}

function endsTarget(cursor: ExpressionCursor): boolean {
  return endsCommand(cursor) || cursor.at("=") || cursor.at("(") || cursor.at(",");
}

function passOver({ cursor, name, pipeline }: Stage): Condition {
  const start = cursor.position;
  skipCommand(cursor);
  if (name === "fields" || name === "table" || name === "return") {
    pipeline.handedOver = namesIn(cursor.wordsFrom(start).text);
  }
  return always;
}

function namesIn(list: string): readonly string[] {
  const names = list.split(/[\s,]+/).filter((name) => name !== "" && name !== "+" && name !== "*");
  return names.includes("-") ? [] : names;
}

function narrow({ cursor, start }: Stage): Condition {
  skipCommand(cursor);
  const { text, line } = cursor.wordsFrom(start);
  return constraint(text, line);
}

/** A model or an analysis that is not in the rule decides. */
function leaveToModel({ cursor, start }: Stage): Condition {
  skipCommand(cursor);
  const { text, line } = cursor.wordsFrom(start);
  return opaque("external-lookup", text, line);
}

const none: ReadonlySet<string> = new Set();

/** Commands that choose, arrange or show fields and rows, and neither narrow nor compute what is tested. */
const shaping: ReadonlySet<string> = new Set(
  (
    "abstract addcoltotals addinfo analyzefields arules collect contingency dedup eventcount expand extract fields " +
    "fieldsummary filldown format fromjson gauge gentimes geom head highlight iconify kv makecontinuous makeresults mcollect " +
    "meventcollect multikv mvcombine mvexpand nomv outlier outputcsv outputlookup outputtext redistribute reltime " +
    "require return reverse scrub sendalert sendemail setfields sort table tags tail tojson transpose " +
    "trendline tscollect typeahead typer uniq untable xmlkv xmlunescape xpath xyseries"
  ).split(" "),
);

/** Commands that let some rows through by what all of them are. */
const narrowing: ReadonlySet<string> = new Set(
  (
    "anomalies anomalousvalue anomalydetection cluster concurrency correlate diff kmeans localize predict rare sample " +
    "searchtxn selfjoin set top x11"
  ).split(" "),
);

const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ["search", parseSearch],
  ["metasearch", parseSearch],
  ["where", parseWhere],
  ["eval", parseEval],
  ["tstats", parseTstats],
  ["mstats", parseMstats],
  ["stats", parseStats],
  ["sistats", parseStats],
  ["chart", parseStats],
  ["timechart", parseStats],
  ["eventstats", parseStats],
  ["streamstats", parseStats],
  ["apply", leaveToModel],
  ["fit", leaveToModel],
  ...columnCommands,
  ...lookupCommands,
  ...otherEventsCommands,
]);
