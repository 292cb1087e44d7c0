import { readFileSync } from "node:fs";
import { createEventMap } from "../../src/canon/events.ts";
import type { EventTitles } from "../../src/canon/known-events.ts";
import type { LogSourceMap } from "../../src/canon/log-source-map.ts";
import { formats } from "../../src/formats/index.ts";
import type { AttackData } from "../../src/model/attack.ts";
import type { SourceFile } from "../../src/model/source.ts";
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
    companions: files.filter((file) => /(?:^|\/)macros\b/.test(file.path) && format.companions?.(file.path) === true),
    knowledge: { fields: shippedFields().dictionary, events: createEventMap(logSources, titles) },
    attack,
  };
}

const data = new URL("../../data/", import.meta.url);
const logSources: LogSourceMap = JSON.parse(readFileSync(new URL("events/log-sources.json", data), "utf8"));
const { titles }: { readonly titles: EventTitles } = JSON.parse(
  readFileSync(new URL("events/titles.json", data), "utf8"),
);
const attack: AttackData = JSON.parse(readFileSync(new URL("attack/enterprise-19.json", data), "utf8"));
