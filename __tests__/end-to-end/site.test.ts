import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { createRepository } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";
import { ruleId, sigmaRule } from "../support/sigma-rule.ts";

const wmiRule = `title: WMI Event Consumer Started a Script
id: ${ruleId("03")}
status: stable
level: high
tags: [attack.persistence, attack.t1546.003]
logsource: { product: windows, category: process_creation }
detection:
  selection:
    ParentImage|endswith: '\\scrcons.exe'
    CommandLine|contains: [ActiveScriptEventConsumer, CommandLineEventConsumer]
  filter:
    User|contains: SYSTEM
  condition: selection and not filter
`;

const repository = createRepository();
repository.commit({
  "rules/procdump.yml": sigmaRule({ id: "01", title: "ProcDump", technique: "t1003.001", image: "procdump.exe" }),
  "rules/CON.yml": sigmaRule({ id: "02", title: "A name that Windows reserves", technique: "t1490", image: "con.exe" }),
  "rules/wmi.yml": wmiRule,
});

function site(...args: readonly string[]) {
  return runDetcov(["site", ...args], { directory: repository.path });
}

function read(...path: readonly string[]): string {
  return readFileSync(join(repository.path, ...path), "utf8");
}

describe("detcov site", () => {
  beforeAll(async () => {
    expect(await site("--out", "site")).toMatchObject({ exitCode: 0, stdout: "" });
  });

  test("says how much it wrote, and what its largest page is", async () => {
    const { stderr } = await site("--out", "other");

    expect(stderr).toMatch(
      /^[\d,]+ files with \d+\.\d MB written to other; the largest page is index\.html with \d+ KB\.\n$/,
    );
  });

  test("writes the same bytes again", async () => {
    await site("--out", "again");

    const files = (folder: string) =>
      readdirSync(join(repository.path, folder), { recursive: true, encoding: "utf8" })
        .filter((path) => statSync(join(repository.path, folder, path)).isFile())
        .sort();
    expect(files("again")).toEqual(files("site"));
    expect(files("again").filter((path) => read("again", path) !== read("site", path))).toEqual([]);
  });

  test("takes the place of a site that it made, as a whole", async () => {
    mkdirSync(join(repository.path, "kept"));
    await site("--out", "kept");
    writeFileSync(join(repository.path, "kept", "old.html"), "old");

    const { exitCode } = await site("--out", "kept");

    expect(exitCode).toBe(0);
    expect(existsSync(join(repository.path, "kept", "old.html"))).toBe(false);
    expect(readdirSync(repository.path).filter((name) => name.startsWith(".kept"))).toEqual([]);
  });

  test("leaves a folder alone that it did not make", async () => {
    const { exitCode, stderr } = await site("--out", "rules");

    expect(exitCode).toBe(2);
    expect(stderr).toContain("has files that detcov did not make");
    expect(existsSync(join(repository.path, "rules", "procdump.yml"))).toBe(true);
  });

  test("shows what changed since a while before the newest commit, where it is asked to", async () => {
    const history = createRepository();
    history.commit(
      { "rules/a.yml": sigmaRule({ id: "01", title: "ProcDump", technique: "t1003.001", image: "procdump.exe" }) },
      { at: "2026-01-01T12:00:00Z" },
    );
    history.commit(
      { "rules/b.yml": sigmaRule({ id: "02", title: "Vssadmin", technique: "t1490", image: "vssadmin.exe" }) },
      { at: "2026-03-01T12:00:00Z" },
    );

    const { exitCode } = await runDetcov(["site", "--out", "site", "--since", "30d"], { directory: history.path });

    const page = readFileSync(join(history.path, "site", "changes.html"), "utf8");
    expect(exitCode).toBe(0);
    expect(page).toContain('href="technique/T1490.html"');
    expect(page).not.toContain('href="technique/T1003.001.html"');
    expect(readFileSync(join(history.path, "site", "index.html"), "utf8")).toContain('href="changes.html"');
  });

  test("asks for a folder", async () => {
    expect(await site()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--out DIR") });
  });

  test("names no file as Windows does not allow, or twice for who does not tell cases apart", () => {
    const names = readdirSync(join(repository.path, "site"), { recursive: true, encoding: "utf8" });

    expect(names.filter((name) => /(?:^|[\\/])(?:con|prn|aux|nul|com\d|lpt\d)\.|[<>:"|?*]|[. ]$/i.test(name))).toEqual(
      [],
    );
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  });

  test("has no absolute path of this machine in it", () => {
    for (const name of ["index.html", "coverage.html", "technique/T1546.003.html", `rule/${ruleId("03")}.html`]) {
      expect(read("site", name)).not.toContain(repository.path);
    }
  });
});

describe("a technique's page", () => {
  // Every section of the two systems' pages that this one stands in for.
  test.each([
    ["the technique's id and name", "<h1>T1546.003 Windows Management Instrumentation Event Subscription</h1>"],
    ["MITRE ATT&CK Tactic(s)", "<dt>tactics</dt><dd>Persistence, Privilege Escalation</dd>"],
    ["MITRE ATT&CK Description (a link: facts only)", 'href="https://attack.mitre.org/techniques/T1546/003/"'],
    ["MITRE D3FEND: resources mapped, and how many in all", /<dt>D3FEND<\/dt><dd>\d+ of \d+ countermeasures<\/dd>/],
    ["Rules of each source: total, and for this technique", /<dt>rules<\/dt><dd>1 count \(1 of 3 sigma\)<\/dd>/],
    ["Rules under this technique, by vendor", ">Rules: 1 rule in sigma</h2>"],
    ["links to the rules", `href="../rule/${ruleId("03")}.html"`],
    ["the rules' files", "rules/wmi.yml"],
    [
      "Atomic Red Team: tests for it, and how many in all",
      /<dt>tests<\/dt><dd>\d+ of 1,\d\d\d tests of Atomic Red Team<\/dd>/,
    ],
    [
      "Offensive Security Tests: names with links",
      /href="https:\/\/github\.com\/redcanaryco\/atomic-red-team\/[^"]*T1546\.003/,
    ],
    ["Events covered: provider, id", "<code>Sysmon 1</code>"],
    ["Events covered: title", "<td>Process creation</td>"],
    ["Fields filtered most, with how many there are", /3 fields in the 1 rule|2 fields in the 1 rule/],
    ["Fields filtered most: operators", "<td>basename 1</td>"],
    ["Fields filtered most: sample values", "<code>scrcons.exe</code>"],
    ["Top indicator values: field, kind, value", "<code>CommandLine contains ActiveScriptEventConsumer</code>"],
    ["Top indicator values: rules here", '<th scope="col">Here</th>'],
    ["Top indicator values: corpus reach", '<th scope="col">Reach</th>'],
    ["Exclusions", "<code>User contains SYSTEM</code>"],
  ])("shows %s", (_, expected) => {
    const page = read("site", "technique", "T1546.003.html");

    if (typeof expected === "string") expect(page).toContain(expected);
    else expect(page).toMatch(expected);
  });

  test("lists D3FEND's countermeasures with links", () => {
    expect(read("site", "technique", "T1003.001.html")).toMatch(/href="https:\/\/d3fend\.mitre\.org\/technique\//);
  });
});

describe("a rule's page", () => {
  const page = () => read("site", "rule", `${ruleId("03")}.html`);

  test.each([
    ["the logic as a tree", "<i>all of</i>"],
    ["a predicate in canonical words", "<i>basename</i>"],
    ["the author's text beside it", "ParentImage|endswith: &#39;\\scrcons.exe&#39;"],
    ["what is negated", "<i>not </i>"],
    ["its events", "<code>Sysmon 1</code>"],
    ["its techniques", 'href="../technique/T1546.003.html"'],
    ["how specific it is", "The weakest way to match needs"],
    ["its indicators with links", 'href="../field/parentimage.html#i1"'],
    ["its exclusions", "User contains SYSTEM"],
    ["the last changes of its file", /<h2 id="history">Last changes<\/h2><ul class="plain"><li><time/],
  ])("shows %s", (_, expected) => {
    if (typeof expected === "string") expect(page()).toContain(expected);
    else expect(page()).toMatch(expected);
  });
});
