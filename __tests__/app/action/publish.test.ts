import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { outputsOfReport } from "../../../src/app/action/outputs.ts";
import { type Publication, publish } from "../../../src/app/action/publish.ts";
import { temporaryFolder } from "../../support/git-repository.ts";
import { fakeRunner } from "./fake-runner.ts";
import { emptyReport } from "./views.ts";

const publication: Publication = {
  summary: "### Detection coverage\n",
  annotations: [{ level: "error", title: "technique-lost", message: "Lost.", path: undefined, line: undefined }],
  files: [{ name: "report.json", text: "{}\n" }],
  sarif: undefined,
  outputs: (pathOf) => outputsOfReport(emptyReport, { json: pathOf("report.json") }),
};

function place(folder: string | undefined) {
  return { workspace: temporaryFolder(), folder, env: { RUNNER_TEMP: temporaryFolder() } };
}

describe("publish", () => {
  test("writes the summary, annotations, files, and outputs with their paths", async () => {
    const runner = fakeRunner();
    const where = place("out");

    await publish(publication, runner, where);

    const path = join(where.workspace, "out", "report.json");
    expect(runner.summaries).toEqual(["### Detection coverage\n"]);
    expect(runner.annotations).toEqual(publication.annotations);
    expect(runner.outputs.get("report-json")).toBe(path);
    expect(readFileSync(path, "utf8")).toBe("{}\n");
  });

  test("writes the findings to the file that the workflow names, and makes its folder", async () => {
    const where = place(undefined);

    await publish({ ...publication, sarif: { path: "results/detcov.sarif", text: "{}\n" } }, fakeRunner(), where);

    expect(readFileSync(join(where.workspace, "results", "detcov.sarif"), "utf8")).toBe("{}\n");
  });

  test("says where the report is in place of a summary that GitHub would drop", async () => {
    const runner = fakeRunner();

    await publish({ ...publication, summary: "ä".repeat(600_000) }, runner, place(undefined));

    expect(runner.summaries).toEqual([expect.stringContaining("1172 KiB")]);
    expect(runner.summaries[0]).toContain("report-json");
  });

  test("goes on where the summary cannot be written, with a warning", async () => {
    const runner = fakeRunner(Object.assign(new Error("no space left on device"), { code: "ENOSPC" }));

    await publish(publication, runner, place(undefined));

    expect(runner.annotations.at(-1)).toMatchObject({
      level: "warning",
      message: "The summary could not be written: no space left on device",
    });
    expect(runner.outputs.get("verdict")).toBe("pass");
  });

  test("goes on where the files cannot be written, with a warning and without their paths", async () => {
    const runner = fakeRunner();
    const where = place("report.json/below");
    await publish(publication, runner, { ...where, folder: "." });

    await publish(publication, runner, where);

    expect(runner.annotations.at(-1)).toMatchObject({ level: "warning" });
    expect(runner.outputs.get("report-json")).toBe("");
  });

  test("does not hide a fault of ours", async () => {
    const runner = fakeRunner(new TypeError("undefined is not a function"));

    await expect(publish(publication, runner, place(undefined))).rejects.toThrow(TypeError);
  });
});
