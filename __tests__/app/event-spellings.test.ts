import { describe, expect, test } from "vitest";
import { readCorpora } from "../../src/app/read-corpora.ts";
import { createEventMap } from "../../src/canon/events.ts";
import { createFieldDictionary } from "../../src/canon/fields.ts";
import { toConfig } from "../../src/config/to-config.ts";
import type { FileTree } from "../../src/io/file-tree.ts";
import { aCatalogue } from "../support/rule-builder.ts";

const github = { when: [{ product: "github" }], named: { fields: ["action"], provider: "GitHub-Audit" } };
const map = { providerPrefixes: [], providerAliases: {}, operations: {}, tableSeparators: [], entries: [github] };
const knowledge = {
  catalogue: aCatalogue(),
  fields: createFieldDictionary([]),
  events: createEventMap(map, {}),
};
const threads = {
  count: 0,
  start: () => {
    throw new Error("Two files need no other thread.");
  },
};

describe("an operation that rules spell in several ways", () => {
  test("is one event in every revision, spelled as in the first rule", async () => {
    const base = aTree("base", { "rules/a.yml": aRuleOn("repo.destroy"), "rules/b.yml": aRuleOn("Repo.Destroy") });
    const head = aTree("head", { "rules/a.yml": aRuleOn("REPO.DESTROY"), "rules/b.yml": aRuleOn("Repo.Destroy") });

    const corpora = await readCorpora([base, head], { config: toConfig({}, []), knowledge, cache: undefined, threads });

    const ids = corpora.map(({ rules }) => rules.flatMap(({ events }) => events.map(({ id }) => id)));
    expect(ids).toEqual([
      ["repo.destroy", "repo.destroy"],
      ["repo.destroy", "repo.destroy"],
    ]);
  });
});

function aRuleOn(action: string): string {
  return `title: Repository destroyed
logsource: { product: github, service: audit }
detection: { selection: { action: ${action} }, condition: selection }
`;
}

function aTree(revision: string, files: Readonly<Record<string, string>>): FileTree {
  const entries = Object.keys(files).map((path) => ({ path, kind: "file" as const, blob: undefined, size: undefined }));
  return {
    revision,
    entries: () => Promise.resolve(entries),
    read: (wanted, take) => {
      for (const entry of wanted) {
        const text = files[entry.path] ?? "";
        take(entry, { kind: "text", text, blob: text });
      }
      return Promise.resolve();
    },
  };
}
