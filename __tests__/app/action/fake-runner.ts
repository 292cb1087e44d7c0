import type { Annotation, Runner } from "../../../src/io/github/runner.ts";

/** A runner that keeps what it is told. */
export interface FakeRunner extends Runner {
  readonly lines: readonly string[];
  readonly annotations: readonly Annotation[];
  readonly outputs: ReadonlyMap<string, string>;
  readonly summaries: readonly string[];
}

/** `refusal` is what adding to the summary fails with, if it is to fail. */
export function fakeRunner(refusal?: Error): FakeRunner {
  const lines: string[] = [];
  const annotations: Annotation[] = [];
  const outputs = new Map<string, string>();
  const summaries: string[] = [];
  return {
    lines,
    annotations,
    outputs,
    summaries,
    log: (line) => void lines.push(line),
    annotate: (annotation) => void annotations.push(annotation),
    setOutput: (name, value) => void outputs.set(name, value),
    addSummary: async (markdown) => {
      if (refusal !== undefined) throw refusal;
      summaries.push(markdown);
    },
  };
}
