import type { FieldKind } from "../canon/fields.ts";
import { type Prose, quote, say } from "../model/prose.ts";
import { joinProse } from "../model/prose-list.ts";
import { timeSpanWords } from "../model/time-span.ts";
import type {
  AttackChoice,
  CommentSettings,
  EventEntry,
  FieldAlias,
  FieldEntry,
  LogSourcePattern,
  NamedEvent,
  NoiseThreshold,
  RuleSource,
  SummarySettings,
} from "./config.ts";
import { configSchema } from "./schema.ts";

/** `rules of every format in "detections/**", except "detections/drafts/**"` */
export function sourceProse({ role, format, include, exclude, macros }: RuleSource): Prose {
  const prose = [format === undefined ? "rules of every format" : `${format} rules`, " in ", ...quotes(include)];
  const defaults = configSchema.properties.sources.items.properties.macros.default;
  if (exclude.length > 0) prose.push(", except ", ...quotes(exclude));
  if (macros.join("\n") !== defaults.join("\n")) prose.push(", macros from ", ...quotes(macros));
  if (role === "reference") prose.push(", for reference only (counts for reach, not for coverage)");
  return prose;
}

/** `enterprise-attack 19, built in` */
export function attackProse(attack: AttackChoice): Prose {
  if (attack.kind === "bundle") return [`${attack.domain} from `, quote(attack.path)];
  return [`${attack.domain} ${attack.version}, built in`];
}

/** `50 rules` */
export function noiseProse(noise: NoiseThreshold): Prose {
  if (noise.kind === "reach") return [noise.reach === 1 ? "1 rule" : `${noise.reach} rules`];
  return [`percentile ${noise.percentile} of reach over the corpus, and at least 10 rules`];
}

/** `on every pull request` */
export function occasionProse({ when }: CommentSettings): Prose {
  switch (when) {
    case "always":
      return ["on every pull request"];
    case "on-change":
      return ["on a pull request that changes rules or coverage, or has findings"];
    case "on-failure":
      return ["on a pull request whose run fails"];
    case "never":
      return ["never"];
  }
}

/** `all sections` */
export function sectionsProse({ sections }: CommentSettings): Prose {
  const all = configSchema.properties.comment.properties.sections.default;
  if (sections.length === all.length) return ["all sections"];
  return [sections.length === 0 ? "the verdict only" : `the verdict and the sections ${sections.join(", ")}`];
}

/** `30 days, and calls a rule stale that nobody has changed for 1 year` */
export function lookBackProse({ since, stale }: SummarySettings): Prose {
  return [`${timeSpanWords(since)}, and calls a rule stale that nobody has changed for ${timeSpanWords(stale)}`];
}

/** `"Detection coverage" with the label "detections"` */
export function issueProse({ issue }: SummarySettings): Prose {
  if (issue === undefined) return ["none"];
  const { title, labels } = issue;
  if (labels.length === 0) return [quote(title)];
  return [quote(title), ` with the label${labels.length === 1 ? "" : "s"} `, ...quotes(labels)];
}

/** `"CommandLine" holds text`, `"proc_cmd" is "CommandLine"` */
export function fieldProses({ field, kind, aliases }: FieldEntry): readonly Prose[] {
  const holds = kind === undefined ? [] : [[quote(field), ` holds ${contents[kind]}`]];
  return [...holds, ...aliases.map((alias) => aliasProse(field, alias))];
}

const contents = {
  text: "text",
  path: "a path",
  registry: "a registry key",
  "registry-data": "data of the registry",
  hashes: "hashes",
  hex: "hexadecimal numbers",
  boolean: "yes or no",
  guid: "a GUID",
  sid: "a security identifier",
  ip: "an IP address",
} satisfies Record<FieldKind, string>;

function aliasProse(field: string, { name, part, when }: FieldAlias): Prose {
  const where: Prose = when === undefined ? [] : [" where ", ...patternProse(when)];
  const of = part === undefined ? "" : `the ${part === "basename" ? "file name" : "extension"} of `;
  return [quote(name), ...where, ` is ${of}`, quote(field)];
}

/** `rules where product is "acme" look at "Acme VPN" "LOGIN_FAILED"` */
export function eventsProse({ when, events }: EventEntry): Prose {
  return ["rules where ", ...patternProse(when), " look at ", ...joinProse(events.map(eventProse))];
}

function eventProse({ provider, id, title }: NamedEvent): Prose {
  const name = say`${quote(provider)} ${quote(id)}`;
  return title === undefined ? name : [...name, " (", quote(title), ")"];
}

function patternProse(pattern: LogSourcePattern): Prose {
  const tests = (["product", "category", "service", "table"] as const).flatMap((key) => {
    const word = pattern[key];
    return word === undefined ? [] : [[`${key} is `, quote(word)]];
  });
  return joinProse(tests, " and ");
}

function quotes(texts: readonly string[]): Prose {
  return texts.length === 0 ? ["no file"] : joinProse(texts.map((text) => [quote(text)]));
}
