import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** ajv's code requires pieces of ajv even as a module: they are put into it. */
export async function withoutRequire(code) {
  const { outputFiles } = await build({
    stdin: {
      contents: code,
      resolveDir: fileURLToPath(new URL("../../", import.meta.url)),
      sourcefile: "validator.js",
    },
    bundle: true,
    format: "esm",
    platform: "neutral",
    legalComments: "none",
    minify: true,
    write: false,
  });
  return outputFiles[0].text;
}
