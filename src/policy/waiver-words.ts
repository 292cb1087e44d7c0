import { type Prose, quote, say } from "../model/prose.ts";
import { joinProse } from "../model/prose-list.ts";
import type { Waiver } from "./waiver.ts";

/** What a waiver is about: `technique-lost of T1003.001`, `findings in "rules/drafts/**"`. */
export function nameWaiver({ check, target }: Waiver): Prose {
  const { technique, event, rule, fingerprint, path } = target;
  const parts: readonly Prose[] = [
    ...(technique === undefined ? [] : [[quote(technique)]]),
    ...(event === undefined ? [] : [say`event ${quote(event)}`]),
    ...(rule === undefined ? [] : [say`rule ${quote(rule)}`]),
    ...(path === undefined ? [] : [[quote(path.pattern)]]),
    ...(fingerprint === undefined ? [] : [[quote(fingerprint)]]),
  ];
  const about = joinProse(parts, " and ");
  return say`${[check === undefined ? "" : `${check} of `]}${about}`;
}

/** The same for the same waiver, whatever its reason and end. */
export function waiverSubject({ check, target }: Waiver): string {
  const { technique, event, rule, fingerprint, path } = target;
  return [check ?? "any", technique, event, rule, path?.pattern, fingerprint]
    .filter((part) => part !== undefined)
    .join(" ");
}
