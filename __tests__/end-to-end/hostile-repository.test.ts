import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { platform } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRepository, type TestRepository, temporaryFolder } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";
import { sigmaRule } from "../support/sigma-rule.ts";

const lsass = sigmaRule({ id: "01", title: "LSASS", technique: "t1003.001", image: "procdump.exe" });
const vssadmin = sigmaRule({ id: "02", title: "Shadows", technique: "t1490", image: "vssadmin.exe" });

/** A program that writes down that it was started, and by which name. */
function trap(): { readonly program: string; readonly started: () => string } {
  const folder = temporaryFolder();
  const [program, witness] = [join(folder, "trap.sh"), join(folder, "started")];
  writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> '${witness}'\nexit 1\n`);
  chmodSync(program, 0o755);
  return { program, started: () => (existsSync(witness) ? readFileSync(witness, "utf8") : "") };
}

/** Settings of git that name a program which it starts by itself. */
const programSettings = [
  ...["core.fsmonitor", "core.pager", "core.editor", "core.alternateRefsCommand", "diff.external", "gpg.program"],
  ...["diff.trap.command", "diff.trap.textconv", "filter.trap.clean", "filter.trap.smudge", "filter.trap.process"],
  ...["merge.trap.driver", "pager.log", "pager.diff-tree", "pager.ls-files", "interactive.diffFilter"],
];

/** The setting that leads to a hook for nearly everything. */
const hooks = ["post-index-change", "reference-transaction", "fsmonitor-watchman", "pre-auto-gc", "post-checkout"];

/** As if its clone had been prepared by somebody who wants programs started: attributes, settings, hooks, a signature. */
function createTrapped(program: string): TestRepository {
  const repository = createRepository();
  repository.commit({ "rules/lsass.yml": lsass, "rules/vssadmin.yml": vssadmin });
  repository.branch("change");
  repository.commit({ ".gitattributes": "*.yml filter=trap diff=trap merge=trap export-subst\n" });
  repository.commit({ "rules/lsass.yml": undefined });
  signHead(repository);
  for (const setting of programSettings) repository.git("config", setting, program);
  repository.git("config", "log.showSignature", "true");
  for (const hook of hooks) {
    const file = join(repository.path, ".git", "hooks", hook);
    writeFileSync(file, `#!/bin/sh\n${program} ${hook}\n`);
    chmodSync(file, 0o755);
  }
  return repository;
}

/** Gives the newest commit a signature, which whoever shows it has checked by a program. */
function signHead(repository: TestRepository): void {
  const commit = repository.git("cat-file", "commit", "HEAD");
  const signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n none\n -----END PGP SIGNATURE-----";
  const file = join(temporaryFolder(), "commit");
  writeFileSync(file, `${commit.replace("\n\n", `\n${signature}\n\n`)}\n`);
  const signed = repository.git("hash-object", "-t", "commit", "-w", file);
  repository.git("update-ref", "HEAD", signed);
}

describe.skipIf(platform() === "win32")("a clone that was prepared to start programs", () => {
  test("has a trap that works: git itself starts it", () => {
    const { program, started } = trap();
    const repository = createTrapped(program);

    repository.git("log", "-1");

    expect(started()).toContain("--verify");
  });

  test.each([
    ["diff", "--base", "main"],
    ["diff", "--working-tree"],
    ["report", "--since", "1d", "--stale", "1y"],
    ["report", "--ref", "HEAD"],
    ["trend"],
    ["rule", "rules/vssadmin.yml"],
    ["attack", "migrate", "--write"],
    ["ratchet", "--write"],
    ["init", "--force"],
  ])("has none started by detcov %s %s", async (...args) => {
    const { program, started } = trap();
    const repository = createTrapped(program);

    const { exitCode, stderr } = await runDetcov([...args, "--no-cache"], { directory: repository.path });

    expect({ exitCode: exitCode < 2, stderr, started: started() }).toMatchObject({ exitCode: true, started: "" });
  });

  test("has none started by detcov site", async () => {
    const { program, started } = trap();
    const repository = createTrapped(program);
    const out = join(temporaryFolder(), "site");

    const { exitCode } = await runDetcov(["site", "--out", out, "--no-cache"], { directory: repository.path });

    expect({ exitCode, started: started() }).toEqual({ exitCode: 0, started: "" });
  });

  test("does not run a remote's address that is a command line, though its settings allow that", async () => {
    const { program, started } = trap();
    const server = createRepository();
    const base = server.commit({ "rules/lsass.yml": lsass });
    server.commit({ "rules/lsass.yml": vssadmin });
    const clone = server.clone({ filter: "blob:none" });
    clone.git("config", "protocol.ext.allow", "always");
    clone.git("remote", "set-url", "origin", `ext::${program} %S`);

    const { exitCode, stderr } = await runDetcov(["report", "--ref", base], { directory: clone.path });
    const afterOurs = started();
    expect(() => clone.git("fetch")).toThrow();

    expect({ exitCode, afterOurs }).toEqual({ exitCode: 2, afterOurs: "" });
    expect(stderr).toContain("transport 'ext' not allowed");
    expect(started()).toContain("git-upload-pack");
  });
});

