import {
  linesShown,
  type TestComment,
  type TestIssue,
  type TestPullRequest,
  type TestReviewComment,
  testRepositoryName,
} from "./pull-request.ts";

/** Name of the account that the server's token speaks for. */
export const testBot = "github-actions[bot]";

/** An answer before it is written out. */
export interface Reply {
  readonly status: number;
  readonly content: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request whose form is right. */
export interface Request {
  readonly pulls: readonly TestPullRequest[];
  /** Those touched last come first. */
  readonly issues: TestIssue[];
  /** The one that the address names, if it names one. */
  readonly pull: TestPullRequest | undefined;
  /** Beginning of the interface's own addresses, and of the pages'. */
  readonly api: string;
  readonly site: string;
  readonly path: ReadonlyMap<string, string>;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** What GitHub does, by its own name for it. A request for anything else fails the test. */
export const replies: Readonly<Record<string, (request: Request) => Reply>> = {
  "issues/list-comments": ofPull((pull, request) =>
    listed(pull.comments.map((each) => commentContent(each, pull, request))),
  ),
  "issues/create-comment": ofPull((pull, request) => {
    const comment = { id: nextId(pull.comments), author: testBot, body: "" };
    const reply = written(comment, pull, request, 201);
    if (reply.status === 201) pull.comments.push(comment);
    return reply;
  }),
  "issues/get-comment": ofComment((comment, pull, request) => answer(200, commentContent(comment, pull, request))),
  "issues/update-comment": ofComment((comment, pull, request) => written(comment, pull, request, 200)),
  "issues/delete-comment": ofComment((comment, pull) => {
    pull.comments.splice(pull.comments.indexOf(comment), 1);
    return answer(204, undefined);
  }),
  "issues/list-for-repo": (request) => {
    const { issues, pulls, query } = request;
    const state = query.get("state") ?? "open";
    const entries = [
      ...issues.map((issue) => issueContent(issue, request)),
      ...pulls.map(({ number, state: pullState }) => ({ number, state: pullState, pull_request: { url: null } })),
    ];
    return listed(entries.filter((entry) => state === "all" || entry.state === state));
  },
  "issues/create": (request) => {
    const { issues, pulls, body } = request;
    const numbers = [...issues, ...pulls].map(({ number }) => number);
    const title = textOf(body, "title");
    if (title.trim() === "") return refusal(422, "Validation Failed");
    const labels = listOf(body, "labels").map(String);
    return touched(
      { number: Math.max(...numbers) + 1, author: testBot, title, body: "", labels, state: "open" },
      request,
      201,
    );
  },
  "issues/get": ofIssue((issue, request) => answer(200, issueContent(issue, request))),
  "issues/update": ofIssue((issue, request) => touched(issue, request, 200)),
  "issues/list-labels-on-issue": ofPull(({ labels }) => listed(labels.map((name) => ({ name, color: "d73a4a" })))),
  "issues/list-events": ofPull(({ events }) =>
    listed(
      events.map((event, index) => ({
        id: index + 1,
        event: event.event,
        actor: user(event.actor),
        created_at: event.at,
        label: { name: event.label, color: "d73a4a" },
      })),
    ),
  ),
  "pulls/list": ({ pulls, query }) => {
    const state = query.get("state") ?? "open";
    const head = query.get("head");
    const matching = pulls.filter(
      (pull) =>
        (state === "all" || pull.state === state) &&
        (head === null || head === `${ownerOf(pull.head.repository)}:${pull.head.ref}`),
    );
    return listed(matching.map(pullContent));
  },
  "pulls/list-files": ofPull(({ files }) =>
    listed(
      files.map(({ path, patch }) => ({
        filename: path,
        status: "modified",
        ...(patch === undefined ? {} : { patch }),
      })),
    ),
  ),
  "pulls/list-review-comments": ofPull(({ reviewComments }) =>
    listed(
      reviewComments.map((each) => ({
        id: each.id,
        user: user(each.author),
        body: each.body,
        path: each.path,
        line: each.line,
      })),
    ),
  ),
  "pulls/create-review": ofPull(createReview),
};

export function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Reply {
  const content = { message, documentation_url: "https://docs.github.com/rest", status: String(status) };
  return { status, content, headers };
}

function answer(status: number, content: unknown): Reply {
  return { status, content };
}

/** A list is cut into pages by the server. */
function listed(entries: readonly unknown[]): Reply {
  return answer(200, entries);
}

function ofPull(reply: (pull: TestPullRequest, request: Request) => Reply) {
  return (request: Request) => (request.pull === undefined ? refusal(404, "Not Found") : reply(request.pull, request));
}

function ofComment(reply: (comment: TestComment, pull: TestPullRequest, request: Request) => Reply) {
  return (request: Request) => {
    const id = Number(request.path.get("comment_id"));
    for (const pull of request.pulls) {
      const comment = pull.comments.find((each) => each.id === id);
      if (comment !== undefined) return reply(comment, pull, request);
    }
    return refusal(404, "Not Found");
  };
}

function ofIssue(reply: (issue: TestIssue, request: Request) => Reply) {
  return (request: Request) => {
    const number = Number(request.path.get("issue_number"));
    const issue = request.issues.find((each) => each.number === number);
    return issue === undefined ? refusal(404, "Not Found") : reply(issue, request);
  };
}

function touched(issue: TestIssue, request: Request, status: 200 | 201): Reply {
  const { issues, body } = request;
  const text = textOf(body, "body");
  if (text.length > 65_536) return refusal(422, "Validation Failed: body is too long (maximum is 65536 characters)");
  issue.body = text;
  if (at(body, "state") === "closed") issue.state = "closed";
  const place = issues.indexOf(issue);
  if (place >= 0) issues.splice(place, 1);
  issues.unshift(issue);
  return answer(status, issueContent(issue, request));
}

function issueContent({ number, author, title, body, labels, state }: TestIssue, { api, site }: Request) {
  return {
    number,
    url: `${api}/repos/${testRepositoryName}/issues/${number}`,
    html_url: `${site}/${testRepositoryName}/issues/${number}`,
    title,
    body,
    state,
    labels: labels.map((name) => ({ name, color: "d73a4a" })),
    user: user(author),
  };
}

function written(comment: TestComment, pull: TestPullRequest, request: Request, status: 200 | 201): Reply {
  const body = textOf(request.body, "body");
  if (body.trim() === "") return refusal(422, "Validation Failed: Body cannot be blank");
  if (body.length > 65_536) return refusal(422, "Validation Failed: Body is too long (maximum is 65536 characters)");
  comment.body = body;
  return answer(status, commentContent(comment, pull, request));
}

function commentContent({ id, author, body }: TestComment, { number }: TestPullRequest, { api, site }: Request) {
  return {
    id,
    url: `${api}/repos/${testRepositoryName}/issues/comments/${id}`,
    html_url: `${site}/${testRepositoryName}/pull/${number}#issuecomment-${id}`,
    body,
    user: user(author),
  };
}

function pullContent({ number, state, head, base }: TestPullRequest) {
  const { sha, ref, repository } = head;
  return {
    number,
    state,
    base,
    head: { sha, ref, label: `${ownerOf(repository)}:${ref}`, repo: { full_name: repository } },
  };
}

function createReview(pull: TestPullRequest, { body }: Request): Reply {
  const comments = listOf(body, "comments");
  if (textOf(body, "event") === "COMMENT" && textOf(body, "body") === "" && comments.length === 0)
    return refusal(422, "Unprocessable Entity: Body cannot be blank");
  const made: TestReviewComment[] = [];
  for (const comment of comments) {
    const path = textOf(comment, "path");
    const line = numberOf(comment, "line");
    const file = pull.files.find((each) => each.path === path);
    if (file === undefined) return refusal(422, "Unprocessable Entity: Path could not be resolved");
    if (!linesShown(file).has(line)) return refusal(422, "Unprocessable Entity: Line could not be resolved");
    made.push({
      id: nextId([...pull.reviewComments, ...made]),
      author: testBot,
      body: textOf(comment, "body"),
      path,
      line,
    });
  }
  pull.reviewComments.push(...made);
  return answer(200, { id: 1, body: textOf(body, "body"), state: "COMMENTED", user: user(testBot) });
}

function user(login: string) {
  return { login, id: 1, type: login.endsWith("[bot]") ? "Bot" : "User" };
}

function ownerOf(repository: string): string {
  return repository.split("/")[0] ?? "";
}

function nextId(entries: readonly { readonly id: number }[]): number {
  return Math.max(1000, ...entries.map(({ id }) => id)) + 1;
}

function at(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

function textOf(value: unknown, key: string): string {
  return String(at(value, key) ?? "");
}

function numberOf(value: unknown, key: string): number {
  return Number(at(value, key));
}

function listOf(value: unknown, key: string): readonly unknown[] {
  const list = at(value, key);
  return Array.isArray(list) ? list : [];
}
