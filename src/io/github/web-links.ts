import { encodePath } from "../../model/encode-path.ts";
import type { RepositoryPath } from "../../model/source.ts";
import type { WorkflowRun } from "./workflow-run.ts";

export interface ComparedRevisions {
  /** From the top of the repository to the folder that paths are relative to: empty, or ending with a slash. */
  readonly prefix: RepositoryPath;
  /** Commit ids; undefined where a side is none. */
  readonly base: string | undefined;
  readonly head: string | undefined;
}

/** Addresses of pages on the server, complete and encoded: nothing of a path but letters, digits and `-_.~!*'()/` is in them. */
export interface WebLinks {
  readonly file: (path: RepositoryPath, line: number | undefined, side: "base" | "head") => string | undefined;
  readonly run: string | undefined;
}

/** Files as they were at the commits that were compared, so that lines stay right when branches go on. */
export function webLinks(run: WorkflowRun, { prefix, base, head }: ComparedRevisions): WebLinks {
  const { server, repository, id } = run;
  return {
    file: (path, line, side) => {
      const revision = side === "base" ? base : head;
      if (revision === undefined) return undefined;
      const place = encodePath(`${prefix}${path}`);
      // Markdown is shown rendered, without lines, unless asked otherwise.
      const anchor = line === undefined ? "" : `${path.endsWith(".md") ? "?plain=1" : ""}#L${line}`;
      return `${server}/${repository}/blob/${revision}/${place}${anchor}`;
    },
    run: id === "" ? undefined : `${server}/${repository}/actions/runs/${id}`,
  };
}
