// Reduces what helps to validate a rule to the facts in data/validation/: countermeasures, tests, and the events that
// ATT&CK's own analytics look at.
//
//   node scripts/update-validation.mjs <D3FEND csv> <Atomic Red Team csv> <ATT&CK bundle, .json or .json.gz>
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const root = join(import.meta.dirname, "..");
const [countermeasureList, testList, bundle] = process.argv.slice(2);
if (bundle === undefined) {
  console.error("Usage: node scripts/update-validation.mjs <D3FEND csv> <Atomic Red Team csv> <ATT&CK bundle>");
  process.exit(2);
}

/** Services whose operations an analytic lists, and how an operation is written. */
const services = {
  "AWS:CloudTrail": { provider: "AWS-CloudTrail", operation: /^[A-Z][A-Za-z0-9]+$/ },
  "m365:unified": { provider: "M365-Audit", operation: /^[A-Z][a-z]+(?:-?[A-Z][A-Za-z]+)+$/ },
  "saas:okta": { provider: "Okta", operation: /^[a-z]+(?:\.[a-z_]+)+$/ },
};

const { titles } = JSON.parse(readFileSync(join(root, "data/events/titles.json"), "utf8"));

write("countermeasures", countermeasures(readRecords(countermeasureList)), {
  source: "MITRE D3FEND, countermeasures mapped to ATT&CK techniques, https://d3fend.mitre.org",
  version: "2026, by techniques of ATT&CK 18",
  licence: "MIT; © 2022 The MITRE Corporation. See NOTICE",
});
write("tests", tests(readRecords(testList)), {
  source: "Atomic Red Team, index of tests, https://github.com/redcanaryco/atomic-red-team",
  version: "2026, by techniques of ATT&CK 19",
  licence: "MIT; © 2025 Red Canary, Inc. See NOTICE",
});
write("analytics", analytics(readBundle(bundle)), {
  source: "MITRE ATT&CK, enterprise-attack, detection strategies and analytics, https://attack.mitre.org",
  version: "18.1",
  licence:
    "© 2026 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation. " +
    "Terms of use: https://attack.mitre.org/resources/legal-and-branding/terms-of-use/",
});

