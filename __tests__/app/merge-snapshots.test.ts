import { describe, expect, test } from "vitest";
import { mergeSnapshots } from "../../src/app/merge-snapshots.ts";
import { corpusOf } from "../../src/app/snapshot-file.ts";
import { type SnapshotDocument, snapshotDocument, snapshotJson } from "../../src/report/json/snapshot-json.ts";
import { validatorOf } from "../report/json/documents.ts";
import { aDiagnostic, all, aSnapshot, keyword, not, type RuleDraft, sequence, where } from "../support/rule-builder.ts";

const tool = { name: "detcov", version: "1.2.3" } as const;

function documentOf(name: string, drafts: readonly RuleDraft[], diagnostics = [aDiagnostic()]): SnapshotDocument {
  const snapshot = aSnapshot(drafts, { revision: `commit of ${name}`, diagnostics });
  return snapshotDocument(snapshot, { name, tool, isOwn: (path) => !path.startsWith("vendor/") });
}

const lsass: RuleDraft = { key: "lsass-dump", path: "rules/lsass.yml", techniques: ["T1003.001"] };
const unnamed: RuleDraft = { key: "rules/task.yml", path: "rules/task.yml" };
const soc = documentOf("soc", [lsass, unnamed]);
const cloud = documentOf("cloud", [
  { ...lsass, title: "A copy" },
  { key: "sts", path: "vendor/sts.yml" },
]);

function placesIn({ rules }: SnapshotDocument) {
  return rules.map(({ key, path, role }) => [key, path, role]);
}

describe("mergeSnapshots", () => {
  test("puts repositories before paths, and before keys that two of them have or that are paths", () => {
    const merged = mergeSnapshots([soc, cloud], tool);

    expect(placesIn(merged)).toEqual([
      ["cloud/lsass-dump", "cloud/rules/lsass.yml", "own"],
      ["sts", "cloud/vendor/sts.yml", "reference"],
      ["soc/lsass-dump", "soc/rules/lsass.yml", "own"],
      ["soc/rules/task.yml", "soc/rules/task.yml", "own"],
    ]);
    expect(merged.repositories.map(({ name, revision }) => [name, revision])).toEqual([
      ["cloud", "commit of cloud"],
      ["soc", "commit of soc"],
    ]);
    expect(merged.diagnostics.map(({ location }) => location.path.split("/")[0])).toEqual(["cloud", "soc"]);
  });

  test("gives the same bytes in whatever order", () => {
    const [one, other] = [mergeSnapshots([soc, cloud], tool), mergeSnapshots([cloud, soc], tool)];

    expect(snapshotJson(one)).toBe(snapshotJson(other));
  });

  test("gives the same for what was merged before", () => {
    const dev = documentOf("dev", [lsass]);

    const merged = mergeSnapshots([mergeSnapshots([soc, cloud], tool), dev], tool);

    expect(placesIn(merged)).toContainEqual(["dev/lsass-dump", "dev/rules/lsass.yml", "own"]);
    expect(snapshotJson(merged)).toBe(snapshotJson(mergeSnapshots([soc, cloud, dev], tool)));
  });

  test("refuses two repositories of one name", () => {
    expect(() => mergeSnapshots([soc, documentOf("soc", [])], tool)).toThrow('called "soc"');
  });
});

describe("snapshotJson", () => {
  const everything = documentOf("soc", [
    {
      ...lsass,
      severity: "high",
      events: ["Sysmon 1"],
      condition: all(sequence([where("Image", "basename", "a.exe"), not(keyword("b"))])),
    },
  ]);

  test("follows its schema, also without rules", () => {
    const validate = validatorOf("snapshot");
    for (const document of [everything, soc, mergeSnapshots([soc, cloud], tool), documentOf("none", [], [])]) {
      expect(validate(JSON.parse(snapshotJson(document))) || validate.errors).toBe(true);
    }
  });

  test("has a line for each rule, which steers no terminal", () => {
    const text = snapshotJson(documentOf("soc", [lsass, { ...unnamed, title: "red \u001b[31m\u2028" }], []));

    expect(text.split("\n").filter((line) => line.startsWith('{"repository"'))).toHaveLength(2);
    expect(text).toContain("red \\u001b[31m\\u2028");
  });

  test("spells an operation alike in all repositories", () => {
    const [one, other] = [
      { ...lsass, events: ["GitHub repo.destroy"] },
      { ...unnamed, events: ["GitHub Repo.Destroy"] },
    ];
    const merged = mergeSnapshots([documentOf("a", [one]), documentOf("b", [other])], tool);

    const events = corpusOf(merged).corpus.rules.flatMap(({ entry }) => entry.events);

    expect(events.map(({ id }) => id)).toEqual(["repo.destroy", "repo.destroy"]);
    expect(events[0]).toBe(events[1]);
  });
});
