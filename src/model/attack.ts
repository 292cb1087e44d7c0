export type TacticId = string; // TA0002
export type TechniqueId = string; // T1059, T1059.001

export interface Tactic {
  readonly id: TacticId;
  readonly name: string;
  /** As in kill chain phases and tags: `privilege-escalation`. */
  readonly shortName: string;
}

export interface Technique {
  readonly id: TechniqueId;
  readonly name: string;
  /** In the order of the matrix. */
  readonly tactics: readonly TacticId[];
  readonly platforms: readonly string[];
  /** The technique that a sub-technique belongs to. */
  readonly parent: TechniqueId | undefined;
  readonly state: TechniqueState;
}

export type TechniqueState =
  | { readonly kind: "active" }
  | { readonly kind: "deprecated" }
  /** `replacedBy` is the direct successor, which may itself be revoked; undefined where MITRE names none. */
  | { readonly kind: "revoked"; readonly replacedBy: TechniqueId | undefined };

/** One domain of ATT&CK in one version, reduced to facts. */
export interface AttackData {
  readonly domain: string; // enterprise-attack
  readonly version: string; // 19, 18.1
  /** In the order of the matrix. */
  readonly tactics: readonly Tactic[];
  /** Sorted by id. */
  readonly techniques: readonly Technique[];
}

/** What a technique id that somebody wrote stands for today. */
export type Resolution =
  | { readonly kind: "active"; readonly technique: Technique }
  /** Followed to its end through chains of revocations. */
  | { readonly kind: "revoked"; readonly technique: Technique; readonly replacement: Technique | undefined }
  | { readonly kind: "deprecated"; readonly technique: Technique }
  | { readonly kind: "unknown"; readonly id: string };
