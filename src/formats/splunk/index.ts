import type { RepositoryPath, SourceFile } from "../../model/source.ts";
import type { Format } from "../format.ts";
import { readMacros } from "./macros.ts";
import { readContentFile } from "./read-content.ts";
import { readSavedSearches } from "./read-saved-searches.ts";

/** Splunk: detections of contentctl 4 and 5 and of ESCU 6, and the saved searches of an app. */
export const splunk: Format = {
  id: "splunk",
  name: "Splunk",
  claims: (path) => /\.ya?ml$/i.test(path) || isSavedSearches(path),
  recognises,
  companions: (path) => /\.(?:ya?ml|conf)$/i.test(path),
  companionKey: "macros",
  reader: (companions) => {
    const library = readMacros(companions);
    return {
      read: (file) => {
        const macros = library.forFile(file.path);
        return isSavedSearches(file.path) ? readSavedSearches(file, macros) : readContentFile(file, macros);
      },
      companionProblems: library.diagnostics,
    };
  },
};

function isSavedSearches(path: RepositoryPath): boolean {
  return /(?:^|\/)savedsearches\.conf$/i.test(path);
}

/** A file with keys of the first column that only content of Splunk has together, be the file broken or not. */
function recognises({ path, text }: SourceFile): boolean {
  if (isSavedSearches(path)) return /^[ \t]*(?:search|action\.correlationsearch\.\w+)[ \t]*=/m.test(text);
  if (/^(?:detection|logsource)[ \t]*:/m.test(text)) return false;
  const type = /^type[ \t]*:[ \t]*["']?(\w+)/m.exec(text)?.[1];
  if (type !== undefined && /^(?:baseline|investigation|investigative|support)$/i.test(type)) return false;
  const isDetection = type !== undefined && /^(?:ttp|anomaly|hunting|correlation)$/i.test(type);
  return isDetection ? ownKey.test(text) : new Set(text.match(ownKeys)).size >= 3;
}

/** A key that detections of all generations have, and hardly any other file. */
const ownKey = /^(?:search|how_to_implement|known_false_positives|data_source|security_domain|rba)(?=[ \t]*:)/m;
const ownKeys = new RegExp(ownKey, "gm");
