// Looks for broken links and wrong HTML in a site that `detcov site` wrote, however large:
//
//   node scripts/check-site.mjs FOLDER [--every 1]
//
// Links are followed from every page; HTML is validated on every page, or on each so-manieth, for that takes long.
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parseArgs } from "node:util";
import { HtmlValidate } from "html-validate";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { every: { type: "string", default: "1" } },
});
const [folder = "site"] = positionals;
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => posix.join(entry.parentPath.slice(folder.length + 1), entry.name))
  .sort();
const pages = files.filter((path) => path.endsWith(".html"));
const ids = new Map();
const links = new Map();
for (const page of pages) readPage(page);

const broken = [...links].flatMap(([page, targets]) =>
  [...targets].filter((target) => !isThere(target)).map((target) => `${page}: no ${target}`),
);
const validator = createValidator();
const every = Number(values.every);
const validated = pages.filter((_, index) => index % every === 0);
const problems = [];
for (const page of validated) problems.push(...(await problemsOf(page)));

const count = [...links.values()].reduce((sum, { size }) => sum + size, 0);
console.log(`${pages.length} pages: ${count} links, ${broken.length} of them broken.`);
console.log(`${validated.length} pages validated: ${problems.length} problems.`);
for (const line of [...broken, ...problems].slice(0, 50)) console.log(line);
process.exitCode = broken.length + problems.length > 0 ? 1 : 0;

/** Remembers where its links lead, each once, and what can be linked to in it. */
function readPage(page) {
  const text = readFileSync(join(folder, page), "utf8");
  ids.set(page, new Set(Array.from(text.matchAll(/ id="([^"]*)"/g), ([, id]) => id)));
  const addresses = Array.from(text.matchAll(/ (?:href|src)="([^"]*)"/g), ([, address]) => address);
  const inside = addresses.filter((address) => !/^https:\/\/[a-z]/.test(address));
  links.set(page, new Set(inside.map((address) => resolveFrom(page, address))));
}

function resolveFrom(page, address) {
  const [path, fragment] = address.split("#");
  const target = path === "" ? page : posix.join(posix.dirname(page), decodeURIComponent(path));
  return fragment === undefined || fragment === "" ? target : `${target}#${fragment}`;
}

function isThere(target) {
  const [path, fragment] = target.split("#");
  if (fragment !== undefined) return ids.get(path)?.has(fragment) ?? false;
  return ids.has(path) || files.includes(path);
}

async function problemsOf(page) {
  const { results } = await validator.validateString(readFileSync(join(folder, page), "utf8"));
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${page}:${line}: ${message} (${ruleId})`),
  );
}

/** What the standard says, without matters of taste; the tests of the site hold it to the same. */
function createValidator() {
  return new HtmlValidate({
    extends: ["html-validate:recommended", "html-validate:a11y"],
    rules: {
      "void-style": ["error", { style: "omit" }],
      "no-trailing-whitespace": "off",
      "long-title": "off",
      "attribute-boolean-style": "off",
      "doctype-style": "off",
      "prefer-native-element": ["error", { exclude: ["region"] }],
      "no-inline-style": "error",
    },
  });
}
