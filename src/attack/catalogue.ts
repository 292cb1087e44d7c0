import { addTo } from "../model/add-to.ts";
import type { AttackData, Resolution, Tactic, Technique, TechniqueId } from "../model/attack.ts";
import { ConfigError } from "../model/config-error.ts";
import { techniqueIdIn } from "./technique-id.ts";

/** One version of ATT&CK, ready to be asked. */
export interface Catalogue {
  readonly domain: string;
  readonly version: string;
  /** In the order of the matrix. */
  readonly tactics: readonly Tactic[];
  /** Those that count, sorted by id. */
  readonly activeTechniques: readonly Technique[];
  /** In any state; the case of the id does not matter. */
  technique(id: string): Technique | undefined;
  /** The active sub-techniques of a technique, sorted by id; none for a sub-technique. */
  children(id: string): readonly Technique[];
  /** What an id stands for, in any of the spellings of {@link techniqueIdIn}, after all revocations. */
  resolve(id: string): Resolution;
  /**
   * What a technique's name stands for: `Command and Scripting Interpreter: PowerShell`, or either part alone.
   * A name that several techniques share, and the parent does not tell apart, is unknown.
   */
  resolveTechniqueName(name: string): Resolution;
  /**
   * The tactics that a text may mean, in the order of the matrix: `TA0005`, `defense-evasion`, `defense_evasion`,
   * `DefenseEvasion` and `Defense Evasion` alike. Several where a former tactic was split; none where it is unknown.
   */
  resolveTactics(text: string): readonly Tactic[];
}

/** What of a version of ATT&CK a team counts. */
export interface CatalogueScope {
  /** Names of platforms, in any case; undefined: all. */
  readonly platforms?: readonly string[] | undefined;
}

/** Costs one pass over the techniques; what only some runs need is indexed when first asked for. */
export function createCatalogue(data: AttackData, scope: CatalogueScope = {}): Catalogue {
  const byId = new Map(data.techniques.map((technique) => [technique.id, technique]));
  const isInScope = scopeOf(scope, data);
  const activeTechniques = data.techniques.filter((technique) => isActive(technique) && isInScope(technique));
  const childrenByParent = lazily(() => indexChildren(activeTechniques));
  const byName = lazily(() => indexNames(data.techniques, byId));
  const tacticsByName = lazily(() => indexTactics(data.tactics));
  const technique = (id: string) => byId.get(id) ?? byId.get(id.trim().toUpperCase());
  return {
    domain: data.domain,
    version: data.version,
    tactics: data.tactics,
    activeTechniques,
    technique,
    children: (id) => childrenByParent().get(technique(id)?.id ?? "") ?? [],
    resolve(id) {
      const found = technique(id) ?? byId.get(techniqueIdIn(id) ?? "");
      return found === undefined ? { kind: "unknown", id: techniqueIdIn(id) ?? id } : follow(found, byId);
    },
    resolveTechniqueName(name) {
      const found = byName().get(nameKey(name));
      return found === undefined ? { kind: "unknown", id: name } : follow(found, byId);
    },
    resolveTactics: (text) => tacticsByName().get(tacticKey(text)) ?? [],
  };
}

/** A platform that no technique has is a mistake, and would count nothing without a word. */
function scopeOf(
  { platforms }: CatalogueScope,
  { techniques, version }: AttackData,
): (technique: Technique) => boolean {
  if (platforms === undefined) return () => true;
  const known = new Map(
    techniques.flatMap((technique) => technique.platforms.map((name) => [name.toLowerCase(), name])),
  );
  const wanted = new Set(platforms.map((name) => name.toLowerCase()));
  const unknown = platforms.find((name) => !known.has(name.toLowerCase()));
  if (unknown !== undefined) {
    const names = [...known.values()].sort().join(", ");
    throw new ConfigError(`count.platforms: "${unknown}" is no platform of ATT&CK ${version}. It has ${names}.`);
  }
  return (technique) => technique.platforms.some((name) => wanted.has(name.toLowerCase()));
}

