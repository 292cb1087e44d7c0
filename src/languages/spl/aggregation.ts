import type { Condition } from "../../model/condition.ts";
import { type Definition, type Making, nothingCompared } from "../../syntax/column-definition.ts";
import { anyOf, fieldPassesAny, type TestValue } from "../../syntax/conditions.ts";
import { compute, type ExpressionCursor } from "../../syntax/expression.ts";
import { allThatNarrow, always, type Operand } from "../../syntax/operand.ts";
import type { Words } from "../../syntax/tokens.ts";
import type { Pipeline } from "./context.ts";
import { SplSearch } from "./search.ts";
import { reduceStars } from "./search-values.ts";
import { appends, endsCommand, type Stage, takeJoined, takeName, takeOption, takeSoFar } from "./stage.ts";

/** stats := (option | aggregation)* ("by" field*)? */
export function parseStats({ cursor, name, pipeline }: Stage): Condition {
  const rows = name === "eventstats" || name === "streamstats" ? "kept" : "grouped";
  const aggregation = new Aggregation(pipeline);
  while (!endsCommand(cursor)) {
    if (isGrouping(cursor)) aggregation.parseGroups(cursor);
    else aggregation.parseFunction(cursor);
  }
  aggregation.finish(rows);
  return always;
}

/** tstats := (option | aggregation)* ("from" source)? ("where" search)? ("by" field*)?, in any order; its rows may stand beside others */
export function parseTstats(stage: Stage): Condition {
  return parseDataStats(stage, () => []);
}

/** As `tstats`; a metric that it works out is one that the data has: `count(tcp.packets)` takes points of that name. */
export function parseMstats(stage: Stage): Condition {
  return parseDataStats(stage, (aggregation) => aggregation.metrics());
}

function parseDataStats(
  { cursor, pipeline }: Stage,
  implied: (aggregation: Aggregation) => readonly Condition[],
): Condition {
  const aggregation = new Aggregation(pipeline);
  const parts: Condition[] = [];
  const others = appends(cursor) ? [takeSoFar(pipeline)] : [];
  while (!endsCommand(cursor)) {
    if (cursor.at("from")) parseSource(cursor, pipeline);
    else if (cursor.takeIf("where")) parts.push(new SplSearch(pipeline, clauses).parse(cursor));
    else if (isGrouping(cursor)) aggregation.parseGroups(cursor);
    else aggregation.parseFunction(cursor);
  }
  aggregation.finish(others.length > 0 ? "kept" : "grouped");
  return anyOf([...others, allThatNarrow([...implied(aggregation), ...parts])]);
}

/** source := "from" "datamodel" "="? name */
function parseSource(cursor: ExpressionCursor, { context }: Pipeline): void {
  const { start: offset } = cursor.take();
  if (!cursor.takeIf("datamodel")) {
    takeJoined(cursor);
    return;
  }
  cursor.takeIf("=");
  if (cursor.token.kind !== "name" && cursor.token.kind !== "text") cursor.fail("a data model");
  const name = takeJoined(cursor);
  context.sources.push({ name, offset });
  context.dataModels.push(name.split("."));
}

/** The columns of one aggregation. */
class Aggregation {
  readonly #pipeline: Pipeline;
  readonly #groups: string[] = [];
  readonly #calls: AggregationCall[] = [];
  readonly #parameters: TestValue[] = [];
  #by: Words | undefined;
  /** How long the stretches are that time is cut into. */
  #span: Words | undefined;
  /** How many rows, or how much time, a running count looks back on. */
  readonly #windows: Words[] = [];
  #keepsAll = false;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /** groups := ("by" | "groupby" | "over") (field | option | ",")* */
  parseGroups(cursor: ExpressionCursor): void {
    const start = cursor.position;
    cursor.take();
    while (!endsCommand(cursor) && !clauses.has(cursor.token.text.toLowerCase())) {
      if (cursor.takeIf(",")) continue;
      if (this.#takeOption(cursor)) continue;
      if (cursor.token.kind !== "name" && cursor.token.kind !== "text") cursor.fail("a field");
      this.#groups.push(takeName(cursor));
    }
    this.#by = cursor.wordsFrom(start);
  }

  /** function := name ("(" … ")")? ("as" name)? */
  parseFunction(cursor: ExpressionCursor): void {
    if (cursor.takeIf(",") || this.#takeOption(cursor)) return;
    const start = cursor.position;
    if (cursor.token.kind !== "name" && cursor.token.kind !== "text") cursor.fail("an aggregation");
    const name = takeName(cursor).toLowerCase();
    const parameter = cursor.at("(") ? takeParameter(cursor) : undefined;
    const column = cursor.takeIf("as") ? takeAlias(cursor) : undefined;
    const words = cursor.wordsFrom(start);
    if (parameter?.includes("*") === true) this.#keepsAll = true;
    else this.#calls.push({ name, parameter, column, words });
    if (parameter !== undefined) this.#parameters.push({ ...reduceStars(parameter), line: words.line });
  }

  /** What the data has to be called for something to be worked out; nothing where that is said elsewhere (`_value`). */
  metrics(): readonly Condition[] {
    const values = this.#parameters.filter(({ value }, index) => {
      return this.#parameters.findIndex((other) => other.value === value) === index;
    });
    const isNamed = values.length > 0 && values.every(({ value }) => value !== "_value");
    return isNamed ? [fieldPassesAny({ field: "metric_name", caseSensitive: false, values })] : [];
  }

