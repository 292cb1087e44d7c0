import type { AttackData, Tactic, TacticId, Technique, TechniqueId, TechniqueState } from "../model/attack.ts";
import { ConfigError } from "../model/config-error.ts";

/**
 * Reads an official ATT&CK bundle (STIX 2.0 or 2.1) and keeps the facts: ids, names, tactics, platforms, parents, states.
 *
 * `origin` names the bundle in messages: the path or setting it came from. Throws {@link ConfigError} for
 * a text that is not such a bundle.
 */
export function readStixBundle(text: string, origin = "attack.bundle"): AttackData {
  const bundle = parseBundle(text, origin);
  const matrices = ofType(bundle.objects, "x-mitre-matrix").filter(isCurrent);
  const tactics = readTactics(bundle.objects, matrices);
  const techniques = readTechniques(bundle.objects, tactics);
  if (tactics.length === 0 || techniques.length === 0) {
    throw notABundle(origin, `holds ${techniques.length} ATT&CK techniques and ${tactics.length} tactics`);
  }
  return {
    domain: matrices.map(externalId).find((id) => id !== undefined) ?? "enterprise-attack",
    version: readVersion(bundle),
    tactics,
    techniques,
  };
}

/** An object of a bundle, whatever it holds. */
export type StixObject = Readonly<Record<string, unknown>>;

interface Bundle {
  readonly id: string;
  readonly objects: readonly StixObject[];
}

/** A text as a bundle; `origin` names it in messages. */
export function parseBundle(text: string, origin: string): Bundle {
  let bundle: unknown;
  try {
    bundle = JSON.parse(text);
  } catch {
    throw notABundle(origin, "is not JSON");
  }
  if (!isObject(bundle) || bundle.type !== "bundle" || !Array.isArray(bundle.objects)) {
    throw notABundle(origin, "is JSON, and not a STIX bundle with a list of objects");
  }
  return { id: textOf(bundle, "id") ?? "", objects: bundle.objects.filter(isObject) };
}

function notABundle(origin: string, problem: string): ConfigError {
  return new ConfigError(
    `${origin} ${problem}. Use a STIX bundle as MITRE publishes it, such as enterprise-attack.json from ` +
      "https://github.com/mitre-attack/attack-stix-data, or leave the setting out to use the ATT&CK versions that detcov brings.",
  );
}

/** In the order of the matrix; in the order of the bundle where there is no matrix. */
function readTactics(objects: readonly StixObject[], matrices: readonly StixObject[]): readonly Tactic[] {
  const byReference = new Map<string, Tactic>();
  for (const object of ofType(objects, "x-mitre-tactic").filter(isCurrent)) {
    const reference = textOf(object, "id");
    const tactic = readTactic(object);
    if (reference !== undefined && tactic !== undefined) byReference.set(reference, tactic);
  }
  if (matrices.length === 0) return [...byReference.values()];
  const references = new Set(matrices.flatMap((matrix) => textsOf(matrix, "tactic_refs")));
  return [...references].flatMap((reference) => byReference.get(reference) ?? []);
}

function readTactic(object: StixObject): Tactic | undefined {
  const id = idOf(object, /^TA\d{4}$/);
  const name = textOf(object, "name");
  const shortName = textOf(object, "x_mitre_shortname");
  return id === undefined || name === undefined || shortName === undefined ? undefined : { id, name, shortName };
}

function readTechniques(objects: readonly StixObject[], tactics: readonly Tactic[]): readonly Technique[] {
  const patterns = ofType(objects, "attack-pattern");
  const idByReference = new Map(patterns.map((pattern) => [textOf(pattern, "id"), techniqueIdOf(pattern)]));
  const related = (kind: string) => relatedTechniques(objects, kind, idByReference);
  const context: TechniqueContext = {
    tactics,
    parents: related("subtechnique-of"),
    successors: related("revoked-by"),
  };
  const techniques = new Map<TechniqueId, Technique>();
  for (const pattern of patterns) {
    const technique = readTechnique(pattern, context);
    const known = technique && techniques.get(technique.id);
    // MITRE has given an id twice, to what it revoked and to what took its place.
    if (technique !== undefined && known?.state.kind !== "active") techniques.set(technique.id, technique);
  }
  return [...techniques.values()].sort((left, right) => compareText(left.id, right.id));
}

interface TechniqueContext {
  readonly tactics: readonly Tactic[];
  readonly parents: ReadonlyMap<TechniqueId, TechniqueId>;
  readonly successors: ReadonlyMap<TechniqueId, TechniqueId>;
}

