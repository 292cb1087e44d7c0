import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** GitHub's own parser of workflows. It imports JSON as bundlers do and Node doesn't, so it is bundled first. */
async function loadParser(): Promise<typeof import("@actions/workflow-parser")> {
  const { outputFiles } = await build({
    stdin: {
      contents: 'export * from "@actions/workflow-parser"',
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
    },
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
    logLevel: "silent",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(process.cwd() + "/package.json");',
    },
  });
  const [bundle] = outputFiles;
  return await import(
    /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(bundle?.contents ?? []).toString("base64")}`
  );
}

/** What GitHub would say against a workflow before it runs it. */
export async function workflowProblems(name: string, content: string): Promise<readonly string[]> {
  const { NoOperationTraceWriter, parseWorkflow } = await loadParser();
  const { context } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}
