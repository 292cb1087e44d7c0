import { indicatorsOf } from "../../analysis/indicators.ts";
import type { RuleWithEvents } from "../../analysis/link.ts";
import type { RuleDigest } from "../../analysis/rule-digest.ts";
import type { Rule } from "../../model/rule.ts";
import type { Indicator } from "../../model/snapshot.ts";
import type { RepositoryPath } from "../../model/source.ts";
import type { RuleBody } from "./segment.ts";
import type { SegmentTables } from "./segment-tables.ts";

/** Where a rule stands in a segment. */
export interface StoredPlace {
  readonly tables: SegmentTables;
  /** Among all rules of the segment. */
  readonly position: number;
  readonly path: RepositoryPath;
  readonly bodies: FileBodies;
  /** Its position among the rules of its file. */
  readonly inFile: number;
}

/** The bodies of the rules of a file, which are parsed when the first of them is asked for. */
export class FileBodies {
  readonly #bytes: () => Uint8Array;
  #parsed: readonly RuleBody[] | undefined;

  constructor(bytes: () => Uint8Array) {
    this.#bytes = bytes;
  }

  at(inFile: number): RuleBody {
    this.#parsed ??= parseBodies(this.#bytes());
    const body = this.#parsed[inFile];
    if (body === undefined) throw new Error("What was kept of a file lacks a rule.");
    return body;
  }
}

function parseBodies({ buffer, byteOffset, length }: Uint8Array): readonly RuleBody[] {
  return JSON.parse(Buffer.from(buffer, byteOffset, length).toString("utf8"));
}

/** A rule whose parts are made when they are first asked for. */
export function openRule(place: StoredPlace): RuleWithEvents {
  const { tables, position } = place;
  const rule = new StoredRule(place);
  return {
    rule,
    events: tables.events(tables.columns.ruleEvents[position] ?? 0),
    digest: new StoredDigest(rule, tables, position),
  };
}

/** Of a class with accessors, for there are thousands of it, and few are asked for much. */
class StoredRule implements Rule {
  readonly key: Rule["key"];
  readonly path: Rule["path"];
  readonly #place: StoredPlace;

  constructor(place: StoredPlace) {
    const { tables, position, path } = place;
    this.key = tables.text(tables.columns.ruleKey[position] ?? 0);
    this.path = path;
    this.#place = place;
  }

  get name() {
    const { tables, position } = this.#place;
    const name = tables.columns.ruleName[position] ?? 0;
    return name === 0 ? undefined : tables.text(name - 1);
  }
  get format() {
    const { tables, position } = this.#place;
    return tables.format(tables.columns.ruleFormat[position] ?? 0);
  }
  get language() {
    const { tables, position } = this.#place;
    return tables.language(tables.columns.ruleLanguage[position] ?? 0);
  }
  get line() {
    const { tables, position } = this.#place;
    return tables.columns.ruleLine[position] ?? 1;
  }
  get lifecycle() {
    const { tables, position } = this.#place;
    return tables.lifecycle(tables.columns.ruleLifecycle[position] ?? 0);
  }
  get helpers() {
    const { tables, position } = this.#place;
    return tables.textList(tables.columns.ruleHelpers[position] ?? 0);
  }
  get logSource() {
    const { tables, position } = this.#place;
    return tables.logSource(tables.columns.ruleLogSource[position] ?? 0);
  }
  get title() {
    return this.#body.title;
  }
  get severity() {
    return this.#body.severity;
  }
  get techniques() {
    return this.#body.techniques;
  }
  get tactics() {
    return this.#body.tactics;
  }
  get condition() {
    return this.#body.condition;
  }
  get related() {
    return this.#body.related;
  }
  get companions() {
    return this.#body.companions;
  }

  get #body(): RuleBody {
    const { bodies, inFile } = this.#place;
    return bodies.at(inFile);
  }
}

class StoredDigest implements RuleDigest {
  readonly #rule: Rule;
  readonly #tables: SegmentTables;
  readonly #position: number;
  #indicators: readonly Indicator[] | undefined;
  #exclusions: readonly Indicator[] | undefined;

  constructor(rule: Rule, tables: SegmentTables, position: number) {
    this.#rule = rule;
    this.#tables = tables;
    this.#position = position;
  }

  get indicators() {
    this.#indicators ??= this.#tables.indicators(this.#tables.columns.ruleIndicators[this.#position] ?? 0);
    return this.#indicators;
  }
  get coded() {
    if (!this.#tables.isIndexed) return undefined;
    const { ruleIndicators, ruleAnchors } = this.#tables.columns;
    const anchors = ruleAnchors[this.#position] ?? 0;
    return {
      table: this.#tables,
      list: ruleIndicators[this.#position] ?? 0,
      anchors: anchors === 0 ? undefined : anchors - 1,
    };
  }
  get exclusions() {
    this.#exclusions ??= indicatorsOf(this.#rule.condition).exclusions;
    return this.#exclusions;
  }
  get reading() {
    return this.#tables.readingLevel(this.#tables.columns.ruleReading[this.#position] ?? 0);
  }
  get refersToRules() {
    return this.#tables.columns.ruleRefers[this.#position] === 1;
  }
  get claimed() {
    return this.#tables.textList(this.#tables.columns.ruleClaimed[this.#position] ?? 0);
  }
  get anchors() {
    const anchors = this.#tables.columns.ruleAnchors[this.#position] ?? 0;
    return anchors === 0 ? undefined : this.#tables.indicators(anchors - 1);
  }
  get fieldNames() {
    return this.#tables.fieldNames(this.#tables.columns.ruleFieldNames[this.#position] ?? 0);
  }
}
