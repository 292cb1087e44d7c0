import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  findCycles,
  findForbiddenImports,
  findImportsPastIndex,
  findSiblingImports,
  findUsesOfTheWorld,
  type Layers,
  type Module,
  readModules,
} from "./support/architecture.ts";

/** Who may know whom; ARCHITECTURE.md shows the same table. From the inside to the outside. */
const layers: Layers = {
  model: { layers: [], packages: [] },
  syntax: { layers: ["model"], packages: ["js-yaml", "smol-toml"] },
  languages: { layers: ["model", "syntax"], packages: [] },
  formats: { layers: ["model", "syntax", "languages"], packages: [] },
  attack: { layers: ["model"], packages: [] },
  canon: { layers: ["model"], packages: [] },
  analysis: { layers: ["model", "attack"], packages: ["fastest-levenshtein"] },
  policy: { layers: ["model", "attack"], packages: [] },
  report: { layers: ["model", "attack"], packages: ["diff", "hyparquet-writer", "node:crypto"] },
  config: {
    layers: ["model", "canon"],
    packages: ["type:ajv", "fastest-levenshtein", "js-yaml", "type:json-schema-to-ts"],
  },
  io: { layers: ["model"], packages: ["node:*", "node:*/*", "fast-glob"] },
  "io/github": { layers: ["model", "io"], packages: ["node:*", "node:*/*", "@actions/*", "@octokit/*"] },
  app: {
    layers: [
      ...["model", "languages", "formats", "attack", "canon", "analysis", "policy", "report", "config"],
      ...["io", "io/github"],
    ],
    packages: ["node:path", "node:util", "picomatch"],
  },
  "version.ts": { layers: [], packages: [] },
  "cli.ts": { layers: ["app", "io", "version.ts"], packages: ["node:path", "node:url", "node:v8"] },
  "action.ts": { layers: ["app", "io", "io/github", "version.ts"], packages: ["node:url"] },
  "reader.ts": { layers: ["app", "io"], packages: ["node:url", "node:v8", "node:worker_threads"] },
  "writer.ts": { layers: ["io"], packages: ["node:worker_threads"] },
  "neighbours.ts": { layers: ["app", "analysis", "io"], packages: ["node:worker_threads"] },
};

/** Folders that the rest knows by their `index.ts` alone. */
const closedFolders = ["formats/*", "languages/*", "policy/checks", "app/commands"];

/** The only ones that look at the process, the console, the clock, and at chance. */
const entryPoints = ["cli.ts", "action.ts", "reader.ts"];

describe("the source", () => {
  const modules = readModules();

  test("is found", () => {
    expect(modules.map(({ path }) => path)).toContain("model/condition.ts");
  });

  test("imports along the layers only", () => {
    expect(findForbiddenImports(modules, layers)).toEqual([]);
  });

  test("keeps formats from each other, and languages too", () => {
    expect([...findSiblingImports(modules, "formats"), ...findSiblingImports(modules, "languages")]).toEqual([]);
  });

  test("enters closed folders by their index", () => {
    expect(findImportsPastIndex(modules, closedFolders)).toEqual([]);
  });

  test("has no circular imports", () => {
    expect(findCycles(modules)).toEqual([]);
  });

  test("looks at process, console, clock and chance in the entry points only", async () => {
    const others = modules.filter(({ path }) => !entryPoints.includes(path));

    expect(await findUsesOfTheWorld(others)).toEqual([]);
  });
});

describe("ARCHITECTURE.md", () => {
  test("has the table of layers", () => {
    const page = readFileSync(new URL("../ARCHITECTURE.md", import.meta.url), "utf8");

    expect(page).toContain(printTable(layers));
  });

  function printTable(table: Layers): string {
    const rows = Object.entries(table).map(([name, { layers: others, packages }]) => {
      const words = packages.map((each) => (each.startsWith("type:") ? `types of ${code(each.slice(5))}` : code(each)));
      return `| \`${name}\` | ${others.map(code).join(", ") || "—"} | ${words.join(", ") || "—"} |`;
    });
    return ["| Layer | may import | packages and Node's modules |", "| :-- | :-- | :-- |", ...rows, ""].join("\n");
  }

  function code(text: string): string {
    return `\`${text}\``;
  }
});

