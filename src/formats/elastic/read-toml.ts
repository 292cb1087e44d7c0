import type { Reading, Rule } from "../../model/rule.ts";
import type { Diagnostic, SourceFile } from "../../model/source.ts";
import { readToml, type TomlDocument } from "../../syntax/toml.ts";
import { readHunt } from "./hunt.ts";
import { readRule } from "./rule.ts";
import { type Places, TextFinder } from "./source.ts";
import { asTable } from "./table.ts";

/** Reads a rule file of a detection-rules repository, or a file of hunting queries. */
export function readTomlFile({ path, text }: SourceFile): Reading {
  const reading = readToml(text);
  if (reading.kind === "broken") {
    const { reason, line, column } = reading;
    const message = `The file is not TOML: ${reason}. Its rule was not read.`;
    return result([], [{ code: "syntax-error", message, location: { path, line, column } }]);
  }
  const { document } = reading;
  const rule = asTable(document.values.rule);
  const hunt = asTable(document.values.hunt);
  if (rule !== undefined) {
    const source = {
      path,
      rule,
      metadata: asTable(document.values.metadata) ?? {},
      places: places(document, "rule"),
    };
    const read = readRule(source);
    return result([read.rule], read.diagnostics);
  }
  if (hunt !== undefined) {
    const read = readHunt({ path, rule: hunt, metadata: {}, places: places(document, "hunt") });
    return result([read.rule], read.diagnostics);
  }
  const message = "The file has no [rule] table. Add one, or leave the file out of the rule sources.";
  return result([], [{ code: "missing-part", message, location: { path, line: 1, column: 1 } }]);
}

function result(rules: readonly Rule[], diagnostics: readonly Diagnostic[]): Reading {
  return { rules, filters: [], diagnostics };
}

function places(document: TomlDocument, table: "rule" | "hunt"): Places {
  const finder = new TextFinder(document.text, (offset) => document.lineAt(offset));
  const start = offsetOf(document.text, [`[${table}]`]) ?? 0;
  const line = document.lineAt(start);
  const sections = new Map<string, number>();
  const section = (key: string) => {
    const known = sections.get(key);
    if (known !== undefined) return known;
    const path = `${table}.${key}`;
    const found =
      offsetOf(document.text, [`[${path}]`, `[[${path}]]`, `${key} =`, `${key}=`, `[${path}.`, `[[${path}.`]) ?? start;
    sections.set(key, found);
    return found;
  };
  return {
    line,
    excerptOf: (key, value) => document.excerptOf(key, value, line),
    lengthOfLine: (at) => document.lengthOfLine(at),
    lineOfKey: (key) => document.lineAt(section(key)),
    lineOfText: (key, value) => finder.next(value, section(key)) ?? line,
  };
}

/** Where one of these begins a line; the first that does counts. */
function offsetOf(text: string, beginnings: readonly string[]): number | undefined {
  for (const beginning of beginnings) {
    if (text.startsWith(beginning)) return 0;
    const at = text.indexOf(`\n${beginning}`);
    if (at >= 0) return at + 1;
  }
  return undefined;
}
