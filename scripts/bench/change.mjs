import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Makes of a folder of rules a git repository of two commits in `folder`, the second of which changes five rules. */
export function commitChange(corpus, folder) {
  if (existsSync(folder)) return folder;
  cpSync(corpus, folder, { recursive: true });
  const git = (...args) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...args]);
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "base");
  const paths = readdirSync(folder, { recursive: true }).filter((path) =>
    /^(?:sigma|elastic|splunk)\b.*\.(?:yml|toml)$/.test(path),
  );
  const rules = paths.filter((path) => !/\bmacros\b/.test(path)).sort();
  for (let index = 1; index <= 5; index++) changeRule(join(folder, rules[Math.floor((rules.length * index) / 6)]));
  git("commit", "--quiet", "--all", "--message", "five changed rules");
  return folder;
}

/** Another title and another program, so that all that follows from a change does. */
function changeRule(path) {
  const text = readFileSync(path, "utf8");
  const renamed = text.replace(/^(title|name)(: | = ")/m, "$1$2Changed ").replaceAll(/\b[a-z]+\.exe\b/g, "changed.exe");
  writeFileSync(path, renamed === text ? `${text}\n# changed\n` : renamed);
}
