import { describe, expect, test } from "vitest";
import { createRepository, type TestRepository } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";
import { sigmaRule } from "../support/sigma-rule.ts";

const procdump = sigmaRule({ id: "01", title: "ProcDump", technique: "t1003.001", image: "procdump.exe" });
const dumper = sigmaRule({ id: "02", title: "Dumper", technique: "t1003.001", image: "dumper.exe" });
const vssadmin = sigmaRule({ id: "03", title: "Shadow copies", technique: "t1490", image: "vssadmin.exe" });

/** Four weeks of two rules that come and one that goes. */
function fourWeeks(): TestRepository {
  const repository = createRepository();
  repository.commit({ "rules/procdump.yml": procdump }, { at: "2026-03-01T12:00:00Z" });
  repository.commit({ "rules/vssadmin.yml": vssadmin }, { at: "2026-03-10T12:00:00Z" });
  repository.commit({ "rules/dumper.yml": dumper, "rules/vssadmin.yml": undefined }, { at: "2026-03-16T12:00:00Z" });
  repository.commit({ "README.md": "Rules" }, { at: "2026-03-22T12:00:00Z" });
  return repository;
}

function trend({ path }: { readonly path: string }, ...args: readonly string[]) {
  return runDetcov(["trend", "--since", "21d", ...args], { directory: path });
}

describe("detcov trend", () => {
  test("counts at each date what the newest commit until then held", async () => {
    const { exitCode, stdout } = await trend(fourWeeks(), "--format", "csv");

    const rows = stdout.trimEnd().split("\r\n").slice(1);
    expect(exitCode).toBe(0);
    expect(rows.map((row) => row.replace(/,[0-9a-f]{40},/, " "))).toEqual([
      "2026-03-01 1,1,2,697,2,0",
      "2026-03-08 1,1,2,697,2,0",
      "2026-03-15 2,2,3,697,3,0",
      "2026-03-22 2,2,2,697,0,0",
    ]);
  });

  test("agrees at its end with the report, and judges all of it as the newest commit says", async () => {
    const repository = fourWeeks();
    repository.commit(
      { ".github/detcov.yml": "attack: {version: 18.1}\ncount: {lifecycle: [stable]}\n" },
      { at: "2026-03-22T13:00:00Z" },
    );

    const { stdout } = await trend(repository, "--format", "json");
    const report = await runDetcov(["report", "--format", "json"], { directory: repository.path });

    const { attack, samples } = JSON.parse(stdout);
    expect(attack.version).toBe("18.1");
    expect(samples.map(({ counted }: { counted: number }) => counted)).toEqual([0, 0, 0, 0]);
    expect(samples.at(-1)).toMatchObject({ rules: JSON.parse(report.stdout).corpus.rules, counted: 0, total: 691 });
  });

  test("follows the default branch, and a merge is there when it was merged", async () => {
    const repository = fourWeeks();
    repository.branch("feature");
    repository.commit({ "rules/vssadmin.yml": vssadmin }, { at: "2026-03-23T12:00:00Z" });

    const ofMain = await trend(repository, "--format", "json");
    const ofFeature = await trend(repository, "--format", "json", "--ref", "feature");

    expect(JSON.parse(ofMain.stdout).samples.at(-1)).toMatchObject({ date: "2026-03-22", rules: 2 });
    expect(JSON.parse(ofFeature.stdout).samples.at(-1)).toMatchObject({ date: "2026-03-23", rules: 3 });
  });

  test("reads a folder of the repository, and says where the history is shorter", async () => {
    const { stdout } = await runDetcov(["trend", "--root", "rules"], { directory: fourWeeks().path });

    expect(stdout).toContain("Rules that count    ▁▁██  1 → 2");
    expect(stdout).toContain("The history is shorter than 1 year.");
  });

  test("reads a rule anew when a macro that it is made of changes", async () => {
    const repository = createRepository();
    const macro = (definition: string) => `name: dumpers\ndefinition: '${definition}'\n`;
    const detection = `name: Dumpers\nid: 7d0e9c50-5c1c-4f2f-8a3b-0d1f5f0a0001\nstatus: production\ntype: TTP\nsearch: '\`dumpers\`'\nhow_to_implement: none\nknown_false_positives: none\ntags: {mitre_attack_id: [T1003.001]}\n`;
    const wide = Array.from({ length: 9 }, (_, index) =>
      sigmaRule({ id: `1${index}`, title: `Tool ${index}`, technique: "t1490", image: "tool.exe" }),
    );
    const others = Object.fromEntries(wide.map((text, index) => [`rules/${index}.yml`, text]));
    repository.commit(
      { ...others, "detections/a.yml": detection, "macros/dumpers.yml": macro("process_name=rare.exe") },
      { at: "2026-03-01T12:00:00Z" },
    );
    repository.commit({ "macros/dumpers.yml": macro("process_name=tool.exe") }, { at: "2026-03-08T12:00:00Z" });

    const { stdout } = await trend(repository, "--format", "csv");

    const noisy = stdout
      .trimEnd()
      .split("\r\n")
      .slice(1)
      .map((row) => row.split(",").at(-1));
    expect(noisy).toEqual(["0", "10"]);
  });

  test("refuses a clone that was cut off, with the remedy", async () => {
    const clone = fourWeeks().clone({ depth: 2 });

    const { exitCode, stderr } = await trend(clone);

    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      "detcov: This clone is shallow: its history begins on 2026-03-16, and 21 days of it is asked for. " +
        'Check out with "fetch-depth: 0", run "git fetch --unshallow", or ask for less with --since.\n',
    );
  });

  test("takes a cut-off clone whose history is long enough", async () => {
    const clone = fourWeeks().clone({ depth: 2 });

    const { exitCode } = await runDetcov(["trend", "--since", "3d", "--every", "1d"], { directory: clone.path });

    expect(exitCode).toBe(0);
  });

  test.each([
    [["--since", "soon"], /"--since soon" is no span of time\. Write a number with d, w, m or y/],
    [["--since", "20y", "--every", "1d"], /One sample every 1 day over 20 years is more than 1000 samples/],
  ])("refuses %j", async (args, message) => {
    const { exitCode, stderr } = await runDetcov(["trend", ...args], { directory: fourWeeks().path });

    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });

  test("gives the same bytes again", async () => {
    const repository = fourWeeks();

    const [one, other] = await Promise.all([
      trend(repository, "--format", "svg"),
      trend(repository, "--format", "svg"),
    ]);

    expect(one.stdout).toBe(other.stdout);
    expect(one.stdout).toMatch(/^<svg /);
  });
});
