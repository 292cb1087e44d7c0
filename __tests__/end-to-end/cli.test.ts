import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, test } from "vitest";
import { createRepository, type TestRepository, temporaryFolder } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";
import { ruleId, sigmaRule } from "../support/sigma-rule.ts";

const lsass = { id: "01", title: "LSASS dumped by ProcDump", technique: "t1003.001", image: "procdump.exe" };
const vssadmin = { id: "02", title: "Shadow copies deleted", technique: "t1490", image: "vssadmin.exe" };
const schtasks = { id: "03", title: "Task scheduled", technique: "t1053.005", image: "schtasks.exe" };

const lsassPath = "rules/lsass.yml";
const vssadminPath = "rules/vssadmin.yml";

/** A repository on `main` with the two rules on LSASS and shadow copies. */
function createRuleRepository(): TestRepository {
  const repository = createRepository();
  repository.commit({ [lsassPath]: sigmaRule(lsass), [vssadminPath]: sigmaRule(vssadmin) });
  return repository;
}

function diff(repository: TestRepository, ...options: readonly string[]) {
  return runDetcov(["diff", ...options], { directory: repository.path });
}

/** Of the document that the run printed, the parts that tests look at. */
function readDiff(stdout: string): {
  readonly base: { readonly revision: string | null; readonly reason: string };
  readonly rules: Readonly<Record<"added" | "removed" | "moved" | "edited", readonly { readonly key: string }[]>>;
  readonly techniques: readonly { readonly id: string; readonly change: string }[];
  readonly coverage: { readonly before: { readonly covered: number }; readonly after: { readonly covered: number } };
  readonly findings: readonly { readonly check: string; readonly level: string }[];
  readonly verdict: { readonly outcome: string };
} {
  return JSON.parse(stdout);
}

