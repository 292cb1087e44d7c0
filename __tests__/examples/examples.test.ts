import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { loadAll } from "js-yaml";
import { describe, expect, test } from "vitest";
import type { AttackData } from "../../src/model/attack.ts";
import { isMapping, type YamlMapping } from "../../src/syntax/yaml.ts";

const examples = new URL("../../examples/", import.meta.url);

/** The one id on purpose behind the times, so that the report has a revoked id to speak of. */
const revokedOnPurpose = "attack.t1562.001";

interface ExampleDocument {
  readonly path: string;
  readonly content: YamlMapping;
}

describe("the example", () => {
  test("holds nothing but mappings in its YAML files", () => {
    const files = new Map([...filesBelow("detections/"), ...filesBelow("pull-request/files/")]);

    const documents = [...files].filter(([path]) => path.endsWith(".yml")).flatMap(([, text]) => loadAll(text));

    expect(documents.length).toBeGreaterThan(30);
    expect(documents.filter((document) => !isMapping(document))).toEqual([]);
  });

  test("has every rule that its README names", () => {
    const known = new Set([...baseFiles().keys(), ...headFiles().keys()]);

    const named = [...read("README.md").matchAll(/`((?:rules|filters)\/[\w./-]+\.yml)(?::\d+)?`/g)].map(
      ([, path]) => path,
    );

    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((path) => path === undefined || !known.has(path))).toEqual([]);
  });
});

