import type { Lifecycle, Reading, Rule, Severity } from "../../model/rule.ts";
import { severities } from "../../model/rule.ts";
import type { Diagnostic, SourceFile } from "../../model/source.ts";
import { type ConfSetting, type ConfStanza, readConf } from "../../syntax/conf.ts";
import type { Excerpt } from "../../syntax/excerpt.ts";
import type { LocatedText } from "../../syntax/yaml-texts.ts";
import type { FileMacros } from "./macros.ts";
import { claimsOf, exhaustion, readSearch, withoutSearch } from "./search.ts";

/**
 * Reads the detections among the stanzas of an app's `savedsearches.conf`. Never throws.
 *
 * Reports, lookup generators and dashboards are saved searches too: a detection is one that Enterprise Security runs as
 * a correlation search, or that alerts.
 */
export function readSavedSearches(file: SourceFile, macros: FileMacros): Reading {
  const { path } = file;
  const { stanzas, faults } = readConf(file.text);
  const rules: Rule[] = [];
  const diagnostics = faults.map(({ reason, line }): Diagnostic => {
    const message = `The line can't be read: ${reason}. Mend or remove it.`;
    return { code: "syntax-error", message, location: { path, line, column: 1 } };
  });
  const defaults = stanzas.find(({ name }) => name === "default");
  for (const stanza of stanzas) {
    const settings = new Settings(stanza, defaults);
    if (!isDetection(settings)) continue;
    if (rules.length >= maximalRules) {
      const message = `The file has more than ${maximalRules} detections; the others are not read. Split it.`;
      diagnostics.push({ code: "limit-exceeded", message, location: { path, line: stanza.line, column: 1 } });
      break;
    }
    const read = readStanza(settings, file, macros);
    rules.push(read.rule);
    diagnostics.push(...read.diagnostics);
  }
  return { rules, filters: [], diagnostics: [...diagnostics, ...exhaustion(file, macros)] };
}

/** Five times what the largest public app has. */
const maximalRules = 10_000;

/** The settings of one stanza, and those of `[default]` that it leaves out. */
class Settings {
  readonly stanza: ConfStanza;
  readonly #defaults: ConfStanza | undefined;

  constructor(stanza: ConfStanza, defaults: ConfStanza | undefined) {
    this.stanza = stanza;
    this.#defaults = defaults;
  }

  text(key: string): string | undefined {
    const text = this.excerpt(key)?.text;
    return text === "" ? undefined : text;
  }

  excerpt(key: string): Excerpt | undefined {
    return this.#setting(key)?.value;
  }

  line(key: string): number {
    return this.#setting(key)?.line ?? this.stanza.line;
  }

  /** Whether the switch is on; undefined where it is not set. */
  flag(key: string): boolean | undefined {
    const text = this.text(key);
    return text === undefined ? undefined : /^(?:1|t|true|y|yes|on|enabled)$/i.test(text);
  }

  #setting(key: string): ConfSetting | undefined {
    return this.stanza.settings.get(key) ?? this.#defaults?.settings.get(key);
  }
}

function isDetection(settings: Settings): boolean {
  const { name } = settings.stanza;
  // A stanza without a search of its own changes one of another file, as those of `local/` do.
  if (name === "default" || (settings.text("search") === undefined && !isCorrelationSearch(settings))) return false;
  return isCorrelationSearch(settings) || isAlert(settings);
}

function isCorrelationSearch(settings: Settings): boolean {
  const keys = ["action.correlationsearch.label", "action.correlationsearch.annotations"];
  return settings.flag("action.correlationsearch.enabled") ?? keys.some((key) => settings.text(key) !== undefined);
}

/** savedsearches.conf.spec: `counttype` and `alert_type` say on what a search alerts; `always` is a report. */
function isAlert(settings: Settings): boolean {
  if (settings.flag("action.notable") || settings.flag("action.risk")) return true;
  const occasions = [settings.text("counttype"), settings.text("alert_type")];
  return occasions.some((occasion) => occasion !== undefined && occasion.toLowerCase() !== "always");
}

interface StanzaReading {
  readonly rule: Rule;
  readonly diagnostics: readonly Diagnostic[];
}

function readStanza(settings: Settings, file: SourceFile, macros: FileMacros): StanzaReading {
  const { name, line } = settings.stanza;
  const search = settings.excerpt("search");
  const context = { file, macros, dataSources: [] };
  const read = search?.text.trim() ? readSearch(search, context) : withoutSearch(context, settings.line("search"));
  const annotations = readAnnotations(settings, file);
  const { techniques, tactics } = claimsOf(annotations.ids);
  const isLocal = /(?:^|\/)local\/[^/]*$/.test(file.path);
  return {
    rule: {
      key: isLocal ? `local/${name}` : name || `${file.path}#${line}`,
      name: undefined,
      title: settings.text("action.correlationsearch.label") || name || file.path,
      format: "splunk",
      language: "spl",
      path: file.path,
      line,
      lifecycle: readLifecycle(settings),
      severity: readSeverity(settings),
      logSource: read.logSource,
      techniques,
      tactics,
      condition: read.condition,
      helpers: [],
      related: [],
      companions: read.companions,
    },
    diagnostics: [...annotations.diagnostics, ...read.diagnostics],
  };
}

/** contentctl writes into the label what it has deprecated. */
function readLifecycle(settings: Settings): Lifecycle {
  if (/ - Deprecated - /i.test(settings.text("action.correlationsearch.label") ?? "")) return "deprecated";
  return settings.flag("disabled") ? "disabled" : "stable";
}

/** Of the notable event that the search makes, else of its alert. */
function readSeverity(settings: Settings): Severity | undefined {
  const word = settings.text("action.notable.param.severity")?.toLowerCase();
  return severities.find((severity) => severity === word) ?? severityOfAlert.get(settings.text("alert.severity") ?? "");
}

/** savedsearches.conf.spec, `alert.severity`; the words are those of Splunk Web. */
const severityOfAlert: ReadonlyMap<string, Severity> = new Map([
  ["1", "informational"],
  ["2", "informational"],
  ["3", "low"],
  ["4", "medium"],
  ["5", "high"],
  ["6", "critical"],
]);

interface Annotations {
  readonly ids: readonly LocatedText[];
  readonly diagnostics: readonly Diagnostic[];
}

/** JSON with a list for each framework; that of ATT&CK is `mitre_attack`. */
function readAnnotations(settings: Settings, { path }: SourceFile): Annotations {
  const key = "action.correlationsearch.annotations";
  const excerpt = settings.excerpt(key);
  if (excerpt === undefined || excerpt.text.trim() === "") return { ids: [], diagnostics: [] };
  const ids = attackIdsIn(excerpt.text);
  if (ids !== undefined)
    return { ids: ids.map((text) => ({ text, line: lineOfText(excerpt, text) })), diagnostics: [] };
  const message = `The value of ${key} is not a JSON object, so the rule names no technique. Write {"mitre_attack": ["T1003.001"]}.`;
  const location = { path, line: settings.line(key), column: 1 };
  return { ids: [], diagnostics: [{ code: "invalid-value", message, location }] };
}

/** Undefined: not JSON, or no object. */
function attackIdsIn(json: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const ids: unknown = "mitre_attack" in value ? value.mitre_attack : [];
    return (Array.isArray(ids) ? ids : [ids]).filter((id) => typeof id === "string");
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function lineOfText(excerpt: Excerpt, text: string): number {
  return excerpt.lineAt(Math.max(0, excerpt.text.indexOf(JSON.stringify(text))));
}
