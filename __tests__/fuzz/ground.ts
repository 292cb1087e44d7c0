import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { createEventMap } from "../../src/canon/events.ts";
import type { EventTitles } from "../../src/canon/known-events.ts";
import type { LogSourceMap } from "../../src/canon/log-source-map.ts";
import { formats } from "../../src/formats/index.ts";
import type { AttackData } from "../../src/model/attack.ts";
import type { SourceFile } from "../../src/model/source.ts";
import { fixturesOf } from "../formats/fixture.ts";
import { corpusFiles } from "../support/corpus.ts";
import { shippedFields } from "../support/fields.ts";
import type { Ground } from "./fuzz-format.ts";

/** The public rules of a format that lie beside the project, and what detcov reads them with. Throws for an unknown id. */
export function groundOf(id: string): Ground {
  const format = formats.find((each) => each.id === id);
  if (format === undefined) throw new Error(`There is no format ${id}.`);
  const files = corpusFiles(id, () => true);
  const isRuleFile = (file: SourceFile) => format.claims(file.path) && format.recognises(file);
  const ruleFiles = files.filter(isRuleFile);
  if (ruleFiles.length === 0) throw new Error(`The corpus of ${id} has no rule files.`);
  return {
    format,
    ruleFiles,
    rareFiles: [...fixturesOf(format).map(({ file }) => file), ...exportsOf(id, ruleFiles)],
    companions: files.filter((file) => /(?:^|\/)macros\b/.test(file.path) && format.companions?.(file.path) === true),
    knowledge: shippedKnowledge(),
    attack,
  };
}

/** The dictionaries that come along. */
export function shippedKnowledge(): Ground["knowledge"] {
  return { fields: shippedFields().dictionary, events: createEventMap(logSources, titles) };
}

/** Rules of a corpus in the shape that a product gives them out in. */
function exportsOf(id: string, ruleFiles: readonly SourceFile[]): readonly SourceFile[] {
  const some = ruleFiles.filter((_, index) => index % 25 === 0);
  switch (id) {
    case "elastic":
      return some.map(kibanaExport);
    case "splunk":
      return some.map(savedSearches);
    default:
      return [];
  }
}

function kibanaExport({ text }: SourceFile, index: number): SourceFile {
  const rule: unknown = parse(text).rule;
  if (index % 2 === 0) return { path: "rules.ndjson", text: `${JSON.stringify(rule)}\n{"exported_count": 1}\n` };
  return { path: "rule.json", text: JSON.stringify(rule, null, 2) };
}

function savedSearches({ text }: SourceFile): SourceFile {
  const search = /^search:\s*(?:[|>]-?\n)?((?:.*)(?:\n +.*)*)/m.exec(text)?.[1] ?? "index=main";
  const annotations = '{"mitre_attack": ["T1059.001", "T1003"]}';
  const stanza = [
    "[ESCU - A search - Rule]",
    "action.correlationsearch.enabled = 1",
    "action.correlationsearch.label = A search",
    `action.correlationsearch.annotations = ${annotations}`,
    `search = ${search.trim().replaceAll("\n", "\\\n")}`,
    "disabled = 0",
  ];
  return { path: "default/savedsearches.conf", text: `${stanza.join("\n")}\n` };
}

const data = new URL("../../data/", import.meta.url);
const logSources: LogSourceMap = JSON.parse(readFileSync(new URL("events/log-sources.json", data), "utf8"));
const { titles }: { readonly titles: EventTitles } = JSON.parse(
  readFileSync(new URL("events/titles.json", data), "utf8"),
);
/** ATT&CK as it comes along. */
export const attack: AttackData = JSON.parse(readFileSync(new URL("attack/enterprise-19.json", data), "utf8"));
