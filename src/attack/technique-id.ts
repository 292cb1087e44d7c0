import type { TechniqueId } from "../model/attack.ts";

/**
 * The first technique id that a text names, spelled as ATT&CK spells it; undefined where it names none.
 *
 * Understands `t1059.001`, `attack.t1059.001`, `T1562/001` and the addresses of attack.mitre.org, versioned or not.
 * A malformed sub-technique (`T1059.1`) names nothing: its parent is not what the author wrote.
 */
export function techniqueIdIn(text: string): TechniqueId | undefined {
  const match = /(?<![a-z0-9])t(\d{4})(?:[./](\d{3}))?(?![a-z0-9]|[./]\d)/i.exec(text);
  if (match === null) return undefined;
  const [, technique, subTechnique] = match;
  return subTechnique === undefined ? `T${technique}` : `T${technique}.${subTechnique}`;
}