describe("detcov diff", () => {
  test("fails where the last rule of a technique is deleted, and names both", async () => {
    const repository = createRuleRepository();
    repository.commit({ [lsassPath]: undefined });

    const { exitCode, stdout, stderr } = await diff(repository);

    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
    expect(stdout).toMatch(/T1003\.001 .*has no rule left.*rules\/lsass\.yml.*deletes/);
  });

  test("passes where a rule is added", async () => {
    const repository = createRuleRepository();
    repository.commit({ "rules/schtasks.yml": sigmaRule(schtasks) });

    const { exitCode, stdout } = await diff(repository, "--format", "json");

    expect(exitCode).toBe(0);
    expect(readDiff(stdout)).toMatchObject({
      rules: { added: [{ key: ruleId("03") }], removed: [], moved: [], edited: [] },
      techniques: [
        { id: "T1053", change: "gained" },
        { id: "T1053.005", change: "gained" },
      ],
      coverage: { before: { covered: 3 }, after: { covered: 5 } },
      findings: [],
      verdict: { outcome: "pass" },
    });
  });

  test("passes where it fails on nothing by configuration", async () => {
    const repository = createRuleRepository();
    repository.commit({ ".github/detcov.yml": "fail-on: never\n" });
    repository.commit({ [lsassPath]: undefined });

    const { exitCode, stdout } = await diff(repository, "--format", "json");

    expect(exitCode).toBe(0);
    expect(readDiff(stdout).findings).toMatchObject([{ check: "technique-lost", level: "error" }]);
  });

  test("says that a moved file changes no coverage", async () => {
    const repository = createRuleRepository();
    repository.rename(lsassPath, "rules/credential-access/lsass.yml");
    repository.commit();

    const { exitCode, stdout } = await diff(repository, "--format", "json");

    expect(exitCode).toBe(0);
    expect(readDiff(stdout)).toMatchObject({
      rules: { added: [], removed: [], moved: [{ key: ruleId("01") }], edited: [] },
      techniques: [],
      coverage: { before: { covered: 3 }, after: { covered: 3 } },
      findings: [],
    });
  });

  test("calls a technique moved where only its id was brought up to date", async () => {
    const repository = createRepository();
    const defender = { id: "04", title: "Defender switched off", image: "mpcmdrun.exe" };
    repository.commit({ "rules/defender.yml": sigmaRule({ ...defender, technique: "t1562.001" }) });
    repository.commit({ "rules/defender.yml": sigmaRule({ ...defender, technique: "t1685" }) });

    const { exitCode, stdout } = await diff(repository, "--format", "json");

    expect(exitCode).toBe(0);
    const { techniques, coverage, findings } = readDiff(stdout);
    expect(techniques.map(({ id, change }) => [id, change])).toEqual([["T1685", "moved"]]);
    expect([coverage.before.covered, coverage.after.covered]).toEqual([1, 1]);
    expect(findings).toEqual([]);
  });

  test("fails where a changed file is broken, names the place, and reads the others", async () => {
    const repository = createRuleRepository();
    repository.commit({ "rules/broken.yml": "title: Broken\nlogsource:\n  product: windows\ndetection: [\n" });

    const { exitCode, stdout } = await diff(repository);

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/rules\/broken\.yml:\d+/);
    expect(stdout).toContain("2 rules read");
  });

  test("reads a repository without rules", async () => {
    const repository = createRepository();
    repository.commit({ "README.md": "# Detections to come\n" });
    repository.commit({ "README.md": "# Detections\n" });

    const { exitCode, stdout } = await diff(repository, "--format", "json");

    expect(exitCode).toBe(0);
    expect(readDiff(stdout)).toMatchObject({
      rules: { added: [], removed: [], moved: [], edited: [] },
      techniques: [],
      coverage: { before: { covered: 0 }, after: { covered: 0 } },
    });
  });

  test("has nothing to compare a first commit with, and says so", async () => {
    const repository = createRuleRepository();

    const { exitCode, stdout } = await diff(repository);

    expect(exitCode).toBe(0);
    expect(stdout).toContain("nothing to compare with, 2 rules read");
    expect(stdout).toContain("is the first commit");
  });

  test("judges files that are not committed yet", async () => {
    const repository = createRuleRepository();
    repository.write({ [lsassPath]: undefined, "rules/schtasks.yml": sigmaRule(schtasks) });

    const committed = await diff(repository, "--head", "HEAD");
    const onDisk = await diff(repository, "--working-tree", "--format", "json");

    expect(committed.exitCode).toBe(0);
    expect(onDisk.exitCode).toBe(1);
    expect(readDiff(onDisk.stdout)).toMatchObject({
      rules: { added: [{ key: ruleId("03") }], removed: [{ key: ruleId("01") }] },
    });
  });

  test("compares any two revisions", async () => {
    const repository = createRuleRepository();
    repository.git("tag", "v1");
    repository.commit({ "rules/schtasks.yml": sigmaRule(schtasks) });
    repository.commit({ "rules/schtasks.yml": undefined });

    const { exitCode, stdout } = await diff(repository, "--base", "v1", "--format", "json");

    expect(exitCode).toBe(0);
    expect(readDiff(stdout)).toMatchObject({ base: { revision: repository.id("v1") }, techniques: [] });
  });

  test("writes the same bytes for the same revisions", async () => {
    const repository = createRuleRepository();
    repository.commit({ [lsassPath]: undefined, "rules/schtasks.yml": sigmaRule(schtasks) });

    const [first, second] = await Promise.all([
      diff(repository, "--format", "json"),
      diff(repository, "--format", "json"),
    ]);

    expect(second).toEqual(first);
  });

  test("writes JSON as its schema says", async () => {
    const repository = createRuleRepository();
    repository.rename(vssadminPath, "rules/impact/vssadmin.yml");
    repository.commit({ [lsassPath]: undefined, "rules/schtasks.yml": sigmaRule({ ...schtasks, technique: "t9999" }) });
    const schema = readFileSync(new URL("../../schema/diff.schema.json", import.meta.url), "utf8");
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(schema));

    const { stdout } = await diff(repository, "--format", "json");

    validate(JSON.parse(stdout));
    expect(validate.errors).toBeNull();
  });
});

