import { describe, expect, test } from "vitest";
import { elasticRule } from "../support/elastic-rule.ts";
import { createRepository, type Files, type TestRepository } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";
import { ruleId, sigmaRule } from "../support/sigma-rule.ts";

const lsass = sigmaRule({ id: "01", title: "LSASS dumped", technique: "t1003.001", image: "procdump.exe" });
const shadow = sigmaRule({ id: "02", title: "Shadow copies deleted", technique: "t1490", image: "vssadmin.exe" });
const task = sigmaRule({ id: "03", title: "Task scheduled", technique: "t1053.005", image: "schtasks.exe" });
const defender = sigmaRule({ id: "04", title: "Defender off", technique: "t1562.001", image: "mpcmdrun.exe" });
const rundll = elasticRule({
  id: "05",
  title: "Rundll32 without arguments",
  technique: "T1218.011",
  query: ['process where process.name == "rundll32.exe" and process.args_count == 1'],
});
const wmic = sigmaRule({ id: "06", title: "WMIC used", technique: "t1047", image: "wmic.exe" });
const certutil = sigmaRule({ id: "07", title: "File fetched", technique: "t1105", image: "certutil.exe" });
const bits = sigmaRule({ id: "08", title: "File fetched by BITS", technique: "t1105", image: "bitsadmin.exe" });

const widerLsass = lsass.replace(
  'Image|endswith: "\\\\procdump.exe"',
  'Image|endswith: ["\\\\procdump.exe", "\\\\dumpert.exe"]',
);
const narrowerLsass = widerLsass.replace(
  "    condition: selection\n",
  "    support:\n        User|contains: helpdesk\n    condition: selection and not support\n",
);
const renamedWmic = wmic
  .replace(ruleId("06"), ruleId("16"))
  .replace("WMIC used", "WMIC used for something")
  .replace("status:", `related:\n    - id: ${ruleId("06")}\n      type: renamed\nstatus:`);

/** The rules that the history begins with. */
const first: Files = {
  "rules/lsass.yml": lsass,
  "rules/shadow.yml": shadow,
  "rules/task.yml": task,
  "rules/defender.yml": defender,
  "elastic/rundll.toml": rundll,
  "rules/wmic.yml": wmic,
};

interface Step {
  /** What the commit does to the files. */
  readonly files: Files;
  /** What a reader is to be told of it, written before it was seen. */
  readonly says: readonly string[];
  /** 0 if not given. */
  readonly exitCode?: number;
}

/** Each step follows on those before it. */
const history: readonly (readonly [string, Step])[] = [
  ["a rule is added", { files: { "rules/certutil.yml": certutil }, says: ["added 07", "T1105 gained"] }],
  ["a second one for it", { files: { "rules/bits.yml": bits }, says: ["added 08", "T1105 strengthened"] }],
  [
    "a title is edited",
    { files: { "rules/bits.yml": bits.replace("by BITS", "by bitsadmin") }, says: ["edited 08: title"] },
  ],
  [
    "comments, blanks and the order of keys are edited",
    { files: { "rules/shadow.yml": `# Ours.\n${shadow.replace("level: high\n", "")}\n\nlevel:   high\n` }, says: [] },
  ],
  [
    "a value is added",
    { files: { "rules/lsass.yml": widerLsass }, says: ["edited 01: logic, wider", "note rule-widened"] },
  ],
  [
    "an exclusion is added",
    { files: { "rules/lsass.yml": narrowerLsass }, says: ["edited 01: logic, narrower", "note rule-narrowed"] },
  ],
  [
    "a file is renamed",
    {
      files: { "rules/lsass.yml": undefined, "rules/windows/lsass.yml": narrowerLsass },
      says: ["moved 01: rules/lsass.yml → rules/windows/lsass.yml"],
    },
  ],
  [
    "a file is moved into the folder of another kind of rules",
    {
      files: { "elastic/rundll.toml": undefined, "elastic/building_block/rundll.toml": rundll },
      says: ["moved 05: elastic/rundll.toml → elastic/building_block/rundll.toml"],
    },
  ],
  [
    "two files are merged into one",
    {
      files: { "rules/shadow.yml": undefined, "rules/task.yml": undefined, "rules/both.yml": `${shadow}---\n${task}` },
      says: ["moved 02: rules/shadow.yml → rules/both.yml", "moved 03: rules/task.yml → rules/both.yml"],
    },
  ],
  [
    "the file is split again, the other way round",
    {
      files: { "rules/both.yml": shadow, "rules/tasks/task.yml": task },
      says: ["moved 03: rules/both.yml → rules/tasks/task.yml"],
    },
  ],
  [
    "a rule gets another id and title, and says what it was called",
    {
      files: { "rules/wmic.yml": undefined, "rules/wmi/wmic.yml": renamedWmic },
      says: ["moved 16: rules/wmic.yml → rules/wmi/wmic.yml", "edited 16: id, title"],
    },
  ],
  [
    "a rule gets another id and nothing else",
    {
      files: { "rules/bits.yml": bits.replace(ruleId("08"), ruleId("18")).replace("by BITS", "by bitsadmin") },
      says: ["edited 18: id"],
    },
  ],
  [
    "a rule is deprecated",
    {
      files: { "rules/certutil.yml": certutil.replace("status: test", "status: deprecated") },
      says: ["edited 07: lifecycle", "T1105 thinned", "warning technique-thinned"],
    },
  ],
  [
    "a rule is revived",
    { files: { "rules/certutil.yml": certutil }, says: ["edited 07: lifecycle", "T1105 strengthened"] },
  ],
  [
    "a revoked id is brought up to date",
    {
      files: { "rules/defender.yml": defender.replace("t1562.001", "t1685") },
      says: ["edited 04: techniques", "T1685 moved"],
    },
  ],
  [
    "a rule is claimed for another technique",
    {
      files: { "rules/defender.yml": defender.replace("t1562.001", "t1489") },
      says: ["edited 04: techniques", "T1489 gained", "T1685 lost", "error technique-lost"],
      exitCode: 1,
    },
  ],
  [
    // Elastic has a technique named with its parent.
    "a rule is written anew in another format, under its id",
    {
      files: {
        "rules/tasks/task.yml": undefined,
        "elastic/task.toml": elasticRule({
          id: "03",
          title: "Task scheduled",
          technique: "T1053.005",
          query: ['process where process.name == "schtasks.exe"'],
        }),
      },
      says: [
        "moved 03: rules/tasks/task.yml → elastic/task.toml",
        "edited 03: lifecycle, log-source, techniques, logic, other",
      ],
    },
  ],
  [
    "a rule is deleted",
    {
      files: { "rules/both.yml": undefined },
      says: ["removed 02", "T1490 lost", "error technique-lost"],
      exitCode: 1,
    },
  ],
  ["the deletion is reverted", { files: { "rules/both.yml": shadow }, says: ["added 02", "T1490 gained"] }],
];

