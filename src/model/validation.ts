import type { TechniqueId } from "./attack.ts";
import type { Event } from "./snapshot.ts";

/** What is known from outside of a technique: how to defend against it, how to test for it, where to look. */
export interface ValidationFacts {
  /** MITRE D3FEND's countermeasures, sorted by id, then relation. */
  countermeasures(technique: TechniqueId): readonly Countermeasure[];
  /** Atomic Red Team's tests, sorted by the id they are listed under, then number. */
  tests(technique: TechniqueId): readonly AtomicTest[];
  /** What ATT&CK's own analytics look at, sorted by name. */
  analytics(technique: TechniqueId): readonly AnalyticLogSource[];
  /** Tests and mapped countermeasures of all techniques together. */
  readonly totals: { readonly countermeasures: number; readonly tests: number };
}

/** A countermeasure and what it does against the technique. */
export interface Countermeasure {
  readonly id: string; // D3-PSA
  readonly name: string;
  /** `Detect`, `Harden`, `Isolate` … */
  readonly tactic: string;
  /** `analyzes`, `restricts`, `filters` … */
  readonly relation: string;
  readonly url: string;
}

export interface AtomicTest {
  /** The id that it is listed under, which may since be revoked. */
  readonly technique: TechniqueId;
  readonly number: number;
  readonly name: string;
  readonly guid: string;
  /** `powershell`, `sh`, `manual` … */
  readonly executor: string;
  readonly url: string;
}

/** A log source of an analytic, in ATT&CK's words, with the events that the analytic names. */
export interface AnalyticLogSource {
  readonly name: string; // WinEventLog:Sysmon
  /** ATT&CK's data component: `Process Creation`. */
  readonly component: string;
  /** None where the analytic names none, or none that is known here. */
  readonly events: readonly Event[];
  /** The detection strategy that the analytic belongs to: DET0086. */
  readonly strategy: string;
}
