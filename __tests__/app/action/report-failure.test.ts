import { describe, expect, test } from "vitest";
import { reportFailure } from "../../../src/app/action/report-failure.ts";
import { ConfigError } from "../../../src/model/config-error.ts";
import { fakeRunner } from "./fake-runner.ts";

const tool = { name: "detcov", version: "0.1.0" } as const;

describe("reportFailure", () => {
  test("gives a fault of the set-up as it is, with what to do, and exit code 2", () => {
    const runner = fakeRunner();

    expect(reportFailure(new ConfigError("No base. Write:\n  fetch-depth: 2"), runner, tool)).toBe(2);
    expect(runner.annotations).toEqual([
      {
        level: "error",
        title: "detcov could not run",
        message: "No base. Write:\n  fetch-depth: 2",
        path: undefined,
        line: undefined,
      },
    ]);
  });

  test("logs what led to a fault of the set-up", () => {
    const runner = fakeRunner();
    const cause = new ConfigError('Fetching from "origin" failed (could not read Username).');

    reportFailure(new ConfigError("No base.", { cause }), runner, tool);

    expect(runner.lines).toEqual(['Fetching from "origin" failed (could not read Username).']);
  });

  test("gives a fault of ours with version, address and trace, and exit code 3", () => {
    const runner = fakeRunner();

    expect(reportFailure(new TypeError("undefined is not a function"), runner, tool)).toBe(3);
    expect(runner.annotations[0]?.message).toContain("detcov 0.1.0");
    expect(runner.annotations[0]?.message).toContain("https://github.com/detcov/detcov/issues");
    expect(runner.lines[0]).toBe("TypeError: undefined is not a function");
    expect(runner.lines.length).toBeGreaterThan(1);
  });

  test("takes anything that was thrown", () => {
    const runner = fakeRunner();

    expect(reportFailure("thrown text", runner, tool)).toBe(3);
    expect(runner.lines).toEqual(["thrown text"]);
  });

  test("lets nothing through that steers a terminal", () => {
    const runner = fakeRunner();

    reportFailure(new ConfigError('The path "\u001b[31m\u202e" is odd.'), runner, tool);

    expect(runner.annotations[0]?.message).toBe('The path "‹U+001B›[31m‹U+202E›" is odd.');
  });
});