describe("the history of a repository, commit by commit", () => {
  const repository = createRepository();
  repository.commit(first);

  test.each(history)("%s", async (_, { files, says, exitCode = 0 }) => {
    repository.commit(files);

    const run = await diff(repository, "HEAD~1");

    expect(run).toEqual({ exitCode, says: [...says].sort() });
  });

  test("from its beginning, all of it at once", async () => {
    const { says } = await diff(repository, repository.git("rev-list", "--max-parents=0", "HEAD"));

    expect(says).toEqual(
      [
        "added 07",
        "added 18",
        "moved 01: rules/lsass.yml → rules/windows/lsass.yml",
        "moved 02: rules/shadow.yml → rules/both.yml",
        "moved 03: rules/task.yml → elastic/task.toml",
        "moved 05: elastic/rundll.toml → elastic/building_block/rundll.toml",
        "moved 16: rules/wmic.yml → rules/wmi/wmic.yml",
        "edited 01: logic, other",
        "edited 03: lifecycle, log-source, techniques, logic, other",
        "edited 04: techniques",
        "edited 16: id, title",
        "T1105 gained",
        "T1489 gained",
        "T1685 lost",
        "error technique-lost",
      ].sort(),
    );
  });

  test("a branch that is merged says what the branch did, and nothing that came meanwhile", async () => {
    repository.branch("work");
    repository.commit({ "rules/new.yml": sigmaRule(regsvr) });
    repository.checkout("main");
    repository.commit({ "rules/certutil.yml": undefined });
    repository.merge("work");

    expect((await diff(repository, "HEAD^1")).says).toEqual(["T1218 strengthened", "T1218.010 gained", "added 09"]);
  });
});

const regsvr = { id: "09", title: "Regsvr32 used", technique: "t1218.010", image: "regsvr32.exe" };

interface DiffDocument {
  readonly rules: {
    readonly added: readonly { readonly key: string }[];
    readonly removed: readonly { readonly key: string }[];
    readonly moved: readonly { readonly key: string; readonly from: string; readonly to: string }[];
    readonly edited: readonly {
      readonly key: string;
      readonly aspects: readonly string[];
      readonly logic: { readonly effect: string } | null;
    }[];
  };
  readonly techniques: readonly { readonly id: string; readonly change: string }[];
  readonly findings: readonly { readonly check: string; readonly level: string }[];
}

/** What the program says of the last commit, a line for each thing, sorted. */
async function diff(repository: TestRepository, base: string) {
  const { exitCode, stdout } = await runDetcov(["diff", "--base", base, "--format", "json"], {
    directory: repository.path,
  });
  const { rules, techniques, findings }: DiffDocument = JSON.parse(stdout);
  const says = [
    ...rules.added.map(({ key }) => `added ${key.slice(-2)}`),
    ...rules.removed.map(({ key }) => `removed ${key.slice(-2)}`),
    ...rules.moved.map(({ key, from, to }) => `moved ${key.slice(-2)}: ${from} → ${to}`),
    ...rules.edited.map(({ key, aspects, logic }) => {
      return `edited ${key.slice(-2)}: ${[...aspects, ...(logic === null ? [] : [logic.effect])].join(", ")}`;
    }),
    ...techniques.map(({ id, change }) => `${id} ${change}`),
    ...findings.map(({ check, level }) => `${level} ${check}`),
  ];
  return { exitCode, says: says.sort() };
}
