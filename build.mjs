// Builds dist/: two entry points that share lazily loaded chunks, and the licences of what is bundled.
import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
/** Stands in the bundles for the name of what they are built of, which is known afterwards. */
const placeholder = "source-of-these-bundles-00000000";
const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));

await rm(join(root, "dist"), { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ["src/cli.ts", "src/action.ts", "src/reader.ts", "src/writer.ts", "src/neighbours.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  chunkNames: "chunks/[name]-[hash]",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  define: {
    __DETCOV_VERSION__: JSON.stringify(version),
    __DETCOV_SOURCE__: JSON.stringify(placeholder),
  },
  // What is bundled from CommonJS may still ask for Node's own modules.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
});
await nameSource();
await writeFile(join(root, "dist", "LICENSES.txt"), await licences(Object.keys(metafile.inputs)));

/** Puts a name for exactly these bundles in the place of its placeholder. */
async function nameSource() {
  const folder = join(root, "dist");
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(".js")).sort();
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), "utf8")));
  const name = createHash("sha256").update(texts.join("\0")).digest("hex").slice(0, placeholder.length);
  for (const [index, path] of paths.entries()) {
    const text = texts[index];
    if (text.includes(placeholder)) await writeFile(join(folder, path), text.replaceAll(placeholder, name));
  }
}

/** The licence of every package that is in the bundle, by name. */
async function licences(inputs) {
  const folders = new Set(inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  const texts = [];
  for (const folder of [...folders].sort()) texts.push(await licenceOf(folder));
  return `Packages that are bundled in this folder, with their licences.\n\n${texts.join("\n")}`;
}

async function licenceOf(folder) {
  const { name, version: bundled, license } = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
  for (const file of ["LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE", "license", "license.md"]) {
    const text = await readFile(join(root, folder, file), "utf8").catch(() => undefined);
    if (text !== undefined)
      return `${"=".repeat(80)}\n${name} ${bundled} (${license})\n\n${text.replaceAll("\r\n", "\n").trim()}\n`;
  }
  return `${"=".repeat(80)}\n${name} ${bundled} (${license})\n`;
}