function isActive(technique: Technique): boolean {
  return technique.state.kind === "active";
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function follow(technique: Technique, byId: ReadonlyMap<TechniqueId, Technique>): Resolution {
  switch (technique.state.kind) {
    case "active":
      return { kind: "active", technique };
    case "deprecated":
      return { kind: "deprecated", technique };
    case "revoked":
      return { kind: "revoked", technique, replacement: lastSuccessor(technique, byId) };
  }
}

/** A bundle of a user's own may revoke in a circle; `seen` ends it. */
function lastSuccessor(revoked: Technique, byId: ReadonlyMap<TechniqueId, Technique>): Technique | undefined {
  const seen = new Set<TechniqueId>();
  let current: Technique | undefined = revoked;
  while (current?.state.kind === "revoked" && !seen.has(current.id)) {
    seen.add(current.id);
    current = byId.get(current.state.replacedBy ?? "");
  }
  return current?.state.kind === "active" ? current : undefined;
}

function indexChildren(techniques: readonly Technique[]): ReadonlyMap<TechniqueId, readonly Technique[]> {
  const children = new Map<TechniqueId, Technique[]>();
  for (const technique of techniques) {
    if (technique.parent === undefined) continue;
    addTo(children, technique.parent, technique);
  }
  return children;
}

/**
 * Names of today before former ones, and full names before parts, so that `Disable or Modify Tools` is what bears
 * the name now. A name that several share within a rank maps to undefined, which no lower rank overrules.
 */
function indexNames(
  techniques: readonly Technique[],
  byId: ReadonlyMap<TechniqueId, Technique>,
): ReadonlyMap<string, Technique | undefined> {
  const fullName = ({ name, parent }: Technique) => {
    const parentName = byId.get(parent ?? "")?.name;
    return parentName === undefined ? name : `${parentName}: ${name}`;
  };
  const ownName = ({ name }: Technique) => name;
  const current = techniques.filter(isActive);
  const former = techniques.filter((technique) => !isActive(technique));
  const names = new Map<string, Technique | undefined>();
  for (const group of [current, former]) {
    for (const nameOf of [fullName, ownName]) addNames(names, group, nameOf);
  }
  return names;
}

function addNames(
  names: Map<string, Technique | undefined>,
  techniques: readonly Technique[],
  nameOf: (technique: Technique) => string,
): void {
  const bearers = new Map<string, Technique | undefined>();
  for (const technique of techniques) {
    const name = nameKey(nameOf(technique));
    bearers.set(name, bearers.has(name) ? undefined : technique);
  }
  for (const [name, technique] of bearers) {
    if (!names.has(name)) names.set(name, technique);
  }
}

function nameKey(name: string): string {
  return name.trim().replace(/\s+/g, " ").replace(/ ?: ?/g, ": ").toLowerCase();
}

/**
 * Enterprise 19 made Defense Evasion (TA0005) into Stealth, which kept the id, and Defense Impairment (TA0112).
 * Each name leads to what the other versions have in its place.
 */
const tacticsInPlaceOf = {
  "defense-evasion": ["TA0005", "TA0112"],
  stealth: ["TA0005"],
  "defense-impairment": ["TA0005"],
  TA0112: ["TA0005"],
} as const;

function indexTactics(tactics: readonly Tactic[]): ReadonlyMap<string, readonly Tactic[]> {
  const byKey = new Map<string, readonly Tactic[]>();
  for (const tactic of tactics) {
    for (const text of [tactic.id, tactic.shortName, tactic.name]) byKey.set(tacticKey(text), [tactic]);
  }
  for (const [text, ids] of Object.entries(tacticsInPlaceOf)) {
    const inPlace = tactics.filter(({ id }) => ids.some((other) => other === id));
    if (!byKey.has(tacticKey(text)) && inPlace.length > 0) byKey.set(tacticKey(text), inPlace);
  }
  return byKey;
}

/** Words without what spellings differ in: case, blanks, hyphens, underscores, `&` for `and`. */
function tacticKey(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("&", "and")
    .replace(/[^a-z0-9]+/g, "");
}
