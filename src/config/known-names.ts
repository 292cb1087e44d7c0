import type { Level } from "../model/policy.ts";

/** What only the program's registries know. `checks` and `formats`, as they are, will do. */
export interface KnownNames {
  readonly checks: readonly KnownCheck[];
  readonly formats: readonly { readonly id: string }[];
}

export interface KnownCheck {
  readonly id: string;
  readonly title: string;
  readonly defaultLevel: Level;
}
