import { addTo } from "../model/add-to.ts";
import type { TechniqueId } from "../model/attack.ts";
import { compareText } from "../model/order.ts";
import { externalId, isCurrent, ofType, parseBundle, type StixObject, textOf, textsOf } from "./stix.ts";

/** A group or campaign that ATT&CK knows, and what it uses. */
export interface AttackGroup {
  /** `G0016`, `C0024` */
  readonly id: string;
  readonly name: string;
  /** Other names, and ids and names of what was merged into it; sorted. */
  readonly aliases: readonly string[];
  /** Sorted; ids of the version that the data is from. */
  readonly techniques: readonly TechniqueId[];
}

/** Reads the groups and campaigns of an official ATT&CK bundle, sorted by id. What uses nothing is left out. */
export function readStixGroups(text: string, origin: string): readonly AttackGroup[] {
  const { objects } = parseBundle(text, origin);
  const used = techniquesUsed(objects);
  const former = formerNames(objects);
  return ["intrusion-set", "campaign"]
    .flatMap((type) => ofType(objects, type).filter(isCurrent))
    .flatMap((object): readonly AttackGroup[] => {
      const id = externalId(object);
      const name = textOf(object, "name");
      const reference = textOf(object, "id") ?? "";
      const techniques = [...new Set(used.get(reference) ?? [])].sort(compareText);
      if (id === undefined || name === undefined || techniques.length === 0) return [];
      const names = [...textsOf(object, "aliases"), ...(former.get(reference) ?? [])];
      const aliases = [...new Set(names)].filter((alias) => alias !== name).sort(compareText);
      return [{ id, name, aliases, techniques }];
    })
    .sort((a, b) => compareText(a.id, b.id));
}

function techniquesUsed(objects: readonly StixObject[]): ReadonlyMap<string, readonly TechniqueId[]> {
  const ids = new Map(ofType(objects, "attack-pattern").map((pattern) => [textOf(pattern, "id"), externalId(pattern)]));
  const used = new Map<string, TechniqueId[]>();
  for (const { source, target } of relationsOf(objects, "uses")) {
    const id = ids.get(target);
    if (id !== undefined) addTo(used, source, id);
  }
  return used;
}

/** Names of groups that were merged into others, by what they became. */
function formerNames(objects: readonly StixObject[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map(ofType(objects, "intrusion-set").map((group) => [textOf(group, "id"), group]));
  const former = new Map<string, string[]>();
  for (const { source, target } of relationsOf(objects, "revoked-by")) {
    const group = groups.get(source);
    if (group === undefined) continue;
    for (const name of [externalId(group), textOf(group, "name")]) if (name !== undefined) addTo(former, target, name);
  }
  return former;
}

function relationsOf(objects: readonly StixObject[], kind: string) {
  return ofType(objects, "relationship").flatMap((relation) => {
    const source = textOf(relation, "source_ref");
    const target = textOf(relation, "target_ref");
    const isMeant = isCurrent(relation) && relation.relationship_type === kind;
    return isMeant && source !== undefined && target !== undefined ? [{ source, target }] : [];
  });
}
