import type { Reading } from "../../model/rule.ts";
import type { SourceFile } from "../../model/source.ts";
import type { Format } from "../format.ts";
import { readJson, readNdjson } from "./read-kibana.ts";
import { readTomlFile } from "./read-toml.ts";

/** Rules of Elastic Security: TOML as in detection-rules, and JSON and NDJSON as Kibana exports them. */
export const elastic: Format = {
  id: "elastic",
  name: "Elastic",
  claims: (path) => /\.(?:toml|ndjson|json)$/i.test(path),
  recognises,
  reader: () => ({ read, companionProblems: [] }),
};

function read(file: SourceFile): Reading {
  if (/\.toml$/i.test(file.path)) return readTomlFile(file);
  return isNdjson(file) ? readNdjson(file) : readJson(file);
}

/** Hunting queries are read where a source asks for them by this format's name, and are no rules by themselves. */
function recognises({ path, text }: SourceFile): boolean {
  if (/\.toml$/i.test(path)) return /^\[rule\]/m.test(text);
  return text.includes('"rule_id"') && text.includes('"risk_score"');
}

/** Exports are often saved as `.json`; a document of several objects is none. */
function isNdjson({ path, text }: SourceFile): boolean {
  return /\.ndjson$/i.test(path) || /^\s*\{[^\n]*\}[ \t\r]*\n\s*\{/.test(text);
}
