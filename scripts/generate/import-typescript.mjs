import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The exports of a module of ours, for scripts on a Node that does not read TypeScript. `path` is from the root. */
export async function importTypeScript(path) {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL("../../", import.meta.url)),
    entryPoints: [path],
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
  });
  return await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}