  /** Sets the columns that there are from here on. */
  finish(rows: "grouped" | "kept"): void {
    this.#pipeline.columns.later(() => this.#setColumns(rows));
  }

  #takeOption(cursor: ExpressionCursor): boolean {
    const start = cursor.position;
    const option = takeOption(cursor);
    if (option?.name === "span") this.#span = cursor.wordsFrom(start);
    if (option?.name === "window" || option?.name === "time_window") this.#windows.push(cursor.wordsFrom(start));
    return option !== undefined;
  }

  #setColumns(rows: "grouped" | "kept"): void {
    const { columns } = this.#pipeline;
    const made = this.#calls.map((call) => this.#make(call));
    // What a lookup adds to the groups says nothing until it is tested.
    const groups = columns.definitionsOf(this.#groups).filter(({ gap }) => gap === undefined);
    if (rows === "grouped" && !this.#keepsAll) columns.keepOnly(this.#groups);
    const time = this.#defineTime();
    const isTimeSaid = this.#groups.includes("_time");
    const all = time === undefined || isTimeSaid ? groups : [...groups, time];
    for (const { name, operand, words, making } of made) {
      if (operand.kind === "field" && operand.name === name && !operand.foldsCase) continue;
      const uses = all.length === 0 ? making.uses : new Set([...making.uses, ...all]);
      columns.define(name, operand, { ...making, words, rest: this.#rest(), uses });
    }
  }

  #rest(): Words | undefined {
    const parts = this.#by === undefined ? this.#windows : [...this.#windows, this.#by];
    const [first] = parts;
    return first === undefined ? undefined : { text: parts.map(({ text }) => text).join(" "), line: first.line };
  }

  /** `by _time span=1h` and `timechart span=1h` cut time into stretches, and what is found has to be within one. */
  #defineTime(): Definition | undefined {
    if (this.#span === undefined) return undefined;
    const words = { text: `_time ${this.#span.text}`, line: this.#span.line };
    const definition: Definition = { ...nothingCompared, words, rest: undefined };
    this.#pipeline.columns.define("_time", compute([], words), definition);
    return definition;
  }

  /** `values(x)` and its like hand on what the data holds; everything else is worked out. */
  #make({ name, parameter, column, words }: AggregationCall): MadeColumn {
    const { columns } = this.#pipeline;
    const { result, making } =
      parameter === undefined || !columns.has(parameter)
        ? { result: fieldNamed(parameter, words), making: nothingCompared }
        : columns.reading(() => columns.resolve(parameter, words));
    const operand = handingOn.has(name) ? result : compute([result], words);
    return { name: column ?? words.text, operand, words, making };
  }
}

interface AggregationCall {
  /** In lower case. */
  readonly name: string;
  readonly parameter: string | undefined;
  /** Undefined: it is called as it is written. */
  readonly column: string | undefined;
  readonly words: Words;
}

interface MadeColumn {
  readonly name: string;
  readonly operand: Operand;
  readonly words: Words;
  readonly making: Making;
}

function fieldNamed(name: string | undefined, words: Words): Operand {
  return name === undefined ? compute([], words) : { kind: "field", name, foldsCase: false, words };
}

/** A name may have brackets of its own: `flags(inherited)`. */
function takeAlias(cursor: ExpressionCursor): string {
  const { end } = cursor.token;
  const name = takeName(cursor);
  if (!cursor.at("(") || cursor.token.start !== end) return name;
  return `${name}(${takeParameter(cursor) ?? ""})`;
}

/** What stands between brackets, if it is one field; else the words of it. */
function takeParameter(cursor: ExpressionCursor): string | undefined {
  cursor.expect("(");
  const start = cursor.position;
  if (cursor.takeIf(")")) return undefined;
  if (cursor.ahead(1).text === ")" && !cursor.at("(")) {
    const only = takeName(cursor);
    cursor.expect(")");
    return only;
  }
  cursor.skipTo(() => false);
  const { text } = cursor.wordsFrom(start);
  cursor.expect(")");
  return text;
}

function isGrouping(cursor: ExpressionCursor): boolean {
  return cursor.at("by") || cursor.at("groupby") || cursor.at("over");
}

/** What the clauses of `tstats` begin with. */
const clauses: ReadonlySet<string> = new Set(["by", "from", "groupby", "where"]);

/** Aggregations whose results are values of the data. */
const handingOn: ReadonlySet<string> = new Set(["earliest", "first", "last", "latest", "list", "mode", "values"]);