describe("detcov diff, in clones", () => {
  /** A server whose branch `tidy-up`, one commit long, deletes the rule on LSASS. */
  function createServer() {
    const server = createRuleRepository();
    server.commit({ "README.md": "# Detections\n" });
    server.branch("tidy-up");
    server.commit({ [lsassPath]: undefined });
    return server;
  }

  test("compares with where the branch left the default branch", async () => {
    const server = createServer();
    const left = server.id("main");
    server.checkout("main");
    server.commit({ "rules/schtasks.yml": sigmaRule(schtasks) });
    const clone = server.clone();
    clone.checkout("tidy-up");

    const { exitCode, stdout } = await diff(clone, "--format", "json");

    expect(exitCode).toBe(1);
    expect(readDiff(stdout)).toMatchObject({
      base: { revision: left, reason: "where HEAD left origin/main" },
      rules: { added: [], removed: [{ key: ruleId("01") }] },
    });
  });

  test("needs of GitHub's merge commit no more than its parents", async () => {
    const server = createServer();
    server.checkout("main");
    const base = server.commit({ "rules/schtasks.yml": sigmaRule(schtasks) });
    const merge = server.merge("tidy-up");

    const { exitCode, stdout } = await diff(server.cloneCommit(merge, 2), "--format", "json");

    expect(exitCode).toBe(1);
    expect(readDiff(stdout)).toMatchObject({
      base: { revision: base },
      rules: { added: [], removed: [{ key: ruleId("01") }] },
    });
  });

  test("refuses where the base was cut off, and says what to run", async () => {
    const clone = createServer().clone({ depth: 1, branch: "tidy-up" });

    const { exitCode, stdout, stderr } = await diff(clone);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain('"git fetch --unshallow"');
  });

  test("can be mended as it says", async () => {
    const clone = createServer().clone({ depth: 1, branch: "tidy-up" });
    clone.git("fetch", "--quiet", "--unshallow");

    const { exitCode, stdout } = await diff(clone);

    expect(exitCode).toBe(1);
    expect(stdout).toContain("T1003.001");
  });

  test("refuses a base that nobody has, and says what could be named", async () => {
    const { exitCode, stdout, stderr } = await diff(createServer(), "--base", "relase");

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/^detcov: "relase" is not a commit of this clone.*Name a branch, a tag or a commit/);
  });

  test("refuses a folder that is in no repository", async () => {
    const { exitCode, stderr } = await runDetcov(["diff"], { directory: temporaryFolder() });

    expect(exitCode).toBe(2);
    expect(stderr).toContain("is not in a git repository");
  });
});

