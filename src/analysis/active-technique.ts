import type { Resolution, Technique } from "../model/attack.ts";

/** What a technique id that a rule claims counts for; undefined where it counts for nothing. */
export function activeTechnique(resolution: Resolution): Technique | undefined {
  switch (resolution.kind) {
    case "active":
      return resolution.technique;
    case "revoked":
      return resolution.replacement;
    case "deprecated":
    case "unknown":
      return undefined;
  }
}
