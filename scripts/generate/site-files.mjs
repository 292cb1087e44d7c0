import { readFile } from "node:fs/promises";
import { transform } from "esbuild";

const folder = new URL("../../src/report/site/", import.meta.url);

/** The style and the script of the site as texts of a module, without comments and blanks. */
export async function siteFiles() {
  const style = await minified("site.css", "css");
  // Within a function, so that nothing of it is anybody else's.
  const script = `(()=>{${(await minified("site.js", "js")).trimEnd()}})();\n`;
  const text = `// Generated from src/report/site/browser/ by scripts/generate.mjs: change that, not this.
export const siteStyle = ${JSON.stringify(style)};
export const siteScript = ${JSON.stringify(script)};
`;
  return [{ path: "src/report/site/browser-files.generated.ts", text }];
}

async function minified(name, loader) {
  const { code } = await transform(await readFile(new URL(`browser/${name}`, folder), "utf8"), {
    loader,
    minify: true,
    target: loader === "js" ? "es2022" : undefined,
    legalComments: "none",
  });
  return code;
}
