import { writeFileSync } from "node:fs";
import { platform } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRepository, type TestRepository, temporaryFolder } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";
import { ruleId, sigmaRule } from "../support/sigma-rule.ts";

const lsass = sigmaRule({ id: "01", title: "LSASS", technique: "t1003.001", image: "procdump.exe" });
const shadows = sigmaRule({ id: "02", title: "Shadows", technique: "t1490", image: "vssadmin.exe" });

interface Told {
  readonly corpus: {
    readonly rules: number;
    readonly diagnostics: readonly {
      readonly code: string;
      readonly path: string;
      readonly line: number;
      readonly message: string;
    }[];
  };
}

/** What a report on a commit, or on the files as they are, says. */
async function report({ path }: TestRepository, ...args: readonly string[]): Promise<Told["corpus"]> {
  const { exitCode, stdout, stderr } = await runDetcov(["report", "--format", "json", ...args], { directory: path });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const told: Told = JSON.parse(stdout);
  return told.corpus;
}

const committed = ["--ref", "HEAD"];

describe("a file that is not what a rule file is", () => {
  const withNul = `${lsass}\0`;
  const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n";
  const files: readonly (readonly [what: string, content: string | Uint8Array, code: string, says: string])[] = [
    ["is binary", withNul, "syntax-error", "NUL"],
    ["is not UTF-8", Buffer.concat([Buffer.from(lsass), Buffer.from([0xff])]), "syntax-error", "Save it as UTF-8"],
    ["is a pointer of Git LFS", pointer, "not-a-regular-file", "Git LFS pointer"],
    ["has ten megabytes on one line", "x".repeat(10_000_000), "limit-exceeded", "files of more than 2097152 bytes"],
    ["is broken YAML", `${lsass}detection: [\n`, "syntax-error", "can't be read"],
  ];

  test.each(files)("and %s is a diagnostic with its place, and the others are read", async (_, content, code, says) => {
    const repository = createRepository();
    repository.commit({ "rules/odd.yml": content, "rules/shadows.yml": shadows });

    for (const corpus of [await report(repository, ...committed), await report(repository)]) {
      const [first] = corpus.diagnostics;
      expect(first).toMatchObject({ code, path: "rules/odd.yml" });
      expect(first?.message).toContain(says);
      expect(first?.line).toBeGreaterThanOrEqual(1);
      expect(corpus.rules).toBe(1);
    }
  });

  test.each([
    ["is empty", ""],
    ["holds a blank line", "\n"],
    ["is of another kind", "key: value\n"],
  ])("and %s is no rule file, and nothing is said of it", async (_, content) => {
    const repository = createRepository();
    repository.commit({ "rules/odd.yml": content, "rules/shadows.yml": shadows });

    expect(await report(repository, ...committed)).toMatchObject({ rules: 1, diagnostics: [] });
  });

  test.each([
    ["has lines that end as on Windows", lsass.replaceAll("\n", "\r\n")],
    ["has a byte order mark", `\ufeff${lsass}`],
    ["is UTF-16", Buffer.from(`\ufeff${lsass}`, "utf16le")],
  ])("but %s is read", async (_, content) => {
    const repository = createRepository();
    repository.commit({ "rules/odd.yml": content });

    expect(await report(repository, ...committed)).toMatchObject({ rules: 1, diagnostics: [] });
    expect(await report(repository)).toMatchObject({ rules: 1, diagnostics: [] });
  });
});

describe("names of files", () => {
  const names = [
    ...["-rf.yml", "--output=x.yml", "a b.yml", "it's.yml", 'quo"te.yml', "back\\slash.yml", "semi;colon.yml"],
    ...["line\nend.yml", "tab\tstop.yml", "Schlüssel-\u{1f511}.yml", "$(touch pwned).yml", "::error::x.yml", "%0A.yml"],
  ];

  test.skipIf(platform() === "win32")("of any kind are read from a commit and from the disk alike", async () => {
    const repository = createRepository();
    const rules = names.map((name, index) => {
      const id = String(index + 10);
      return [`rules/${name}`, lsass.replace(ruleId("01"), ruleId(id))] as const;
    });
    repository.commit(Object.fromEntries(rules));

    const fromCommit = await report(repository, ...committed);

    expect(fromCommit).toMatchObject({ rules: names.length, diagnostics: [] });
    expect(await report(repository)).toEqual(fromCommit);
  });

  test("that differ in case alone are two files of a commit", async () => {
    const repository = createRepository();
    repository.commit({});
    repository.plant({ path: "rules/Lsass.yml", content: lsass }, { path: "rules/lsass.yml", content: shadows });

    expect(await report(repository, ...committed)).toMatchObject({ rules: 2, diagnostics: [] });
  });
});