describe("a hostile pull request", () => {
  const shout = "@octocat #1 <script>alert(1)</script> | </details> ![x](https://evil.example/x.png) `x`";
  const path = "rules/`@octocat` | <img src=x onerror=alert(1)> [evil](www.evil.example).yml";

  test("puts nothing into the comment but text", async () => {
    const repository = createRuleRepository();
    repository.commit({ [lsassPath]: sigmaRule({ ...lsass, title: shout, image: shout.replaceAll("/", "") }) });
    repository.plant({ path, content: sigmaRule({ ...schtasks, title: shout, technique: "t9999" }) });
    const args = ["--base", "HEAD~2", "--format", "markdown"];

    const { exitCode, stdout } = await diff(repository, ...args);

    expect(exitCode).toBe(1);
    const html = toHtml(stdout);
    const tags = new Set(Array.from(html.matchAll(/<([a-z]\w*)/gi), ([, name]) => name));
    const ours = "h3 table thead tbody tr th td p strong ul li a code details summary sub span".split(" ");
    expect([...tags].filter((name) => !ours.includes(name ?? ""))).toEqual([]);
    const addresses = Array.from(html.matchAll(/(?:href|src)="([^"]*)"/g), ([, address = ""]) => address);
    const places = ["https://attack.mitre.org/techniques/", "https://github.com/redcanaryco/atomic-red-team/blob/"];
    expect(addresses.filter((address) => !places.some((place) => address.startsWith(place)))).toEqual([]);
    expect(html.split("<details>").length).toBe(html.split("</details>").length);
    expect(html.replaceAll(/<code>.*?<\/code>/gs, "")).not.toMatch(/octocat|evil|alert/);
    expect(html).toContain("@octocat");
  });

  test("steers no terminal", async () => {
    const repository = createRuleRepository();
    const image = "\u001b[2J\u202egnp.exe\u0007";
    repository.commit({ [lsassPath]: sigmaRule({ ...lsass, title: image, image }) });

    const { stdout } = await diff(repository);

    expect(stdout).toContain("gnp.exe");
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });

  function toHtml(markdown: string): string {
    return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
  }
});

describe("the configuration of a pull request", () => {
  test("is the base's: a change can't switch off its own judge", async () => {
    const repository = createRepository();
    repository.commit({ [lsassPath]: sigmaRule(lsass), ".github/detcov.yml": "fail-on: error\n" });
    repository.commit({
      [lsassPath]: undefined,
      ".github/detcov.yml": "fail-on: never\nchecks:\n  technique-lost: off\n",
    });

    const { exitCode, stdout } = await diff(repository);

    expect(exitCode).toBe(1);
    expect(stdout).toContain("This change edits .github/detcov.yml, under which this change would pass");
    expect(stdout).toContain("fail-on: error → never");
  });

  test("is the head's where the base has none", async () => {
    const repository = createRuleRepository();
    repository.commit({ [lsassPath]: undefined, ".github/detcov.yml": "checks:\n  technique-lost: off\n" });

    const { exitCode } = await diff(repository);

    expect(exitCode).toBe(0);
  });

  test("is told with all that is wrong with it", async () => {
    const repository = createRuleRepository();
    repository.write({ ".github/detcov.yml": "fail-on: eror\nchecs: {}\n" });

    const { exitCode, stdout, stderr } = await runDetcov(["validate-config"], { directory: repository.path });

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/\.github\/detcov\.yml:1.*"error"/);
    expect(stderr).toMatch(/\.github\/detcov\.yml:2.*"checks"/);
  });
});

describe("other commands", () => {
  test("report reads a folder that is in no repository", async () => {
    const repository = createRuleRepository();
    const folder = join(repository.path, "rules");

    const { exitCode, stdout } = await runDetcov(["report", "--root", folder, "--format", "json"], {
      directory: temporaryFolder(),
    });

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ corpus: { files: 2, rules: 2, counted: 2 } });
  });

  test("report reads any revision, whatever is on disk", async () => {
    const repository = createRuleRepository();
    repository.commit({ [lsassPath]: undefined });

    const args = ["report", "--ref", "HEAD~1", "--format", "json"];
    const { stdout } = await runDetcov(args, { directory: repository.path });

    expect(JSON.parse(stdout)).toMatchObject({ revision: repository.id("HEAD~1"), corpus: { rules: 2 } });
  });

  test("report counts the lifecycles that it is told to", async () => {
    const repository = createRepository();
    repository.write({ [lsassPath]: sigmaRule({ ...lsass, status: "deprecated" }) });
    const report = async (...options: readonly string[]) => {
      const { stdout } = await runDetcov(["report", "--format", "json", ...options], { directory: repository.path });
      return JSON.parse(stdout).corpus.counted;
    };

    expect(await report()).toBe(0);
    expect(await report("--status", "all")).toBe(1);
    expect(await report("--status", "deprecated,stable")).toBe(1);
  });

  test("rule finds a rule by its path, its id and its folder", async () => {
    const repository = createRuleRepository();
    const keys = async (name: string) => {
      const { stdout } = await runDetcov(["rule", name, "--format", "json"], { directory: repository.path });
      return JSON.parse(stdout).rules.map(({ key }: { readonly key: string }) => key);
    };

    expect(await keys(lsassPath)).toEqual([ruleId("01")]);
    expect(await keys(ruleId("02"))).toEqual([ruleId("02")]);
    expect(await keys("rules")).toEqual([ruleId("01"), ruleId("02")]);
  });

  test("indicators are listed by reach", async () => {
    const repository = createRuleRepository();
    repository.write({ "rules/procdump.yml": sigmaRule({ ...lsass, id: "05" }) });

    const { stdout } = await runDetcov(["indicators", "--format", "json"], { directory: repository.path });

    const { indicators } = JSON.parse(stdout);
    expect(indicators).toMatchObject([
      { field: "Image", operator: "basename", value: "procdump.exe", reach: 2 },
      { field: "Image", operator: "basename", value: "vssadmin.exe", reach: 1 },
    ]);
  });
});

