// Writes every file of the repository that is derived from others: `npm run generate`.
// With --check it writes nothing, names what is out of date, and fails if anything is.
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { checksPage } from "./generate/checks-page.mjs";
import { configSchemaFile } from "./generate/config-schema-file.mjs";
import { configValidator } from "./generate/config-validator.mjs";
import { configurationPage } from "./generate/configuration-page.mjs";
import { diffValidator } from "./generate/diff-validator.mjs";
import { fieldsPage } from "./generate/fields-page.mjs";
import { formatsPage } from "./generate/formats-page.mjs";
import { reportPage } from "./generate/report-page.mjs";
import { siteFiles } from "./generate/site-files.mjs";

/**
 * A step returns the files that it makes, and reads nothing that another step writes.
 *
 * @type {readonly (() => Promise<readonly { readonly path: string, readonly text: string }[]>)[]}
 */
const steps = [
  configSchemaFile,
  configValidator,
  diffValidator,
  configurationPage,
  checksPage,
  formatsPage,
  fieldsPage,
  reportPage,
  siteFiles,
];

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const root = new URL("../", import.meta.url);
const outdated = [];

for (const step of steps) {
  for (const { path, text } of await step()) {
    const committed = await readFile(new URL(path, root), "utf8").catch(() => undefined);
    if (committed === text) continue;
    outdated.push(path);
    if (!values.check) await writeFile(new URL(path, root), text);
  }
}

for (const path of outdated) console.log(values.check ? `${path} is out of date: npm run generate` : `wrote ${path}`);
if (values.check && outdated.length > 0) process.exitCode = 1;
