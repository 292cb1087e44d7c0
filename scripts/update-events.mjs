// Writes data/events/titles.json: what the events of the providers in data/events/log-sources.json are called.
//
//   node scripts/update-events.mjs <provider,event_id,title csv>
//
// Titles in scripts/event-titles.csv come first: they fill what the list lacks and mend what it has wrong.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const list = process.argv[2];
if (list === undefined) {
  console.error("Usage: node scripts/update-events.mjs <provider,event_id,title csv>");
  process.exit(2);
}
const { entries, providerPrefixes } = JSON.parse(readFileSync(join(root, "data/events/log-sources.json"), "utf8"));
const named = new Set(entries.flatMap(providersOf));
const ours = readTitles(join(root, "scripts/event-titles.csv"));
const theirs = readTitles(list).filter(({ provider, title }) => named.has(provider) && !isPlaceholder(title));
writeFileSync(join(root, "data/events/titles.json"), print([...theirs, ...ours]));

function providersOf({ events = [], named = {} }) {
  const providers = [...events.map(({ provider }) => provider), named.provider, ...Object.keys(named.providers ?? {})];
  return providers.filter((provider) => provider !== undefined);
}

/** A title may hold commas; no field is quoted. */
function readTitles(path) {
  const [, ...lines] = readFileSync(path, "utf8").split(/\r?\n/);
  return lines.flatMap((line) => {
    const match = /^([^,]+),([^,]+),(.+)$/.exec(line);
    if (match === null) return [];
    const [, provider, id, title] = match;
    return [{ provider: shorten(provider), id, title: tidy(title) }];
  });
}

function shorten(provider) {
  const prefix = providerPrefixes.find((start) => provider.startsWith(start)) ?? "";
  return provider.slice(prefix.length);
}

function tidy(title) {
  return title
    .replace(/^"(.*)"$/, "$1")
    .replaceAll("''", "'")
    .replace(/\.$/, "")
    .trim();
}

/** `Event 4624 - task_0`: the list knows no title. */
function isPlaceholder(title) {
  return /^Event \d+ - /.test(title);
}

/** Numbers first, by their value. */
function compareIds(left, right) {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (isNumber && isOtherNumber) return Number(left) - Number(right);
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return left < right ? -1 : 1;
}

function print(titles) {
  const byProvider = new Map();
  for (const { provider, id, title } of titles) {
    if (!byProvider.has(provider)) byProvider.set(provider, new Map());
    byProvider.get(provider).set(id, title);
  }
  const providers = [...byProvider.keys()].sort().map((provider) => {
    const events = [...byProvider.get(provider)].sort(([left], [right]) => compareIds(left, right));
    const lines = events.map(([id, title]) => `${JSON.stringify(id)}: ${JSON.stringify(title)}`);
    return `${JSON.stringify(provider)}: {\n${lines.join(",\n")}\n}`;
  });
  const source =
    "Names of the events of Windows providers, Microsoft Sysmon, the Linux audit system and other services";
  const licence = "Facts, compiled by the detcov authors; Apache-2.0";
  const head = [`"source": ${JSON.stringify(source)},`, `"licence": ${JSON.stringify(licence)},`];
  return `{\n${head.join("\n")}\n"titles": {\n${providers.join(",\n")}\n}\n}\n`;
}
