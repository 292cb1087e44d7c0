import { readFile } from "node:fs/promises";
import type { Environment } from "../git/git-environment.ts";
import { EventPayload } from "./event-payload.ts";

/**
 * What a run is on where that is not the default branch of its repository: the name of a branch, or another reference.
 * Undefined where it is, or where the event does not tell: a schedule is always on the default branch.
 */
export async function referenceAside(env: Environment): Promise<string | undefined> {
  const text = await readFile(env.GITHUB_EVENT_PATH ?? "", "utf8").catch(() => "");
  const branch = new EventPayload(env.GITHUB_EVENT_NAME ?? "", text).at("repository", "default_branch");
  const reference = (env.GITHUB_REF ?? "").replace(/^refs\/heads\//, "");
  return typeof branch !== "string" || reference === "" || reference === branch ? undefined : reference;
}
