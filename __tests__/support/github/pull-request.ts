/** A pull request of acme/detections as a test wants it; tests may change everything at any time. */
export interface TestPullRequest {
  readonly number: number;
  state: "open" | "closed";
  /** The newest commit, its branch, and the repository that both are in. */
  head: { sha: string; ref: string; repository: string };
  /** Where the branch is that it is to be merged into. */
  readonly base: { readonly sha: string; readonly ref: string };
  /** From the oldest. */
  readonly comments: TestComment[];
  readonly labels: string[];
  /** What happened to its labels, from the oldest. */
  readonly events: TestLabelEvent[];
  /** With the differences that its page shows. */
  readonly files: TestFile[];
  readonly reviewComments: TestReviewComment[];
}

export interface TestComment {
  readonly id: number;
  readonly author: string;
  body: string;
}

/** An issue of acme/detections as a test wants it; tests may change everything at any time. */
export interface TestIssue {
  readonly number: number;
  readonly author: string;
  title: string;
  body: string;
  labels: readonly string[];
  state: "open" | "closed";
}

export interface TestLabelEvent {
  readonly event: "labeled" | "unlabeled";
  readonly label: string;
  readonly actor: string;
  readonly at: string;
}

export interface TestFile {
  readonly path: string;
  /** As in a unified difference, from the first `@@`. */
  readonly patch: string | undefined;
}

export interface TestReviewComment {
  readonly id: number;
  readonly author: string;
  readonly body: string;
  readonly path: string;
  readonly line: number;
}

export const testRepositoryName = "acme/detections";
export const testPullRequest = 7;

export function aPullRequest(given: Partial<TestPullRequest> = {}): TestPullRequest {
  return {
    number: testPullRequest,
    state: "open",
    head: { sha: "a".repeat(40), ref: "shadow-copies", repository: testRepositoryName },
    base: { sha: "b".repeat(40), ref: "main" },
    comments: [],
    labels: [],
    events: [],
    files: [],
    reviewComments: [],
    ...given,
  };
}

/** Lines of the new file that a difference shows, which are the ones that can be commented on. */
export function linesShown({ patch = "" }: TestFile): ReadonlySet<number> {
  const shown = new Set<number>();
  let line = 0;
  for (const text of patch.split("\n")) {
    const start = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(text)?.[1];
    if (start !== undefined) line = Number(start);
    else if (text.startsWith("+") || text.startsWith(" ")) shown.add(line++);
  }
  return shown;
}