/** One entry a line, so that a new version of the source is a difference that can be read. */
function write(name, entries, head) {
  const facts = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)},`);
  const lines = entries.map((entry) => JSON.stringify(entry)).join(",\n");
  writeFileSync(
    join(root, `data/validation/${name}.json`),
    `{\n${facts.join("\n")}\n${JSON.stringify(name)}: [\n${lines}\n]\n}\n`,
  );
  console.log(`data/validation/${name}.json: ${entries.length}`);
}

/** A countermeasure with the techniques that it is mapped to, by what it does to them. */
function countermeasures(records) {
  const byId = new Map();
  for (const record of records) {
    const known = byId.get(record.d3fend_id) ?? {
      id: record.d3fend_id,
      name: record.d3fend_technique,
      tactic: record.d3fend_tactic,
      slug: record.d3fend_slug,
      relations: {},
    };
    byId.set(record.d3fend_id, known);
    const techniques = known.relations[record.relation] ?? [];
    known.relations[record.relation] = techniques;
    if (!techniques.includes(record.attack_id)) techniques.push(record.attack_id);
  }
  for (const { relations } of byId.values()) for (const techniques of Object.values(relations)) techniques.sort();
  return sortedBy([...byId.values()], ({ id }) => id);
}

/** The index lists a test once for each tactic of its technique. */
function tests(records) {
  const byPlace = new Map(
    records.map((record) => {
      const test = {
        technique: record["Technique #"],
        number: Number(record["Test #"]),
        name: record["Test Name"].trim(),
        guid: record["Test GUID"],
        executor: record["Executor Name"],
      };
      return [`${test.technique} ${String(test.number).padStart(4, "0")}`, test];
    }),
  );
  return sortedBy([...byPlace], ([place]) => place).map(([, test]) => test);
}

/** What the analytics of a technique look at: each log source, and its events where they name some. */
function analytics(objects) {
  const byId = new Map(objects.map((object) => [object.id, object]));
  const found = objects
    .filter((object) => object.type === "relationship" && object.relationship_type === "detects" && isInForce(object))
    .map(({ source_ref, target_ref }) => {
      const strategy = byId.get(source_ref);
      const parts = strategy.x_mitre_analytic_refs.map((ref) => byId.get(ref));
      return { technique: idOf(byId.get(target_ref)), strategy: idOf(strategy), logSources: logSources(parts, byId) };
    });
  return sortedBy(found, ({ technique, strategy }) => `${technique} ${strategy}`);
}

function logSources(parts, byId) {
  const found = new Map();
  for (const reference of parts.flatMap((part) => part.x_mitre_log_source_references ?? [])) {
    const component = byId.get(reference.x_mitre_data_component_ref)?.name ?? "";
    const key = `${reference.name} ${component}`;
    const known = found.get(key) ?? { name: reference.name, component, events: [] };
    found.set(key, known);
    for (const event of eventsOf(reference)) {
      if (!known.events.some((other) => other.join() === event.join())) known.events.push(event);
    }
  }
  return sortedBy([...found], ([key]) => key).map(([, source]) => source);
}

/** Providers that log under each name; an event id counts under the first that is known to have it. */
function windowsProviders(name) {
  switch (name) {
    case "WinEventLog:Sysmon":
      return ["Sysmon"];
    case "linux:Sysmon":
      return ["Linux-Sysmon"];
    case "WinEventLog:Security":
      return ["Security-Auditing", "Eventlog"];
    case "WinEventLog:System":
      return ["Service Control Manager"];
    case "WinEventLog:Application":
      return ["Application Error"];
    case "WinEventLog:PowerShell":
      return ["PowerShell"];
    case "WinEventLog:TaskScheduler":
      return ["TaskScheduler"];
    case "WinEventLog:WMI":
      return ["WMI-Activity"];
    case "WinEventLog:CodeIntegrity":
      return ["CodeIntegrity"];
    case "WinEventLog:Microsoft-Windows-Windows Firewall With Advanced Security/Firewall":
      return ["Windows Firewall With Advanced Security"];
    default:
      return [];
  }
}

/** Only what is named as an event: a channel may be any text. */
function eventsOf({ name, channel = "" }) {
  const auditRecord = /^auditd:(CONFIG_CHANGE|EXECVE|PATH|PROCTITLE|SYSCALL|USER_LOGIN)$/.exec(name)?.[1];
  if (auditRecord !== undefined) return [["auditd", auditRecord]];
  const service = services[name];
  if (service !== undefined) return operationsIn(channel, service);
  if (name === "macos:endpointsecurity") {
    return Array.from(channel.matchAll(/ES_EVENT_TYPE_NOTIFY_([A-Z]+)/g), ([, event]) => [
      "macOS-EndpointSecurity",
      event.toLowerCase(),
    ]);
  }
  const ids = /^EventCode=/.test(channel) ? (channel.match(/\d+/g) ?? []) : [];
  return ids.flatMap((id) => {
    const provider = windowsProviders(name).find((candidate) => titles[candidate]?.[id] !== undefined);
    return provider === undefined ? [] : [[provider, id]];
  });
}

/** A channel that is a list of operations, and nothing else before a colon. */
function operationsIn(channel, { provider, operation }) {
  const [list] = channel.replace(/^[a-z]+:(?=[A-Z])/, "").split(":");
  const words = list.split(/\s*(?:,|\/|\bor\b)\s*/);
  return words.every((word) => operation.test(word)) ? words.map((word) => [provider, word]) : [];
}

function readBundle(path) {
  const bytes = readFileSync(path);
  const { objects } = JSON.parse((path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
  return objects;
}

function isInForce({ revoked = false, x_mitre_deprecated: isDeprecated = false }) {
  return !revoked && !isDeprecated;
}

function idOf({ external_references: references }) {
  return references.find(({ source_name: source }) => source === "mitre-attack").external_id;
}

/** RFC 4180, a record for each line behind the header. */
function readRecords(path) {
  const [header, ...lines] = readFileSync(path, "utf8").trim().split(/\r?\n/).map(fieldsOf);
  return lines.map((fields) => Object.fromEntries(header.map((name, index) => [name, fields[index] ?? ""])));
}

/** No field of these lists has a line break. */
function fieldsOf(line) {
  return Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  );
}

function sortedBy(items, keyOf) {
  return items
    .map((item) => [keyOf(item), item])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, item]) => item);
}