describe.skipIf(platform() === "win32")("a repository with symbolic links that lead out of it", () => {
  test("has nothing written through them", async () => {
    const outside = temporaryFolder();
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": lsass });
    repository.link(".github", outside);
    repository.commit();

    const init = await runDetcov(["init"], { directory: repository.path });
    const ratchet = await runDetcov(["ratchet", "--write"], { directory: repository.path });

    expect([init.exitCode, ratchet.exitCode]).toEqual([2, 2]);
    expect(init.stderr).toContain('".github" is a symbolic link');
    expect(existsSync(join(outside, "detcov.yml"))).toBe(false);
    expect(existsSync(join(outside, "detcov-ratchet.json"))).toBe(false);
  });

  test("has nothing read through them: neither rules nor what the configuration names", async () => {
    const outside = temporaryFolder();
    writeFileSync(join(outside, "secret.yml"), lsass);
    writeFileSync(join(outside, "layer.json"), '{"techniques": [{"techniqueID": "T1003.001"}]}');
    const repository = createRepository();
    repository.link("rules", outside);
    repository.link("one.yml", join(outside, "secret.yml"));
    repository.link("layer.json", join(outside, "layer.json"));
    repository.commit({ "real/vssadmin.yml": vssadmin });

    const { stdout } = await runDetcov(["report", "--format", "json"], { directory: repository.path });
    writeFileSync(join(repository.path, "detcov.yml"), "required: { layer: layer.json }\n");
    const layered = await runDetcov(["validate-config"], { directory: repository.path });

    expect(JSON.parse(stdout).corpus).toMatchObject({ rules: 1, byFormat: { sigma: 1 } });
    expect(layered.exitCode).toBe(2);
    expect(layered.stderr).toContain("layer.json: This is a symbolic link");
  });

  test("may lie behind one itself", async () => {
    const repository = createRepository();
    repository.commit({ "rules/lsass.yml": lsass });
    const link = join(temporaryFolder(), "link");
    symlinkSync(repository.path, link);

    const { exitCode, stdout } = await runDetcov(["report", "--format", "json"], { directory: link });

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).corpus.rules).toBe(1);
  });
});

describe("a folder that looks like a repository of its own", () => {
  test("brings no configuration along", async () => {
    const { program, started } = trap();
    const repository = createRepository();
    const config = `[core]\n\tbare = false\n\tworktree = ..\n\tfsmonitor = ${program}\n`;
    repository.commit({
      "rules/lsass.yml": lsass,
      "fake/HEAD": "ref: refs/heads/main\n",
      "fake/config": config,
      "fake/objects/info/x": "",
      "fake/refs/heads/x": "",
    });
    mkdirSync(join(repository.path, "fake", "rules"), { recursive: true });
    writeFileSync(join(repository.path, "fake", "rules", "a.yml"), vssadmin);

    const { exitCode, stderr } = await runDetcov(["report"], { directory: join(repository.path, "fake") });

    expect({ exitCode, started: started() }).toEqual({ exitCode: 2, started: "" });
    expect(stderr).toContain("looks like a bare git repository");
  });
});
