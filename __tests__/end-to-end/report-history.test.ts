import { describe, expect, test } from "vitest";
import { createRepository, type TestRepository } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";
import { sigmaRule } from "../support/sigma-rule.ts";

const procdump = sigmaRule({ id: "01", title: "ProcDump", technique: "t1003.001", image: "procdump.exe" });
const dumper = sigmaRule({ id: "02", title: "Dumper", technique: "t1003.001", image: "dumper.exe" });
const vssadmin = sigmaRule({ id: "03", title: "Shadow copies", technique: "t1490", image: "vssadmin.exe" });
const hives = sigmaRule({ id: "04", title: "Hives saved", technique: "t1003.002", image: "reg.exe" });

/** An old rule, two of the winter, and a change of this March. */
function history(): TestRepository {
  const repository = createRepository();
  repository.commit({ "rules/vssadmin.yml": vssadmin }, { at: "2024-06-01T12:00:00Z" });
  repository.commit(
    { "rules/procdump.yml": procdump, "rules/dumper.yml": dumper },
    {
      at: "2026-01-10T12:00:00Z",
    },
  );
  repository.commit(
    { "rules/dumper.yml": undefined, "rules/hives.yml": hives },
    {
      at: "2026-03-20T12:00:00Z",
    },
  );
  repository.commit({ "README.md": "Rules" }, { at: "2026-03-22T12:00:00Z" });
  return repository;
}

async function historyOf({ path }: { readonly path: string }, ...args: readonly string[]) {
  const { exitCode, stdout } = await runDetcov(["report", "--format", "json", ...args], { directory: path });
  expect(exitCode).toBe(0);
  const { history: found, historyMissing } = JSON.parse(stdout);
  return { history: found, historyMissing };
}

describe("detcov report --since", () => {
  test("tells what became of techniques since the newest commit before then, and which rules are stale", async () => {
    const { history: told } = await historyOf(history(), "--since", "30d");

    expect(told).toMatchObject({ since: "2026-01-10", whole: true, coverage: { before: { covered: 3 } } });
    expect(told.techniques.map(({ id, change }: Record<string, string>) => [id, change])).toEqual([
      ["T1003.001", "thinned"],
      ["T1003.002", "gained"],
    ]);
    expect(told.stale.before).toBe("2025-03-22");
    expect(told.stale.rules).toEqual([expect.objectContaining({ path: "rules/vssadmin.yml", changed: "2024-06-01" })]);
  });

  test("looks back as far as the configuration says where the command line does not", async () => {
    const repository = history();
    repository.write({ "detcov.yml": "summary: { since: 1d, stale: 2m }\n" });

    const { history: since } = await historyOf(repository, "--since", "30d");
    const { history: stale } = await historyOf(repository, "--stale", "1y");

    expect(since).toMatchObject({ since: "2026-01-10", stale: { before: "2026-01-22" } });
    expect(stale).toMatchObject({ since: "2026-03-20", techniques: [], stale: { before: "2025-03-22" } });
  });

  test("says why a clone that was cut off shows no history", async () => {
    const told = await historyOf(history().clone({ depth: 1 }), "--since", "30d");

    expect(told).toEqual({
      history: null,
      historyMissing:
        "The clone is shallow and its history begins on 2026-03-22, so it does not show what changed. " +
        'Check out with "fetch-depth: 0".',
    });
  });
});