describe("the command line", () => {
  const run = (...args: readonly string[]) => runDetcov(args, { directory: temporaryFolder() });

  test("says its version, which is the package's", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

    expect(await run("--version")).toEqual({ exitCode: 0, stdout: `detcov ${version}\n`, stderr: "" });
  });

  test("explains every command", async () => {
    const { stdout: overview } = await run("--help");
    const names = Array.from(overview.matchAll(/^ {2}([a-z][a-z-]*) {2,}/gm), ([, name = ""]) => name);
    const pages = await Promise.all(names.map((name) => run(name, "--help")));

    expect(names).toContain("diff");
    expect(pages.every(({ exitCode, stderr }) => exitCode === 0 && stderr === "")).toBe(true);
    const all = [overview, ...pages.map(({ stdout }) => stdout)].join(`\n${"-".repeat(80)}\n\n`);
    await expect(all).toMatchFileSnapshot("help.golden.txt");
  });

  test.each([
    { args: ["dif"], says: '"dif" is no command. Did you mean "diff"?' },
    { args: ["diff", "--fromat", "json"], says: '"--fromat" is no option of `detcov diff`. Did you mean "--format"?' },
    { args: ["diff", "--format", "jsn"], says: '"--format jsn" is no format of `detcov diff`. Did you mean "json"?' },
    { args: ["report", "rules"], says: '`detcov report` takes no arguments, but got "rules".' },
    { args: ["rule"], says: "`detcov rule` needs PATH|KEY…" },
    { args: ["report", "--status", "stabel"], says: '"stabel" is no lifecycle. Did you mean "stable"?' },
    { args: ["indicators", "--min-reach", "many"], says: '"--min-reach many" is not a whole number' },
  ])("refuses $args with advice", async ({ args, says }) => {
    const { exitCode, stdout, stderr } = await run(...args);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(says);
  });

  test("writes to a file that it is told, and nothing to standard output", async () => {
    const { path } = createRuleRepository();

    const loud = await runDetcov(["report", "--format", "json", "--out", "out/report.json"], { directory: path });
    const quiet = await runDetcov(["report", "--out", "report.txt", "--quiet"], { directory: path });

    expect(loud).toEqual({ exitCode: 0, stdout: "", stderr: "Written to out/report.json.\n" });
    expect(JSON.parse(readFileSync(join(path, "out/report.json"), "utf8"))).toMatchObject({ schemaVersion: 1 });
    expect(quiet).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    expect(existsSync(join(path, "report.txt"))).toBe(true);
  });

  test("writes no colours where nobody looks", async () => {
    const { path } = createRuleRepository();

    const { stdout } = await runDetcov(["report"], { directory: path });

    expect(stdout).not.toContain("\u001b");
  });
});
