import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { loadKnowledge, readShippedDictionaries } from "../../src/app/knowledge.ts";
import { readCorpora } from "../../src/app/read-corpora.ts";
import { runMigrate } from "../../src/app/run-migrate.ts";
import { createCatalogue } from "../../src/attack/catalogue.ts";
import { toConfig } from "../../src/config/to-config.ts";
import { openDataFolder } from "../../src/io/data-folder.ts";
import { openWorkingTree } from "../../src/io/working-tree.ts";
import type { Claim, Rule } from "../../src/model/rule.ts";
import type { MigrationView } from "../../src/report/migration-view.ts";
import { corpusFiles } from "../support/corpus.ts";
import { createRepository, type TestRepository } from "../support/git-repository.ts";
import { noThreads } from "../support/no-threads.ts";

const data = fileURLToPath(new URL("../../data", import.meta.url));
const facts = JSON.parse(readFileSync(`${data}/attack/enterprise-19.json`, "utf8"));
const catalogue = createCatalogue(facts);
const config = toConfig({}, []);

/** Ids and names that ATT&CK 19 replaced, and what its tactic was called, in any spelling. */
const former = new RegExp(
  [...formerNames(), "defen[sc]e[-_ ]?evasion", "TA0005", "technique\\.subtechnique"].join("|"),
  "i",
);

describe.each([
  ["sigma", /\.yml$/, { moved: 80, left: 20 }],
  ["elastic", /\.toml$/, { moved: 900, left: 120 }],
  ["splunk", /\.ya?ml$/, { moved: 200, left: 0 }],
] as const)("moving the public rules of %s to ATT&CK 19", (name, isWanted, expected) => {
  let repository: TestRepository;
  let view: MigrationView;
  let before: readonly Rule[];
  let after: readonly Rule[];

  beforeAll(async () => {
    repository = createRepository();
    repository.commit(
      Object.fromEntries(corpusFiles(name, (path) => isWanted.test(path)).map(({ path, text }) => [path, text])),
    );
    before = await rulesOf(repository);
    view = await migrate(repository, "write");
    after = await rulesOf(repository);
  });

  test("leaves no claim that has a successor, and moves none twice", async () => {
    const claims = after.flatMap(({ techniques }) => techniques);
    const again = await migrate(repository, "show");

    expect(claims.filter(isRevoked)).toEqual([]);
    expect(view.files.reduce((sum, { moved }) => sum + moved, 0)).toBeGreaterThan(expected.moved);
    expect(again.files.flatMap(({ edits }) => edits)).toEqual([]);
    expect(view.files.filter(({ unwritten }) => unwritten !== undefined)).toEqual([]);
  });

  test("lists what nobody but the author can decide", () => {
    const left = view.files.flatMap(({ left: claims }) => claims);

    expect(left.length).toBeLessThanOrEqual(expected.left);
    for (const { reason } of left) expect(reason).toMatch(/^its techniques do not tell whether it is /);
  });

  test("touches only lines that hold what ATT&CK replaced", () => {
    const removed = repository
      .git("diff", "--unified=0")
      .split("\n")
      .filter((line) => /^-(?!--)/.test(line));

    expect(removed.length).toBeGreaterThan(80);
    expect(removed.filter((line) => !former.test(line.replaceAll("/", ".")))).toEqual([]);
  });

  test("leaves the rules what they were, but for those ids", () => {
    const changed = before.flatMap((rule, index) => {
      const moved = after[index];
      return moved === undefined || withoutClaims(rule) !== withoutClaims(moved) ? [rule.path] : [];
    });

    expect(after).toHaveLength(before.length);
    expect(changed).toEqual([]);
    expect(after.map(({ techniques }) => idsOf(techniques))).toEqual(before.map(({ techniques }) => idsOf(techniques)));
    expect(before.filter((rule, index) => !areSuccessors(rule.tactics, after[index]?.tactics ?? []))).toEqual([]);
  });
});

function formerNames(): readonly string[] {
  const all: readonly { readonly id: string; readonly name: string; readonly state: { readonly kind: string } }[] =
    facts.techniques;
  const revoked = all.filter(({ state }) => state.kind === "revoked");
  return revoked.flatMap(({ id, name }) => [id, name]).map((text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "."));
}

async function migrate(repository: TestRepository, action: "write" | "show"): Promise<MigrationView> {
  const overrides = { root: undefined, config: undefined, attack: "19", lifecycle: undefined, failOn: undefined };
  return await runMigrate(
    { ...overrides, action },
    {
      directory: repository.path,
      env: repository.env,
      data: openDataFolder(data),
      examples: "",
      tool: { name: "detcov", version: "0.0.0" },
      threads: noThreads,
      cache: undefined,
      onProgress: () => {},
      process,
      today: "2026-01-05",
    },
  );
}

async function rulesOf(repository: TestRepository): Promise<readonly Rule[]> {
  const folder = openDataFolder(data);
  const noBundle = () => Promise.reject(new Error("no bundle"));
  const knowledge = await loadKnowledge(config, folder, noBundle, readShippedDictionaries(folder));
  const tree = openWorkingTree(repository.path, undefined);
  const [corpus] = await readCorpora([tree], { config, knowledge, cache: undefined, threads: noThreads.readers });
  return (corpus?.rules ?? []).map(({ rule }) => rule);
}

function isRevoked({ id }: Claim): boolean {
  const resolution = catalogue.resolve(id);
  return resolution.kind === "revoked" && resolution.replacement !== undefined;
}

/** A rule as text, without what a move may change: lines move up where two claims became one. */
function withoutClaims(rule: Rule): string {
  return JSON.stringify({ ...rule, techniques: [], tactics: [] }, (key, value) =>
    key === "line" || key === "lines" ? undefined : value,
  );
}

/** What a rule claims, by today's ids. */
function idsOf(claims: readonly Claim[]): readonly string[] {
  const ids = claims.map(({ id }) => {
    const resolution = catalogue.resolve(id);
    return resolution.kind === "revoked" ? (resolution.replacement?.id ?? id) : id;
  });
  return [...new Set(ids)].sort();
}

/** Whether each tactic is what one of the former names may stand for today. */
function areSuccessors(claims: readonly Claim[], moved: readonly Claim[]): boolean {
  // The id of the tactic that became two stayed with one of them.
  const names = claims.flatMap(({ id }) => (id === "TA0005" ? [id, "defense-evasion"] : [id]));
  const allowed = new Set(names.flatMap((name) => catalogue.resolveTactics(name)).map(({ id }) => id));
  return moved.every(({ id }) => catalogue.resolveTactics(id).every((tactic) => allowed.has(tactic.id)));
}
