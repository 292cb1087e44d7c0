import { ConfigError } from "../model/config-error.ts";
import { compareText } from "../model/order.ts";
import type { RepositoryPath } from "../model/source.ts";
import { at, items, textsOf } from "./read-loosely.ts";

/** A finding that was there when the team began to count. */
export interface RatchetEntry {
  readonly fingerprint: string;
  /** Where it was, for who reads the file; undefined: nowhere in particular. */
  readonly path: RepositoryPath | undefined;
}

const about =
  "Findings that were there when detcov began to count here. They are accepted; only new ones count. " +
  "`detcov ratchet --write` takes out what was mended and adds nothing; with `--reset` it records all anew.";

/** One finding a line, sorted, so that a difference can be read. */
export function printRatchet(entries: readonly RatchetEntry[]): string {
  const sorted = [...entries].sort((a, b) => compareText(a.fingerprint, b.fingerprint));
  const lines = sorted.map(({ fingerprint, path }) =>
    JSON.stringify(path === undefined ? { fingerprint } : { fingerprint, path }),
  );
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n]`;
  return `{\n"about": ${JSON.stringify(about)},\n"version": 1,\n"findings": ${list}\n}\n`;
}

/** What {@link printRatchet} wrote; a ConfigError for anything else. */
export function parseRatchet(text: string, path: RepositoryPath): readonly RatchetEntry[] {
  const document = parseJson(text, path);
  if (at(document, "version") !== 1 || !Array.isArray(at(document, "findings"))) {
    throw notARatchet(path, 'has no "version": 1 with a list of "findings"');
  }
  return Array.from(items(at(document, "findings")), ([index, item]): RatchetEntry => {
    const { fingerprint, path: place } = textsOf(item, ["fingerprint", "path"]);
    if (fingerprint === undefined) throw notARatchet(path, `has no "fingerprint" in finding ${index + 1}`);
    return { fingerprint, path: place };
  });
}

function parseJson(text: string, path: RepositoryPath): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw notARatchet(path, "is not JSON");
    throw error;
  }
}

function notARatchet(path: RepositoryPath, problem: string): ConfigError {
  return new ConfigError(
    `${path}: The ratchet ${problem}. Mend it, or write it anew with \`detcov ratchet --write --reset\`.`,
  );
}
