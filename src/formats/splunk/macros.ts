import type { MacroLookup, SplMacro } from "../../languages/spl/index.ts";
import type { CompanionPart } from "../../model/rule.ts";
import type { Diagnostic, DiagnosticCode, RepositoryPath, SourceFile } from "../../model/source.ts";
import { oneLine } from "../../syntax/conditions.ts";
import { readConf } from "../../syntax/conf.ts";
import { isMapping, readYaml } from "../../syntax/yaml.ts";
import { textOf, textsOf, wordOf } from "../../syntax/yaml-texts.ts";

/** The search macros of a tree. */
export interface MacroLibrary {
  /** As one rule file sees them: those of the folders nearest to it come first. */
  forFile(path: RepositoryPath): FileMacros;
  /** What is wrong with the files of macros. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface FileMacros {
  /** For one search; `used` takes the macros that are found, each once. */
  lookup(used: Set<CompanionPart>): MacroLookup;
  /** Whether the searches of the file have used up what one file may. */
  isExhausted(): boolean;
}

/** How many characters of macros the searches of one file may use; an app of two thousand searches uses less than a million. */
export const maximalMacroText = 5_000_000;

/** Reads the files that define macros: one in each YAML file (contentctl), or the stanzas of a `macros.conf`. */
export function readMacros(files: readonly SourceFile[]): MacroLibrary {
  const shelves = new Map<string, Map<string, FoundMacro>>();
  const diagnostics: Diagnostic[] = [];
  for (const file of files) {
    const found = /\.conf$/i.test(file.path) ? readMacrosConf(file) : readMacroYaml(file);
    diagnostics.push(...found.diagnostics);
    for (const macro of found.macros) {
      const key = macroKey(macro.macro.name, macro.macro.parameters.length);
      const shelf = shelves.get(key) ?? new Map<string, FoundMacro>();
      shelves.set(key, shelf);
      const place = `${macro.scope} ${macro.isLocal}`;
      const first = shelf.get(place);
      if (first === undefined) shelf.set(place, macro);
      else if (diagnostics.length < maximalDiagnostics) diagnostics.push(duplicate(macro, first));
    }
  }
  const candidates = new Map([...shelves].map(([key, shelf]) => [key, [...shelf.values()]]));
  return {
    forFile: (path) => {
      let left = maximalMacroText;
      const lookup = (used: Set<CompanionPart>, key: string) => {
        const found = left < 0 ? undefined : nearest(candidates.get(key), path);
        if (found === undefined) return undefined;
        left -= found.macro.definition.length;
        used.add(found.part);
        return found.macro;
      };
      return {
        lookup: (used) => (name, argumentCount) => lookup(used, macroKey(name, argumentCount)),
        isExhausted: () => left < 0,
      };
    },
    diagnostics,
  };
}

/** A folder that is full of copies needs no thousand complaints. */
const maximalDiagnostics = 100;

interface FoundMacro {
  readonly macro: SplMacro;
  readonly part: CompanionPart;
  readonly path: RepositoryPath;
  readonly line: number;
  /** The folder that the macro belongs to: the app's, or the one around `macros/`. Ends with a slash, or is empty. */
  readonly scope: string;
  /** What is in `local/` replaces what is in `default/`. */
  readonly isLocal: boolean;
}

interface FoundMacros {
  readonly macros: readonly FoundMacro[];
  readonly diagnostics: readonly Diagnostic[];
}

function macroKey(name: string, parameters: number): string {
  return `${name}(${parameters})`;
}

/** Of several with one name that of the innermost folder around the file, else one that is not far from it. */
function nearest(candidates: readonly FoundMacro[] | undefined, path: RepositoryPath): FoundMacro | undefined {
  if (candidates === undefined || candidates.length === 1) return candidates?.[0];
  return candidates.reduce((best, macro) => (isNearer(macro, best, path) ? macro : best));
}

function isNearer(macro: FoundMacro, other: FoundMacro, path: RepositoryPath): boolean {
  const [mine, others] = [distance(macro.scope, path), distance(other.scope, path)];
  if (mine.shared !== others.shared) return mine.shared > others.shared;
  if (mine.aside !== others.aside) return mine.aside < others.aside;
  return macro.isLocal && !other.isLocal;
}