/** Relationships of one kind as technique id to technique id: of several targets the first by id. */
function relatedTechniques(
  objects: readonly StixObject[],
  kind: string,
  idByReference: ReadonlyMap<string | undefined, TechniqueId | undefined>,
): ReadonlyMap<TechniqueId, TechniqueId> {
  const related = new Map<TechniqueId, TechniqueId>();
  for (const relationship of ofType(objects, "relationship").filter(isCurrent)) {
    if (relationship.relationship_type !== kind) continue;
    const source = idByReference.get(textOf(relationship, "source_ref"));
    const target = idByReference.get(textOf(relationship, "target_ref"));
    if (source === undefined || target === undefined) continue;
    const known = related.get(source);
    if (known === undefined || target < known) related.set(source, target);
  }
  return related;
}

function readTechnique(pattern: StixObject, context: TechniqueContext): Technique | undefined {
  const id = techniqueIdOf(pattern);
  const name = textOf(pattern, "name");
  if (id === undefined || name === undefined) return undefined;
  return {
    id,
    name,
    tactics: tacticsOf(pattern, context.tactics),
    platforms: [...new Set(textsOf(pattern, "x_mitre_platforms"))].sort(compareText),
    parent: parentOf(id, context.parents),
    state: stateOf(pattern, context.successors.get(id)),
  };
}

function tacticsOf(pattern: StixObject, tactics: readonly Tactic[]): readonly TacticId[] {
  const phases = new Set(objectsOf(pattern, "kill_chain_phases").map((phase) => phase.phase_name));
  return tactics.filter((tactic) => phases.has(tactic.shortName)).map((tactic) => tactic.id);
}

/** MITRE takes the relationship away from what it revokes, while the id still tells the parent. */
function parentOf(id: TechniqueId, parents: ReadonlyMap<TechniqueId, TechniqueId>): TechniqueId | undefined {
  const point = id.indexOf(".");
  return parents.get(id) ?? (point === -1 ? undefined : id.slice(0, point));
}

function stateOf(pattern: StixObject, successor: TechniqueId | undefined): TechniqueState {
  if (pattern.revoked === true) return { kind: "revoked", replacedBy: successor };
  return pattern.x_mitre_deprecated === true ? { kind: "deprecated" } : { kind: "active" };
}

/**
 * MITRE's collection object knows the version; bundles cut from MITRE's say it at the end of their id.
 * A bundle that does not say is known by the day of its last change.
 */
function readVersion({ id, objects }: Bundle): string {
  const collection = ofType(objects, "x-mitre-collection").find((object) => textOf(object, "x_mitre_version"));
  const stated = collection && textOf(collection, "x_mitre_version");
  if (stated !== undefined) return stated;
  const inId = /-(\d{1,2}(?:\.\d{1,2})?)$/.exec(id)?.[1];
  if (inId !== undefined) return inId;
  const changes = objects.flatMap((object) => textOf(object, "modified") ?? []).sort(compareText);
  return changes.at(-1)?.slice(0, 10) ?? "unknown";
}

/** The objects of a type, in the order of the bundle. */
export function ofType(objects: readonly StixObject[], type: string): readonly StixObject[] {
  return objects.filter((object) => object.type === type);
}

/** Neither revoked nor deprecated. */
export function isCurrent(object: StixObject): boolean {
  return object.revoked !== true && object.x_mitre_deprecated !== true;
}

function techniqueIdOf(pattern: StixObject): TechniqueId | undefined {
  return idOf(pattern, /^T\d{4}(?:\.\d{3})?$/);
}

function idOf(object: StixObject, form: RegExp): string | undefined {
  const id = externalId(object);
  return id !== undefined && form.test(id) ? id : undefined;
}

/** The id on attack.mitre.org. Other references of an object are literature. */
export function externalId(object: StixObject): string | undefined {
  const own = objectsOf(object, "external_references").find((reference) => {
    const source = textOf(reference, "source_name");
    return source?.startsWith("mitre-") && textOf(reference, "external_id") !== undefined;
  });
  return own && textOf(own, "external_id");
}

/** A property that is text. */
export function textOf(object: StixObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === "string" ? value : undefined;
}

/** The texts of a property that is a list. */
export function textsOf(object: StixObject, key: string): readonly string[] {
  const value = object[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function objectsOf(object: StixObject, key: string): readonly StixObject[] {
  const value = object[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is StixObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** By code point, never by locale: the same on every machine. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
