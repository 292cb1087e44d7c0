import { describe, expect, test } from "vitest";
import { readWorkflowRun } from "../../../src/io/github/workflow-run.ts";
import { ConfigError } from "../../../src/model/config-error.ts";

describe("readWorkflowRun", () => {
  test("reads what the runner says", () => {
    const run = readWorkflowRun({
      GITHUB_SERVER_URL: "https://github.example/",
      GITHUB_REPOSITORY: "acme/detections",
      GITHUB_WORKFLOW: "Coverage",
      GITHUB_WORKFLOW_REF: "acme/detections/.github/workflows/coverage.yml@refs/heads/a@b",
      GITHUB_RUN_ID: "4711",
      GITHUB_RUN_NUMBER: "12",
      GITHUB_RUN_ATTEMPT: "2",
    });

    expect(run).toEqual({
      server: "https://github.example",
      repository: "acme/detections",
      workflow: ".github/workflows/coverage.yml",
      id: "4711",
      number: 12,
      attempt: 2,
    });
  });

  test("makes do with the repository", () => {
    expect(readWorkflowRun({ GITHUB_REPOSITORY: "acme/detections", GITHUB_WORKFLOW: "Coverage" })).toEqual({
      server: "https://github.com",
      repository: "acme/detections",
      workflow: "Coverage",
      id: "",
      number: 0,
      attempt: 0,
    });
  });

  test.each([undefined, "", "detections", "acme/detections/issues", "acme/detect ions"])(
    "refuses the repository %j",
    (name) => {
      expect(() => readWorkflowRun({ GITHUB_REPOSITORY: name })).toThrow(ConfigError);
    },
  );
});
