import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { validatorOf } from "../report/json/documents.ts";
import { createRepository, type Files, type TestRepository } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";

/** Line ends of Windows, a byte order mark, a comment behind a tag, both spellings of a tactic, two ids that become one. */
const sigma = `\u{feff}title: Defender switched off
id: 7c1d0e52-6a0f-4b7e-9d1c-000000000001
status: test
references:
    - https://attack.mitre.org/techniques/T1562/001/
tags:
    - attack.defense_evasion   # as it was called
    - attack.t1562.001 # T1562.001, see above
    - "attack.t1562"
    - attack.T1059.001
logsource:
    product: windows
    category: process_creation
detection:
    selection:
        CommandLine|contains: 'T1562.001'
    condition: selection
`.replaceAll("\n", "\r\n");

const elastic = `[metadata]
maturity = "production"

[rule]
name = "Firewall switched off"
note = "See https://attack.mitre.org/techniques/T1562/004/"
query = '''
process where process.name == "netsh.exe"
'''
language = "eql"
rule_id = "7c1d0e52-6a0f-4b7e-9d1c-000000000002"
type = "eql"

[[rule.threat]]
framework = "MITRE ATT&CK"
[[rule.threat.technique]]
id = "T1562"
name = "Impair Defenses"
reference = "https://attack.mitre.org/techniques/T1562/"
[[rule.threat.technique.subtechnique]]
id = "T1562.004"
name = "Disable or Modify System Firewall"
reference = "https://attack.mitre.org/techniques/T1562/004/"

[rule.threat.tactic]
id = "TA0005"
name = "Defense Evasion"
reference = "https://attack.mitre.org/tactics/TA0005/"
`;

const sigmaPath = "rules/defender.yml";
const elasticPath = "rules/firewall.toml";

function repositoryOf(files: Files): TestRepository {
  const repository = createRepository();
  repository.commit(files);
  return repository;
}

function migrate(repository: TestRepository, ...options: readonly string[]) {
  return runDetcov(["attack", "migrate", ...options], { directory: repository.path });
}

function textOf(repository: TestRepository, path: string): string {
  return readFileSync(join(repository.path, path), "utf8");
}

describe("detcov attack migrate", () => {
  test("moves the tags of a Sigma rule and touches nothing else", async () => {
    const repository = repositoryOf({ [sigmaPath]: sigma });

    const { exitCode, stdout } = await migrate(repository, "--write", "--to", "19");

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Moved 3 claims in 1 file to ATT&CK 19\.\n$/);
    expect(textOf(repository, sigmaPath)).toBe(
      sigma
        .replace("attack.defense_evasion   #", "attack.defense_impairment   #")
        .replace("attack.t1562.001 # T1562.001", "attack.t1685 # T1562.001")
        .replace('    - "attack.t1562"\r\n', ""),
    );
  });

  test("moves id, name and address in an Elastic rule, and makes a technique of what is no sub-technique any more", async () => {
    const repository = repositoryOf({ [elasticPath]: elastic });

    await migrate(repository, "--write");

    expect(textOf(repository, elasticPath)).toBe(
      elastic.replace(
        /\[\[rule\.threat\.technique\]\][\s\S]*$/,
        `[[rule.threat.technique]]
id = "T1685"
name = "Disable or Modify Tools"
reference = "https://attack.mitre.org/techniques/T1685/"
[[rule.threat.technique]]
id = "T1686"
name = "Disable or Modify System Firewall"
reference = "https://attack.mitre.org/techniques/T1686/"

[rule.threat.tactic]
id = "TA0112"
name = "Defense Impairment"
reference = "https://attack.mitre.org/tactics/TA0112/"
`,
      ),
    );
  });

  test("leaves a table where it is that stands below a technique of another kind, which has more tables", async () => {
    const below = elastic
      .replace('id = "T1562"', 'id = "T1059"')
      .replace(
        "[rule.threat.tactic]",
        '[[rule.threat.technique.subtechnique]]\nid = "T1059.001"\n\n[rule.threat.tactic]',
      );
    const repository = repositoryOf({ [elasticPath]: below });

    await migrate(repository, "--write");

    expect(textOf(repository, elasticPath)).toContain('[[rule.threat.technique.subtechnique]]\nid = "T1686"\n');
  });

  test("changes no coverage: the pull request with it shows ids that moved", async () => {
    const repository = repositoryOf({ [sigmaPath]: sigma, [elasticPath]: elastic });
    await migrate(repository, "--write");
    repository.commit();

    const { exitCode, stdout } = await runDetcov(["diff", "--format", "json"], { directory: repository.path });

    const { techniques, verdict } = JSON.parse(stdout);
    expect({ exitCode, outcome: verdict.outcome }).toEqual({ exitCode: 0, outcome: "pass" });
    expect(new Set(techniques.map(({ change }: { readonly change: string }) => change))).toEqual(new Set(["moved"]));
  });

  test("writes nothing unless told, and offers the same as a patch for git", async () => {
    const repository = repositoryOf({ [sigmaPath]: sigma, [elasticPath]: elastic });
    const patched = repository.clone();

    const { stdout: text } = await migrate(repository);
    const { stdout: patch } = await migrate(repository, "--format", "patch");
    await migrate(repository, "--write");
    patched.write({ "../move.patch": patch });
    patched.git("apply", "../move.patch");

    expect(text).toMatch(/To move to ATT&CK 19: 6 claims in 2 files\. Add --write to change the files\.\n$/);
    for (const path of [sigmaPath, elasticPath]) expect(textOf(patched, path)).toBe(textOf(repository, path));
  });

  test("finds nothing more to do when it has run", async () => {
    const repository = repositoryOf({ [sigmaPath]: sigma, [elasticPath]: elastic });
    await migrate(repository, "--write");

    const { stdout } = await migrate(repository);

    expect(stdout).toBe("Nothing to move to ATT&CK 19.\n");
  });

  test("leaves a tactic that may be two, and says so with the line", async () => {
    const both = sigma.replace("attack.T1059.001", "attack.t1027");
    const repository = repositoryOf({ [sigmaPath]: both });

    const { stdout } = await migrate(repository, "--format", "json");

    const document = JSON.parse(stdout);
    const validate = validatorOf("attack-migrate");
    validate(document);
    expect(validate.errors).toBeNull();
    expect(document.files).toMatchObject([
      {
        path: sigmaPath,
        moved: 2,
        edits: [
          { line: 8, after: "    - attack.t1685 # T1562.001, see above" },
          { line: 9, before: '    - "attack.t1562"', after: null },
        ],
        left: [
          {
            line: 7,
            declared: "attack.defense_evasion",
            reason: "its techniques do not tell whether it is Stealth or Defense Impairment now",
          },
        ],
      },
    ]);
  });

  test("moves nothing to the version that has the ids still", async () => {
    const repository = repositoryOf({ [sigmaPath]: sigma });

    const { stdout } = await migrate(repository, "--to", "18.1");

    expect(stdout).toBe("Nothing to move to ATT&CK 18.1.\n");
  });

  test("does not write a file in another encoding, and says so", async () => {
    const repository = repositoryOf({ [sigmaPath]: Buffer.from(sigma, "utf16le") });

    const { exitCode, stdout } = await migrate(repository, "--write");

    expect(exitCode).toBe(1);
    expect(stdout).toContain("Not written: it is not UTF-8, or has changed meanwhile.");
  });

  test("is the only thing that the command does", async () => {
    const { exitCode, stderr } = await runDetcov(["attack", "list"], { directory: repositoryOf({}).path });

    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'detcov: "detcov attack list" is no command. Write `detcov attack migrate`.\n',
    });
  });
});
