import type { LogSourceMatch } from "./log-source-match.ts";

/** The map from log sources to events; `data/events/README.md` says what each key means. */
export interface LogSourceMap {
  readonly providerPrefixes: readonly string[];
  readonly providerAliases: Readonly<Record<string, string>>;
  readonly operations: Readonly<Record<string, readonly string[]>>;
  readonly tableSeparators: readonly string[];
  readonly entries: readonly LogSourceEntry[];
}

export interface LogSourceEntry {
  readonly when: readonly LogSourceMatch[];
  readonly tables?: readonly string[] | undefined;
  readonly behind?: number | undefined;
  readonly fixed?: FixedValues | undefined;
  readonly by?: readonly string[] | undefined;
  readonly idFields?: readonly string[] | undefined;
  readonly lacks?: readonly string[] | undefined;
  readonly events?: readonly MappedEvent[] | undefined;
  readonly named?: NamedEvents | undefined;
}

/** By field, the values one of which it has. */
export type FixedValues = Readonly<Record<string, readonly string[]>>;

export interface MappedEvent {
  readonly provider: string;
  readonly id: string;
  readonly by?: readonly string[] | undefined;
  readonly lacks?: readonly string[] | undefined;
  readonly has?: readonly string[] | undefined;
  readonly fixed?: FixedValues | undefined;
}

export interface NamedEvents {
  readonly fields: readonly string[];
  readonly objectFields?: readonly string[] | undefined;
  readonly provider?: string | undefined;
  readonly providerFields?: readonly string[] | undefined;
  readonly providers?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly ids?: Readonly<Record<string, string>> | undefined;
  readonly except?: readonly string[] | undefined;
}
