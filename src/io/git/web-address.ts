import { encodePath } from "../../model/encode-path.ts";
import type { RepositoryPath } from "../../model/source.ts";
import { remoteName } from "./history.ts";
import { isObjectId } from "./object-id.ts";
import type { Repository } from "./repository.ts";
import { runGitForLine } from "./run-git.ts";

/** Where files of a commit can be looked at on the web; undefined where the remote is no server that is known. */
export type WebAddress = (path: RepositoryPath, line: number | undefined) => string | undefined;

/** From the clone's remote. Names and passwords that stand in its address are left out. */
export async function webAddressOf(repository: Repository, commit: string | undefined): Promise<WebAddress> {
  const remote = await remoteName(repository);
  if (remote === undefined || commit === undefined || !isObjectId(commit)) return () => undefined;
  const url = await runGitForLine(repository.place, ["config", "--get", `remote.${remote}.url`], { accept: [1] });
  const project = url === undefined ? undefined : projectAt(url);
  if (project === undefined) return () => undefined;
  return (path, line) => {
    const place = encodePath(`${repository.prefix}${path}`);
    return `${project}/${commit}/${place}${line === undefined ? "" : `#L${line}`}`;
  };
}

/** The beginning of addresses of files: `https://github.com/owner/name/blob`. */
function projectAt(url: string): string | undefined {
  const match =
    /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/(.+?)(?:\.git)?\/?$/.exec(url) ??
    /^(?:[\w.-]+@)?([\w.-]+):(?!\/)(.+?)(?:\.git)?\/?$/.exec(url);
  const [, host = "", path = ""] = match ?? [];
  if (!/^[\w.-]+(?:\/[\w.-]+)+$/.test(path)) return undefined;
  if (/github/i.test(host)) return `https://${host}/${path}/blob`;
  return /gitlab/i.test(host) ? `https://${host}/${path}/-/blob` : undefined;
}
