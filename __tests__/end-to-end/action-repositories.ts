import { createRepository, type Files } from "../support/git-repository.ts";
import { sigmaRule } from "../support/sigma-rule.ts";
import { pullRequestEvent, type StepResult } from "./action-runner.ts";

export const lsass = sigmaRule({ id: "01", title: "LSASS dumped", technique: "t1003.001", image: "procdump.exe" });
export const shadow = sigmaRule({
  id: "02",
  title: "Shadow copies listed",
  technique: "t1003.003",
  image: "vssadmin.exe",
});
export const registry = sigmaRule({ id: "03", title: "Hives saved", technique: "t1003.002", image: "reg.exe" });
export const others = sigmaRule({ id: "04", title: "Tickets requested", technique: "t1558.003", image: "rubeus.exe" });

/** A repository with a pull request that changes files, while others have gone on on main. */
export function pullRequest(
  change: Files,
  base: Files = { "rules/lsass.yml": lsass, "rules/shadow.yml": shadow, "rules/tickets.yml": others },
) {
  const server = createRepository();
  const fork = server.commit(base);
  server.branch("change");
  const head = server.commit(change);
  server.checkout("main");
  const main = server.commit({ "rules/tickets.yml": undefined });
  server.branch("merge");
  const merge = server.merge("change");
  // GitHub's merge commit is on no branch.
  server.checkout("main");
  return { server, fork, head, main, merge, event: pullRequestEvent({ head, base: fork }) };
}

export const deletion: Files = { "rules/lsass.yml": undefined };
export const addition: Files = { "rules/registry.yml": registry };

export function messagesOf({ commands }: StepResult, name: string): readonly string[] {
  return commands.filter((command) => command.name === name).map(({ message }) => message);
}
