// Reduces official ATT&CK bundles to the facts in data/attack/.
//
//   node scripts/update-attack.mjs <folder with *.json or *.json.gz bundles>
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { buildSync } from "esbuild";

const root = join(import.meta.dirname, "..");
const licence =
  "© 2026 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation. " +
  "Terms of use: https://attack.mitre.org/resources/legal-and-branding/terms-of-use/";

const folder = process.argv[2];
if (folder === undefined) {
  console.error("Usage: node scripts/update-attack.mjs <folder with *.json or *.json.gz bundles>");
  process.exit(2);
}
const { readStixBundle } = await importSource("src/attack/stix.ts");
const { readStixGroups } = await importSource("src/attack/stix-groups.ts");
for (const file of readdirSync(folder).sort()) {
  if (!/\.json(?:\.gz)?$/.test(file)) continue;
  const bytes = readFileSync(join(folder, file));
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const data = readStixBundle(text, file);
  const target = `data/attack/${data.domain.replace("-attack", "")}-${data.version}.json`;
  writeFileSync(join(root, target), print(data));
  console.log(`${target}: ${data.techniques.length} techniques, ${data.tactics.length} tactics`);
  updateGroups(text, file, data);
}

/** Groups are what one version knows of them: the newest bundle that has any. Techniques move through revocations. */
function updateGroups(text, file, { domain, version }) {
  const groups = readStixGroups(text, file);
  if (groups.length === 0) return;
  const source = `MITRE ATT&CK, ${domain} ${version}, https://attack.mitre.org`;
  const head = Object.entries({ source, licence, domain, version }).map(([key, value]) => `"${key}": ${quote(value)},`);
  const target = `data/attack/${domain.replace("-attack", "")}-groups.json`;
  writeFileSync(join(root, target), ["{", ...head, ...list("groups", groups, ""), "}", ""].join("\n"));
  console.log(`${target}: ${groups.length} groups and campaigns`);
}

/** One tactic or technique a line, so that a new version of ATT&CK is a difference that can be read. */
function print({ domain, version, tactics, techniques }) {
  const source = `MITRE ATT&CK, ${domain} ${version}, https://attack.mitre.org`;
  const head = Object.entries({ source, licence, domain, version }).map(([key, value]) => `"${key}": ${quote(value)},`);
  return ["{", ...head, ...list("tactics", tactics, ","), ...list("techniques", techniques, ""), "}", ""].join("\n");
}

function list(key, items, end) {
  const lines = items.map((item, index) => quote(item) + (index < items.length - 1 ? "," : ""));
  return [`"${key}": [`, ...lines, `]${end}`];
}

function quote(value) {
  return JSON.stringify(value);
}

/** The tool's own reader makes the data, so that the two cannot differ. */
async function importSource(path) {
  const bundle = buildSync({ entryPoints: [join(root, path)], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString("base64")}`);
}
