import { describe, expect, test } from "vitest";
import type { Corpus } from "../../src/analysis/analyse.ts";
import type { Knowledge } from "../../src/app/knowledge.ts";
import { readCorpora } from "../../src/app/read-corpora.ts";
import { createCatalogue } from "../../src/attack/catalogue.ts";
import { createEventMap } from "../../src/canon/events.ts";
import { createFieldDictionary } from "../../src/canon/fields.ts";
import type { RuleSource } from "../../src/config/config.ts";
import type { FileTree } from "../../src/io/file-tree.ts";
import { ConfigError } from "../../src/model/config-error.ts";
import { shortly } from "../support/conditions.ts";
import { noThreads } from "../support/no-threads.ts";

const knowledge: Omit<Knowledge, "fingerprint"> = {
  catalogue: createCatalogue({ domain: "enterprise-attack", version: "19", tactics: [], techniques: [] }),
  fields: createFieldDictionary([]),
  events: createEventMap(
    { providerPrefixes: [], providerAliases: {}, operations: {}, tableSeparators: [], entries: [] },
    {},
  ),
};

const everything: RuleSource = {
  name: "rules",
  format: undefined,
  include: ["**"],
  exclude: [],
  macros: ["**/macros/**", "**/macros.conf"],
  role: "own",
};

function source(changes: Partial<RuleSource>): RuleSource {
  return { ...everything, ...changes };
}

/** A tree in memory; `reads` takes the paths that are read of it. */
function tree(files: Readonly<Record<string, string>>, reads: string[] = []): FileTree {
  const entries = Object.keys(files)
    .sort()
    .map((path) => ({ path, kind: "file" as const, blob: `${files[path]}`, size: undefined }));
  return {
    revision: "working tree",
    entries: async () => entries,
    read: async (wanted, take) => {
      for (const entry of wanted) {
        reads.push(entry.path);
        take(entry, { kind: "text", text: files[entry.path] ?? "", blob: `${entry.blob}` });
      }
    },
  };
}

async function read(sources: readonly RuleSource[], ...trees: readonly FileTree[]): Promise<readonly Corpus[]> {
  const config = { sources, fields: [], events: [] };
  return await readCorpora(trees, { config, knowledge, cache: undefined, threads: noThreads.readers });
}

function conditionsOf(corpus: Corpus | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((corpus?.rules ?? []).map(({ rule }) => [rule.path, shortly(rule.condition)]));
}

const rule = "name: LSASS Opened\ntype: TTP\nsearch: '`sysmon` EventCode=10'\n";
const macro = (index: string) => `name: sysmon\ndefinition: index=${index}\ndescription: Where Sysmon's events are.\n`;

describe("macros that a tree defines", () => {
  test("are found in every folder of that name and in every macros.conf, if nothing is configured", async () => {
    const [corpus] = await read(
      [everything],
      tree({
        "soc/detections/a.yml": rule,
        "soc/macros/sysmon.yml": macro("soc"),
        "app/default/macros.conf": "[sysmon]\ndefinition = index=app\n",
        "app/default/savedsearches.conf": "[B]\naction.notable = 1\nsearch = `sysmon` EventCode=10\n",
      }),
    );

    expect(conditionsOf(corpus)).toEqual({
      "app/default/savedsearches.conf": '(index equals~ "app" and EventCode equals~ "10")',
      "soc/detections/a.yml": '(index equals~ "soc" and EventCode equals~ "10")',
    });
    expect(corpus).toMatchObject({ files: 2, diagnostics: [] });
  });

  test("are those that a source of the configuration names, whatever their folder is called", async () => {
    const [corpus] = await read(
      [
        source({ name: "own", include: ["own/**"], macros: ["own/search-macros/*.yml"] }),
        source({ name: "vendor", include: ["vendor/**"], macros: ["vendor/**/*.yml"], role: "reference" }),
      ],
      tree({
        "macros/sysmon.yml": macro("nobody"),
        "own/a.yml": rule,
        "own/search-macros/sysmon.yml": macro("own"),
        "vendor/a.yml": rule,
        "vendor/shared/sysmon.yml": macro("vendor"),
      }),
    );

    expect(conditionsOf(corpus)).toEqual({
      "own/a.yml": '(index equals~ "own" and EventCode equals~ "10")',
      "vendor/a.yml": '(index equals~ "vendor" and EventCode equals~ "10")',
    });
  });

  test("can be none", async () => {
    const [corpus] = await read([source({ macros: [] })], tree({ "a.yml": rule, "macros/sysmon.yml": macro("soc") }));

    expect(conditionsOf(corpus)).toEqual({ "a.yml": '(?unresolved-macro{`sysmon`} and EventCode equals~ "10")' });
  });

  test("that are broken are said once, and only where there are rules that could use them", async () => {
    const broken = { "macros/sysmon.yml": "name: 'sysmon\n" };
    const sources = [source({ name: "a", include: ["a.yml"] }), source({ name: "b" })];

    const [unused] = await read(sources, tree({ ...broken, "b.yml": "name: nothing\n" }));
    const [used] = await read(sources, tree({ ...broken, "a.yml": rule, "b.yml": rule }));

    expect(unused?.diagnostics).toEqual([]);
    expect(used?.diagnostics.map(({ code, location }) => `${location.path} ${code}`)).toEqual([
      "macros/sysmon.yml syntax-error",
    ]);
  });
});

