import { describe, expect, test } from "vitest";
import { readInputs } from "../../../src/app/action/inputs.ts";
import { ConfigError } from "../../../src/model/config-error.ts";

describe("readInputs", () => {
  test("reads what the workflow gives", () => {
    const inputs = readInputs({
      INPUT_CONFIG: "config/detcov.yml",
      INPUT_ROOT: " sigma ",
      INPUT_BASE: "release",
      "INPUT_FAIL-ON": "warning",
      INPUT_COMMENT: "on-failure",
      INPUT_TOKEN: "ghs_given",
      INPUT_MODE: "check",
      "INPUT_REPORT-DIR": "out",
    });

    expect(inputs).toEqual({
      config: "config/detcov.yml",
      root: "sigma",
      base: "release",
      failOn: "warning",
      comment: "on-failure",
      token: "ghs_given",
      mode: "check",
      reportFolder: "out",
    });
  });

  test("takes what is empty for not given, which leaves it to the configuration", () => {
    const inputs = readInputs({ INPUT_ROOT: "", "INPUT_FAIL-ON": "", INPUT_COMMENT: "  ", INPUT_MODE: "" });

    expect(inputs).toMatchObject({ root: undefined, failOn: undefined, comment: undefined, mode: "auto" });
  });

  test("takes the token of the environment where none is given", () => {
    expect(readInputs({ GITHUB_TOKEN: "ghs_environment" }).token).toBe("ghs_environment");
    expect(readInputs({ GITHUB_TOKEN: "ghs_environment", INPUT_TOKEN: "ghs_given" }).token).toBe("ghs_given");
    expect(readInputs({ GITHUB_TOKEN: "" }).token).toBeUndefined();
  });

  test.each([
    ["INPUT_FAIL-ON", "Error", "error, warning, never"],
    ["INPUT_COMMENT", "on_change", "always, on-change, on-failure, never"],
    ["INPUT_MODE", "Publish", "auto, check, summary, publish"],
  ])("refuses %s with the value %s and lists the choices", (name, value, choices) => {
    expect(() => readInputs({ [name]: value })).toThrow(ConfigError);
    expect(() => readInputs({ [name]: value })).toThrow(choices);
  });
});
