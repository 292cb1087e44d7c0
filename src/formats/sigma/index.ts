import type { RepositoryPath, SourceFile } from "../../model/source.ts";
import type { Format } from "../format.ts";
import { readSigmaFile } from "./read.ts";

/** Sigma 2.1: detections, correlations and filters, and the `action` documents of Sigma 1. */
export const sigma: Format = {
  id: "sigma",
  name: "Sigma",
  claims: (path: RepositoryPath) => /\.ya?ml$/i.test(path),
  recognises,
  reader: () => ({ read: readSigmaFile, companionProblems: [] }),
};

/**
 * Keys of the first column that only Sigma puts there, be the file broken or not: a `logsource` beside any of Sigma's
 * other sections, or a `detection` or `correlation` with the keys that belong into it.
 */
function recognises({ text }: SourceFile): boolean {
  if (/^["']?logsource["']?[ \t]*:/m.test(text)) {
    return /^["']?(?:title|detection|filter|action)["']?[ \t]*:/m.test(text);
  }
  if (/^["']?detection["']?[ \t]*:/m.test(text)) return /^[ \t]+["']?condition["']?[ \t]*:/m.test(text);
  return /^["']?correlation["']?[ \t]*:/m.test(text) && /^[ \t]+["']?(?:rules|type)["']?[ \t]*:/m.test(text);
}