describe("a file that a configuration names", () => {
  function repositoryWith(files: Readonly<Record<string, string>>): TestRepository {
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": lsass, ...files });
    return repository;
  }

  async function fault({ path }: TestRepository, ...args: readonly string[]): Promise<string> {
    const { exitCode, stderr } = await runDetcov(args.length === 0 ? ["report"] : args, { directory: path });
    expect(exitCode).toBe(2);
    return stderr;
  }

  const deep = `${"[".repeat(500_000)}${"]".repeat(500_000)}`;

  test("and is a bundle of ATT&CK may be as large as MITRE's", async () => {
    const repository = repositoryWith({
      "detcov.yml": "attack: { bundle: attack.json }\n",
      "attack.json": JSON.stringify({ ...bundle, description: "x".repeat(3_000_000) }),
    });

    const { exitCode, stdout } = await runDetcov(["report", "--ref", "HEAD"], { directory: repository.path });

    expect(exitCode).toBe(0);
    expect(stdout).toContain("1 of 1 technique ");
    expect((await runDetcov(["report"], { directory: repository.path })).exitCode).toBe(0);
  });

  test.each([
    ["an endless list as a bundle", "attack: { bundle: a.json }", "a.json is JSON, and not a STIX bundle"],
    ["an endless list as a layer", "required: { layer: a.json }", "a.json is not a layer"],
  ])("and is %s stops the run and says so", async (_, config, says) => {
    const repository = repositoryWith({ "detcov.yml": `${config}\n`, "a.json": deep });

    expect(await fault(repository, "diff", "--base", "HEAD")).toContain(says);
  });

  test("and is an endless list as the ratchet stops the run and says so", async () => {
    const repository = repositoryWith({ ".github/detcov-ratchet.json": deep });

    expect(await fault(repository, "ratchet")).toContain('The ratchet has no "version": 1');
  });

  test("and is larger than any list stops the run and says so", async () => {
    const repository = repositoryWith({
      "detcov.yml": "required: { layer: a.json }\n",
      "a.json": " ".repeat(3_000_000),
    });

    expect(await fault(repository, "diff", "--base", "HEAD")).toContain(
      "a.json: The file has 3000000 bytes; files of more than 2097152 bytes are not read.",
    );
  });

  test("and is the configuration itself is held to less", async () => {
    const aliases = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
    for (const [one, next] of ["ab", "bc", "cd", "de", "ef", "fg"].map((pair) => [pair[0], pair[1]])) {
      aliases.push(`${next}: &${next} [${`*${one}, `.repeat(10)}]`);
    }
    const texts = [`# ${"x".repeat(300_000)}\n`, `fields: ${"[".repeat(50_000)}\n`, `${aliases.join("\n")}\n`];

    const faults = await Promise.all(texts.map((text) => fault(repositoryWith({ "detcov.yml": text }))));

    expect(faults[0]).toContain("detcov.yml:1:1: larger than 256 KiB");
    expect(faults[1]).toContain("nesting exceeded maxDepth (100)");
    expect(faults[2]).toContain("more than 20000 values");
  });

  test("and is named on the command line is held to the same", async () => {
    const repository = repositoryWith({});
    const file = join(temporaryFolder(), "deep.json");
    writeFileSync(file, deep);

    expect(await fault(repository, "report", "--snapshot", file)).toContain("is no snapshot of this version");
    expect(await fault(repository, "report", "--attack", file)).toContain("not a STIX bundle");
    expect(await fault(repository, "report", "--config", file)).toContain("larger than 256 KiB");
  });
});

/** One technique and its tactic. */
const bundle = {
  type: "bundle",
  id: "bundle--1",
  objects: [
    {
      ...{ type: "x-mitre-tactic", id: "x-mitre-tactic--1", name: "Credential Access" },
      x_mitre_shortname: "credential-access",
      external_references: [{ source_name: "mitre-attack", external_id: "TA0006" }],
    },
    {
      ...{ type: "attack-pattern", id: "attack-pattern--1", name: "LSASS Memory", x_mitre_platforms: ["Windows"] },
      kill_chain_phases: [{ kill_chain_name: "mitre-attack", phase_name: "credential-access" }],
      external_references: [{ source_name: "mitre-attack", external_id: "T1003.001" }],
    },
  ],
};
