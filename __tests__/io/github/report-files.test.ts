import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeReportFiles } from "../../../src/io/github/report-files.ts";
import { ConfigError } from "../../../src/model/config-error.ts";
import { temporaryFolder } from "../../support/git-repository.ts";

const files = [{ name: "report.json", text: "{}\n" }];

describe("writeReportFiles", () => {
  test("writes into a folder of the workspace and makes it", async () => {
    const workspace = temporaryFolder();

    const paths = await writeReportFiles({ workspace, folder: "out/detcov", env: {} }, files);

    expect(paths).toEqual([join(workspace, "out", "detcov", "report.json")]);
    expect(readFileSync(paths[0] ?? "", "utf8")).toBe("{}\n");
  });

  test("writes into a new folder of the runner's where none is named", async () => {
    const workspace = temporaryFolder();
    const env = { RUNNER_TEMP: temporaryFolder() };

    const [first] = await writeReportFiles({ workspace, folder: undefined, env }, files);
    const [second] = await writeReportFiles({ workspace, folder: undefined, env }, files);

    expect(first?.startsWith(env.RUNNER_TEMP)).toBe(true);
    expect(second).not.toBe(first);
  });

  test("replaces a report of an earlier run", async () => {
    const workspace = temporaryFolder();
    writeFileSync(join(workspace, "report.json"), "old");

    await writeReportFiles({ workspace, folder: ".", env: {} }, files);

    expect(readFileSync(join(workspace, "report.json"), "utf8")).toBe("{}\n");
  });

  test("writes into a folder outside of the workspace that the workflow names", async () => {
    const folder = join(temporaryFolder(), "reports");

    const [path] = await writeReportFiles({ workspace: temporaryFolder(), folder, env: {} }, files);

    expect(path).toBe(join(folder, "report.json"));
  });

  test("replaces a link and does not write through it", async () => {
    const workspace = temporaryFolder();
    const target = join(temporaryFolder(), "profile");
    writeFileSync(target, "untouched");
    symlinkSync(target, join(workspace, "report.json"));

    await writeReportFiles({ workspace, folder: ".", env: {} }, files);

    expect(readFileSync(target, "utf8")).toBe("untouched");
    expect(lstatSync(join(workspace, "report.json")).isSymbolicLink()).toBe(false);
  });

  test.each(["link", "link/below", "out/link"])("refuses the folder %s, which leads through a link", async (folder) => {
    const workspace = temporaryFolder();
    const outside = temporaryFolder();
    mkdirSync(join(workspace, "out"));
    symlinkSync(outside, join(workspace, "link"), "junction");
    symlinkSync(outside, join(workspace, "out", "link"), "junction");

    await expect(writeReportFiles({ workspace, folder, env: {} }, files)).rejects.toThrow(ConfigError);
    expect(existsSync(join(outside, "report.json"))).toBe(false);
    expect(existsSync(join(outside, "below"))).toBe(false);
  });
});