describe("two revisions", () => {
  test("share the readings and macros of files that both have, and what is wrong with them", async () => {
    const reads: string[] = [];
    const files = { "a.yml": rule, "macros/sysmon.yml": macro("soc"), "macros/x.yml": "name: 'x\n" };

    const [base, head] = await read([everything], tree(files), tree({ ...files, "b.yml": rule }, reads));

    expect(head?.rules[0]).toBe(base?.rules[0]);
    expect(reads).toEqual(["b.yml"]);
    expect([base, head].map((corpus) => corpus?.diagnostics.length)).toEqual([1, 1]);
  });

  test("differ in the rules that use a macro which one of them changes", async () => {
    const [base, head] = await read(
      [everything],
      tree({ "a.yml": rule, "macros/sysmon.yml": macro("soc") }),
      tree({ "a.yml": rule, "macros/sysmon.yml": macro("all") }),
    );

    expect(conditionsOf(base)["a.yml"]).toBe('(index equals~ "soc" and EventCode equals~ "10")');
    expect(conditionsOf(head)["a.yml"]).toBe('(index equals~ "all" and EventCode equals~ "10")');
  });
});

describe("the values that the rules of a revision test", () => {
  const sources = [source({ macros: [] })];
  const shells = (field: string, ...values: readonly string[]) =>
    `name: Shells\ntype: TTP\nsearch: index=main ${field} IN (${values.map((value) => `"${value}"`).join(", ")})\n`;

  async function readAtMost(mostValues: number, ...trees: readonly FileTree[]): Promise<readonly Corpus[]> {
    const config = { sources, fields: [], events: [] };
    return await readCorpora(trees, { config, knowledge, cache: undefined, threads: noThreads.readers, mostValues });
  }

  test("may be as many as the limit says, in each revision", async () => {
    const files = { "a.yml": shells("Image", "cmd.exe", "sh"), "b.yml": shells("User", "root") };

    const corpora = await readAtMost(5, tree(files), tree(files));

    expect(corpora.map(({ rules }) => rules.length)).toEqual([2, 2]);
  });

  test("end the run where they are more, with the file that was too much", async () => {
    const files = { "a.yml": shells("Image", "cmd.exe", "sh"), "b.yml": shells("User", "root", "SYSTEM") };

    const reading = readAtMost(5, tree(files));

    await expect(reading).rejects.toThrow(
      new ConfigError(
        'The rule files test more than 5 values, which is more than one run reads; "b.yml" alone tests 3. ' +
          'Leave such files out with "exclude" of "sources", or read fewer folders.',
      ),
    );
  });

  test("count where a rule excludes what has them", async () => {
    const files = { "a.yml": "name: Shells\ntype: TTP\nsearch: index=main NOT Image IN (a, b, c)\n" };

    await expect(readAtMost(3, tree(files))).rejects.toThrow(ConfigError);
  });
});