/** How many folders a scope shares with a file, and how many lead away from it. */
function distance(scope: string, path: RepositoryPath): { readonly shared: number; readonly aside: number } {
  const folders = scope.split("/").slice(0, -1);
  const others = path.split("/");
  const different = folders.findIndex((folder, index) => folder !== others[index]);
  const shared = different < 0 ? folders.length : different;
  return { shared, aside: folders.length - shared };
}

function duplicate(later: FoundMacro, first: FoundMacro): Diagnostic {
  const place = first.path === later.path ? `on line ${first.line}` : `in ${oneLine(first.path)}`;
  const message = `The macro ${oneLine(later.macro.name)} is also defined ${place}, which is the one that is used. Remove one.`;
  return diagnosticAt(later, "invalid-value", message);
}

function diagnosticAt(
  { path, line }: { readonly path: RepositoryPath; readonly line: number },
  code: DiagnosticCode,
  message: string,
): Diagnostic {
  return { code, message, location: { path, line, column: 1 } };
}

/** contentctl: a file for each macro, with `name`, `definition` and `arguments`. */
function readMacroYaml({ path, text }: SourceFile): FoundMacros {
  const { documents, faults } = readYaml(text);
  const macros: FoundMacro[] = [];
  const diagnostics = faults.map(({ reason, line, column }): Diagnostic => {
    const message = `The YAML can't be read: ${reason}. Rules that use its macro are read without it.`;
    return { code: "syntax-error", message, location: { path, line, column } };
  });
  const scope = /^(?:.*\/)?(?=macros\/)/.exec(path)?.[0] ?? folderOf(path);
  for (const { value, line, lines } of documents) {
    if (!isMapping(value)) continue;
    const name = wordOf(value.name);
    const definition = textOf(value.definition);
    if (name !== undefined && definition !== undefined) {
      const parameters = textsOf(value.arguments ?? [], lines, line).map((parameter) => parameter.text.trim());
      const macro = { name, parameters, definition, isEval: value.iseval === true };
      macros.push({ macro, part: partOf(path, name, definition), path, line, scope, isLocal: false });
    } else if (name !== undefined && value.description !== undefined) {
      // Other tools have folders of macros too; only what is nearly one is to be mended.
      const message = `The macro ${oneLine(name)} has no \`definition\`; add one. Rules that use it are read without it.`;
      diagnostics.push(diagnosticAt({ path, line }, "missing-part", message));
    }
  }
  return { macros, diagnostics };
}

/** An app's macros (macros.conf.spec): the name of one with parameters ends in how many there are. */
function readMacrosConf({ path, text }: SourceFile): FoundMacros {
  const { stanzas, faults } = readConf(text);
  const scope = folderOf(path).replace(/(?:default|local)\/$/, "");
  const isLocal = /(?:^|\/)local\/[^/]*$/.test(path);
  const macros: FoundMacro[] = [];
  const diagnostics = faults.map(({ reason, line }) => {
    return diagnosticAt({ path, line }, "syntax-error", `The line can't be read: ${reason}. Mend or remove it.`);
  });
  for (const { name, line, settings } of stanzas) {
    const definition = settings.get("definition")?.value.text;
    if (name === "default" || definition === undefined) continue;
    const { base = name, count } = /^(?<base>.*)\((?<count>\d+)\)$/s.exec(name)?.groups ?? {};
    const parameters = listOf(settings.get("args")?.value.text);
    if (count !== undefined && Number(count) !== parameters.length) {
      const message = `The macro ${oneLine(name)} has ${parameters.length} \`args\`, and its name says ${count}. Name as many as it takes.`;
      diagnostics.push(diagnosticAt({ path, line }, "invalid-value", message));
    }
    const isEval = /^(?:1|t|true|y|yes)$/i.test(settings.get("iseval")?.value.text ?? "");
    const macro = { name: base, parameters, definition, isEval };
    macros.push({ macro, part: partOf(path, name, definition), path, line, scope, isLocal });
  }
  return { macros, diagnostics };
}

function partOf(path: RepositoryPath, name: string, definition: string): CompanionPart {
  return { path, name, text: definition.slice(0, longestPart) };
}

/** Every rule that uses a macro has it; enough to tell one wording from another. */
const longestPart = 500;

function listOf(text: string | undefined): readonly string[] {
  return text === undefined || text.trim() === "" ? [] : text.split(",").map((item) => item.trim());
}

function folderOf(path: RepositoryPath): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
