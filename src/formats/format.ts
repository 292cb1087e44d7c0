import type { Reading } from "../model/rule.ts";
import type { Diagnostic, RepositoryPath, SourceFile } from "../model/source.ts";

/**
 * A kind of rule file. One folder below `formats/` and one line in `formats/index.ts`;
 * the contract every format keeps is `__tests__/formats/contract.test.ts`.
 */
export interface Format {
  /** `sigma`. Never changes: it is in JSON, caches and configurations. */
  readonly id: string;
  /** `Sigma`. */
  readonly name: string;
  /** Whether a file could be one of its rules, by path alone: cheap, and generous. */
  claims(path: RepositoryPath): boolean;
  /** Whether it is one, by a look at the text. Of several claimants the first that recognises reads. Never throws. */
  recognises(file: SourceFile): boolean;
  /** Files that its rules may need and that hold no rule, such as macros, by path alone; left out where there are none. */
  readonly companions?: (path: RepositoryPath) => boolean;
  /** The key of a source whose patterns say which of these its rules use; left out where they use all. */
  readonly companionKey?: "macros";
  /** Made once with all companion files of a source, and then asked to read each of its rule files. */
  reader(companions: readonly SourceFile[]): FormatReader;
}

export interface FormatReader {
  /**
   * Never throws and keeps nothing between calls: what a file holds is a function of its text and of the companions.
   */
  read(file: SourceFile): Reading;
  /** What is wrong with the companion files themselves. */
  readonly companionProblems: readonly Diagnostic[];
}
