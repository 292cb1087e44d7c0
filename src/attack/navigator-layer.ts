import type { TechniqueId } from "../model/attack.ts";
import { ConfigError } from "../model/config-error.ts";
import { techniqueIdIn } from "./technique-id.ts";

/**
 * The techniques that a layer of the Navigator points out, in any version of the format: those that are enabled and
 * have a score above 0, a colour or a comment; if none has, all that are enabled. Sorted as in the layer, each once.
 *
 * `origin` names the file in messages. Throws {@link ConfigError} for what is no layer.
 */
export function techniquesOfLayer(text: string, origin: string): readonly TechniqueId[] {
  const enabled = entriesOf(text, origin).filter(({ enabled: isEnabled }) => isEnabled !== false);
  const marked = enabled.filter(isMarked);
  const ids = (marked.length > 0 ? marked : enabled).flatMap(({ techniqueID }) =>
    typeof techniqueID === "string" ? (techniqueIdIn(techniqueID) ?? []) : [],
  );
  return [...new Set(ids)];
}

type Entry = Readonly<Record<string, unknown>>;

function entriesOf(text: string, origin: string): readonly Entry[] {
  const layer = parse(text, origin);
  const techniques = isObject(layer) ? layer.techniques : undefined;
  if (Array.isArray(techniques)) return techniques.filter(isObject);
  const several = Array.isArray(layer) ? " It holds several layers; save the one that is meant by itself." : "";
  throw new ConfigError(
    `${origin} is not a layer of the ATT&CK Navigator: it has no list "techniques".${several || ' Save it in the Navigator with "download as JSON".'}`,
  );
}

function parse(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ConfigError(`${origin} is not a layer of the ATT&CK Navigator: it is not JSON.`);
  }
}

function isMarked({ score, color, comment }: Entry): boolean {
  if (typeof score === "number") return score > 0;
  return [color, comment].some((text) => typeof text === "string" && text !== "");
}

function isObject(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