describe("findForbiddenImports", () => {
  const layered: Layers = {
    model: { layers: [], packages: [] },
    io: { layers: ["model"], packages: ["node:*", "type:ajv"] },
    "io/github": { layers: ["model", "io"], packages: ["@actions/*"] },
  };

  test.each([
    ['import { readTree } from "../io/tree.ts";'],
    ['import type { Tree } from "../io/tree.ts";'],
    ['import {\n  readTree,\n  type Tree,\n} from "../io/tree.ts";'],
    ['export { readTree } from "../io/tree.ts";'],
    ['export * from "../io/tree.ts";'],
    ['import "../io/tree.ts";'],
    ['const tree = await import("../io/tree.ts");'],
  ])("a lower layer may not import a higher one: %s", (text) => {
    const found = findForbiddenImports([{ path: "model/rule.ts", text }], layered);

    expect(found).toEqual(["model/rule.ts imports io/tree.ts, which model may not"]);
  });

  test("a higher layer may import a lower one, and its own", () => {
    const text = 'import { rule } from "../model/rule.ts";\nimport { read } from "./read.ts";\n';

    expect(findForbiddenImports([{ path: "io/tree.ts", text }], layered)).toEqual([]);
  });

  test("a folder in a layer can be a layer of its own", () => {
    const modules = [
      { path: "io/tree.ts", text: 'import { post } from "./github/comment.ts";' },
      { path: "io/github/comment.ts", text: 'import { read } from "../tree.ts";' },
    ];

    expect(findForbiddenImports(modules, layered)).toEqual([
      "io/tree.ts imports io/github/comment.ts, which io may not",
    ]);
  });

  test("a package is for the layers that name it", () => {
    const text = 'import { readFile } from "node:fs";\nimport { getInput } from "@actions/core";\n';

    expect(findForbiddenImports([{ path: "io/tree.ts", text }], layered)).toEqual([
      "io/tree.ts imports @actions/core, which io may not",
    ]);
  });

  test("a package may be allowed for its types alone", () => {
    const modules = [
      { path: "io/types.ts", text: 'import type { ErrorObject } from "ajv";' },
      { path: "io/values.ts", text: 'import { Ajv } from "ajv";' },
    ];

    expect(findForbiddenImports(modules, layered)).toEqual(["io/values.ts imports ajv, which io may not"]);
  });

  test("every module belongs to a layer", () => {
    expect(findForbiddenImports([{ path: "utils.ts", text: "" }], layered)).toEqual(["utils.ts belongs to no layer"]);
  });

  test("text that speaks of imports is none", () => {
    const text = 'export function explain() {\n  return `moved from "../io/tree.ts"`;\n}\n// import "../io/tree.ts"\n';

    expect(findForbiddenImports([{ path: "model/rule.ts", text }], layered)).toEqual([]);
  });
});

describe("findSiblingImports", () => {
  test("a format may not import another, also not its index", () => {
    const modules = [
      { path: "formats/splunk/read.ts", text: 'import { sigma } from "../sigma/index.ts";' },
      { path: "formats/splunk/index.ts", text: 'import { read } from "./read.ts";' },
    ];

    expect(findSiblingImports(modules, "formats")).toEqual([
      "formats/splunk/read.ts imports formats/sigma/index.ts, its neighbour",
    ]);
  });

  test("the registry beside the folders imports them all", () => {
    const modules = [{ path: "formats/index.ts", text: 'import { sigma } from "./sigma/index.ts";' }];

    expect(findSiblingImports(modules, "formats")).toEqual([]);
  });
});

describe("findImportsPastIndex", () => {
  const closed = ["formats/*"];

  test("a closed folder is imported by its index from outside", () => {
    const modules = [
      { path: "app/run.ts", text: 'import { readSigmaFile } from "../formats/sigma/read.ts";' },
      { path: "formats/index.ts", text: 'import { sigma } from "./sigma/index.ts";' },
    ];

    expect(findImportsPastIndex(modules, closed)).toEqual([
      "app/run.ts imports formats/sigma/read.ts past the index of its folder",
    ]);
  });

  test("a closed folder knows its own modules", () => {
    const modules = [{ path: "formats/sigma/index.ts", text: 'import { readSigmaFile } from "./read.ts";' }];

    expect(findImportsPastIndex(modules, closed)).toEqual([]);
  });

  test("what stands beside closed folders is open", () => {
    const modules = [{ path: "app/run.ts", text: 'import type { Format } from "../formats/format.ts";' }];

    expect(findImportsPastIndex(modules, closed)).toEqual([]);
  });
});

describe("findCycles", () => {
  test("a circle is told once, from where it is entered", () => {
    const modules = [
      { path: "model/a.ts", text: 'import { b } from "./b.ts";' },
      { path: "model/b.ts", text: 'import { c } from "./c.ts";' },
      { path: "model/c.ts", text: 'import type { B } from "./b.ts";' },
    ];

    expect(findCycles(modules)).toEqual(["model/b.ts → model/c.ts → model/b.ts"]);
  });

  test("two ways to one module are no circle", () => {
    const modules = [
      { path: "model/a.ts", text: 'import { b } from "./b.ts";\nimport { c } from "./c.ts";' },
      { path: "model/b.ts", text: 'import { c } from "./c.ts";' },
      { path: "model/c.ts", text: "" },
    ];

    expect(findCycles(modules)).toEqual([]);
  });
});

describe("findUsesOfTheWorld", () => {
  const uses = (text: string) => findUsesOfTheWorld([{ path: "model/rule.ts", text }] satisfies readonly Module[]);

  test.each([
    ["export const home = process.env.HOME;", "process.env"],
    ["export const folder = process.cwd();", "process.cwd"],
    ["export const { env } = process;", "process"],
    ["export const now = Date.now();", "Date.now"],
    ["export const today = new Date();", "new Date()"],
    ["export const start = performance.now();", "performance.now"],
    ["export const id = crypto.randomUUID();", "crypto.randomUUID"],
    ["export const die = Math.random();", "Math.random"],
    ['console.log("lsass.exe");', "console.log"],
  ])("%s", async (text, use) => {
    expect(await uses(text)).toEqual([`model/rule.ts uses ${use}`]);
  });

  test.each([
    ["a comment", "// as process.env says\nexport const rules = 3;"],
    ["a text", 'export const advice = "set process.env, then call Date.now()";'],
    ["a property", "export const take = (given: { process: string; Date: string }) => given.process + given.Date;"],
    ["a parameter", "export const run = (process: { env: string }) => process.env;"],
    ["a date handed in", "export const day = (time: number) => new Date(time).toISOString();"],
    ["arithmetic", "export const share = Math.round(2 / 3);"],
  ])("%s is none", async (_, text) => {
    expect(await uses(text)).toEqual([]);
  });
});
