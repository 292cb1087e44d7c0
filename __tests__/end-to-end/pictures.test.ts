import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { createRepository } from "../support/git-repository.ts";
import { runDetcov } from "../support/run-detcov.ts";

const detections = fileURLToPath(new URL("../../examples/detections/", import.meta.url));
const repository = createRepository();

const weeks = 52;
const start = Date.UTC(2025, 5, 2, 12);

/** Noon of a Monday. */
function monday(week: number): string {
  return new Date(start + week * 7 * 86_400_000).toISOString();
}

/** The rules of the embedded example come one by one over a year; four are taken back for ten weeks. */
function writeHistory(): void {
  const paths = readdirSync(detections, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".yml"))
    .sort();
  const files = new Map(paths.map((path) => [path, readFileSync(join(detections, path), "utf8")]));
  const first = 8;
  const withdrawn = paths.slice(9, 13);
  const pick = (chosen: readonly string[]) => Object.fromEntries(chosen.map((path) => [path, files.get(path)]));
  for (let week = 0; week <= weeks; week++) {
    const count = (at: number) => first + Math.floor(((paths.length - first) * at) / weeks);
    const added = week === 0 ? paths.slice(0, first) : paths.slice(count(week - 1), count(week));
    const gone = week === 20 ? Object.fromEntries(withdrawn.map((path) => [path, undefined])) : {};
    const back = week === 30 ? pick(withdrawn) : {};
    repository.commit({ ...pick(added), ...gone, ...back }, { at: monday(week) });
  }
}

/** What the documentation shows is what a reader gets; the pictures are looked at when they change. */
describe("the pictures of the documentation", () => {
  beforeAll(writeHistory);

  test.each([
    ["the trend", ["trend", "--format", "svg"], "trend.svg"],
    ["the matrix", ["report", "--format", "svg"], "matrix.svg"],
    ["the badge", ["report", "--format", "badge"], "badge.svg"],
  ])("are what detcov draws of the embedded example: %s", async (_, args, name) => {
    const { exitCode, stdout } = await runDetcov(args, { directory: repository.path });

    expect(exitCode).toBe(0);
    await expect(stdout).toMatchFileSnapshot(`../../docs/images/${name}`);
  });
});