describe.each([
  ["base", baseFiles],
  ["head", headFiles],
])("the example's rules at the %s", (_revision, files) => {
  const documents = documentsOf(files());
  const rules = documents.filter(({ content }) => content.filter === undefined);

  test("have a random id, a title and a file that no other has", () => {
    const ids = documents.map(({ content }) => content.id);
    const titles = documents.map(({ content }) => content.title);
    const randomId = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

    expect(ids.filter((id) => !randomId.test(String(id)))).toEqual([]);
    expect(new Set(ids).size).toBe(documents.length);
    expect(new Set(titles).size).toBe(documents.length);
  });

  test("say what they are, who answers for them and how bad it is", () => {
    const keys = ["status", "description", "author", "date", "tags", "falsepositives", "level"];

    const silent = rules.filter(({ content }) => keys.some((key) => content[key] === undefined));

    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test("name techniques that are active, but for the one that is revoked on purpose", () => {
    const active = new Set(
      attack().techniques.flatMap(({ id, state }) => (state.kind === "active" ? [`attack.${id.toLowerCase()}`] : [])),
    );

    const tags = rules.map((rule) => techniqueTags(rule));

    expect(tags.filter((ofRule) => ofRule.length === 0)).toEqual([]);
    expect(tags.flat().filter((tag) => !active.has(tag))).toEqual([revokedOnPurpose]);
  });

  test("name tactics that one of their techniques has", () => {
    const misplaced = rules.flatMap((rule) => {
      const fitting = new Set(techniqueTags(rule).flatMap(tacticTags));
      const tactics = tagsOf(rule).filter((tag) => !isTechniqueTag(tag));
      return tactics.filter((tag) => !fitting.has(tag)).map((tag) => `${rule.path}: ${tag}`);
    });

    expect(misplaced).toEqual([]);
  });

  test("point only at rules that are there", () => {
    const known = new Set(rules.flatMap(({ content }) => [content.id, content.name]));

    const pointers = documents.flatMap(({ content }) => [
      ...textsIn(content.correlation, "rules"),
      ...textsIn(content.filter, "rules"),
    ]);

    expect(pointers.length).toBe(3);
    expect(pointers.filter((pointer) => !known.has(pointer))).toEqual([]);
  });

  test("look for powershell.exe often enough that a rule on it alone is noisy", () => {
    const tests = rules.filter(({ content }) => imagesIn(content.detection).includes("\\powershell.exe"));

    expect(tests.length).toBeGreaterThanOrEqual(10);
  });
});

describe("the example's pull request", () => {
  test("has a title and a text", () => {
    expect(read("pull-request/description.md")).toMatch(/^# \S.*\n\n\S/);
  });

  test("removes only files that the base has and that it does not write again", () => {
    const base = baseFiles();
    const written = filesBelow("pull-request/files/");

    expect(removedPaths()).not.toEqual([]);
    expect(removedPaths().filter((path) => !base.has(path) || written.has(path))).toEqual([]);
  });

  test("changes every file that it replaces", () => {
    const base = baseFiles();

    const unchanged = [...filesBelow("pull-request/files/")].filter(([path, text]) => base.get(path) === text);

    expect(unchanged).toEqual([]);
  });

  test("keeps the ids of the rules in a file that it replaces", () => {
    const base = baseFiles();
    const replaced = new Map([...filesBelow("pull-request/files/")].filter(([path]) => base.has(path)));
    const before = new Map([...base].filter(([path]) => replaced.has(path)));

    expect(replaced.size).toBe(4);
    expect(documentsOf(replaced).map(pathAndId)).toEqual(documentsOf(before).map(pathAndId));
  });

  test("moves one rule, with its id and all of its text", () => {
    const pathsAtBase = new Map([...baseFiles()].map(([path, text]) => [text, path]));

    const moves = [...filesBelow("pull-request/files/")].flatMap(([path, text]) => {
      const from = pathsAtBase.get(text);
      return from === undefined ? [] : [{ from, to: path }];
    });

    expect(moves).toEqual([
      { from: "rules/cloud/aws_console_login_without_mfa.yml", to: "rules/cloud/aws/console_login_without_mfa.yml" },
    ]);
    expect(removedPaths()).toContain("rules/cloud/aws_console_login_without_mfa.yml");
  });
});

function read(path: string): string {
  return readFileSync(new URL(path, examples), "utf8");
}

/** All files below a folder of the example, by their path in it. */
function filesBelow(folder: string): Map<string, string> {
  const root = fileURLToPath(new URL(folder, examples));
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
  return new Map(paths.sort().map((path) => [path, read(folder + path)]));
}

function baseFiles(): Map<string, string> {
  return filesBelow("detections/");
}

function headFiles(): Map<string, string> {
  const files = new Map([...baseFiles(), ...filesBelow("pull-request/files/")]);
  for (const path of removedPaths()) files.delete(path);
  return files;
}

function removedPaths(): readonly string[] {
  return read("pull-request/removed.txt").trimEnd().split("\n");
}

/** The rules and filters of a tree; its workflow and configuration are neither. */
function documentsOf(files: ReadonlyMap<string, string>): readonly ExampleDocument[] {
  return [...files]
    .filter(([path]) => /^(?:rules|filters)\//.test(path))
    .flatMap(([path, text]) =>
      loadAll(text)
        .filter(isMapping)
        .map((content) => ({ path, content })),
    );
}

function pathAndId({ path, content }: ExampleDocument): string {
  return `${path} ${content.id}`;
}

function tagsOf({ content }: ExampleDocument): readonly string[] {
  return textsIn(content, "tags");
}

function techniqueTags(rule: ExampleDocument): readonly string[] {
  return tagsOf(rule).filter(isTechniqueTag);
}

function isTechniqueTag(tag: string): boolean {
  return /^attack\.t\d{4}(?:\.\d{3})?$/.test(tag);
}

/** Tags for the tactics of the technique that a tag stands for today. */
function tacticTags(techniqueTag: string): readonly string[] {
  const { tactics, techniques } = attack();
  const id = techniqueTag.slice("attack.".length).toUpperCase();
  const named = techniques.find((technique) => technique.id === id);
  const today = named?.state.kind === "revoked" ? named.state.replacedBy : id;
  const technique = techniques.find((candidate) => candidate.id === today);
  return tactics
    .filter((tactic) => technique?.tactics.includes(tactic.id))
    .map(({ shortName }) => `attack.${shortName}`);
}

function attack(): AttackData {
  return JSON.parse(readFileSync(new URL("../../data/attack/enterprise-19.json", import.meta.url), "utf8"));
}

/** The texts in a list of a mapping; none where either is not there. */
function textsIn(value: unknown, key: string): readonly string[] {
  const list = isMapping(value) ? value[key] : undefined;
  return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
}

/** What a detection, at any depth, wants the image path to end with. */
function imagesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(imagesIn);
  if (!isMapping(value)) return [];
  return [...textsIn(value, "Image|endswith"), ...Object.values(value).flatMap(imagesIn)];
}
