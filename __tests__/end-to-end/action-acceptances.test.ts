import { describe, expect, test } from "vitest";
import { startGithubServer } from "../support/github-server.ts";
import { deletion, lsass, others, pullRequest } from "./action-repositories.ts";
import { runStep, type WorkflowEvent } from "./action-runner.ts";

const waiver = "waivers: [{ technique: T1003.001, reason: A product does it. }]\n";
const configured = { "rules/lsass.yml": lsass, "rules/tickets.yml": others, ".github/detcov.yml": "fail-on: error\n" };

/** The same event, of a pull request that another repository brings. */
function fromFork(event: WorkflowEvent): WorkflowEvent {
  const text = JSON.stringify(event).replace(/("head":\{[^}]*"full_name":)"[^"]*"/, '$1"mallory/detections"');
  return JSON.parse(text);
}

describe("a waiver that a pull request brings along", () => {
  const change = { ...deletion, ".github/detcov.yml": `fail-on: error\n${waiver}` };

  test("accepts its loss, and the comment says so", async () => {
    const { server, merge, event } = pullRequest(change, configured);
    const github = await startGithubServer();

    const result = await runStep({ checkout: server.cloneCommit(merge, 2), event, github });

    expect(result.exitCode).toBe(0);
    expect(github.comments[0]?.body).toContain("Accepted by a waiver, which this change adds, which does not end:");
    expect(github.comments[0]?.body).toContain("They hold for this change already.");
    expect(Object.fromEntries(result.outputs)).toMatchObject({ verdict: "pass", "findings-errors": "0" });
  });

  test("does not hold where it comes from a fork", async () => {
    const { server, merge, event } = pullRequest(change, configured);
    const github = await startGithubServer();

    const result = await runStep({ checkout: server.cloneCommit(merge, 2), event: fromFork(event), github });

    expect(result.exitCode).toBe(1);
    expect(github.comments[0]?.body).toContain("They hold once they are merged, because the change comes from a fork.");
  });

  test("of the base holds for a fork too", async () => {
    const { server, merge, event } = pullRequest(deletion, { ...configured, ".github/detcov.yml": waiver });

    const result = await runStep({
      checkout: server.cloneCommit(merge, 2),
      event: fromFork(event),
      github: await startGithubServer(),
    });

    expect(result.exitCode).toBe(0);
  });
});
