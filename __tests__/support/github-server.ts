import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/**
 * A local server that stands for the part of GitHub's API that the action needs, for the length of one test.
 *
 *     const github = await startGithubServer();
 *     github.comments.push({ author: "github-actions[bot]", body: "…" });
 *     github.answer("create", 403, "Resource not accessible by integration");
 *     …
 *     expect(github.requests).toEqual(["GET /repos/acme/detections/issues/7/comments?per_page=100", …]);
 *
 * It is strict: what GitHub would not take is refused as GitHub refuses it, and a request that it does not know
 * fails the test.
 */
export interface GithubServer {
  /** What the runner puts into GITHUB_API_URL. */
  readonly api: string;
  readonly token: string;
  /** The comments of pull request 7 of acme/detections, from the oldest; tests may add and change them. */
  readonly comments: TestComment[];
  /** Method and address of every request so far. */
  readonly requests: readonly string[];
  /** From now on refuses requests of one kind. */
  answer(kind: RequestKind, status: number, message: string): void;
  /** From now on answers requests of one kind never. */
  hang(kind: RequestKind): void;
  /** Does something each time a request of one kind comes in, before it is answered. */
  before(kind: RequestKind, act: () => void): void;
}

export interface TestComment {
  readonly id: number;
  readonly author: string;
  body: string;
}

export type RequestKind = "list" | "create" | "update" | "viewer";

export const testRepositoryName = "acme/detections";
export const testPullRequest = 7;

/** Name of the account that the server's token speaks for. */
export const testBot = "github-actions[bot]";

export interface GithubServerOptions {
  /** Where the interface begins: empty as on github.com, `/api/v3` on an Enterprise Server. */
  readonly basePath?: "" | "/api/v3";
}

export async function startGithubServer({ basePath = "" }: GithubServerOptions = {}): Promise<GithubServer> {
  const state: State = {
    basePath,
    token: "ghs_aTokenOfTheWorkflow",
    address: "",
    comments: [],
    requests: [],
    unknown: [],
    answers: new Map(),
    acts: new Map(),
  };
  const server = createServer((request, response) => void handle(state, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  state.address = `http://127.0.0.1:${portOf(server)}`;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    if (state.unknown.length > 0) throw new Error(`Requests that GitHub does not know: ${state.unknown.join(", ")}`);
  });
  return {
    api: `${state.address}${basePath}`,
    token: state.token,
    comments: state.comments,
    requests: state.requests,
    answer: (kind, status, message) => void state.answers.set(kind, { status, message }),
    hang: (kind) => void state.answers.set(kind, "never"),
    before: (kind, act) => void state.acts.set(kind, act),
  };
}

interface State {
  readonly basePath: string;
  readonly token: string;
  address: string;
  readonly comments: TestComment[];
  readonly requests: string[];
  readonly unknown: string[];
  readonly answers: Map<RequestKind, { readonly status: number; readonly message: string } | "never">;
  readonly acts: Map<RequestKind, () => void>;
}

interface Reply {
  readonly status: number;
  readonly content: unknown;
  readonly link?: string;
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

async function handle(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "", url = "" } = request;
  state.requests.push(`${method} ${url}`);
  const text = await readBody(request);
  const route = routes.find((known) => known.method === method && matches(state, known, url));
  if (route === undefined) state.unknown.push(`${method} ${url}`);
  const reply = route === undefined ? refusal(404, "Not Found") : replyTo(state, route, { request, url, text });
  if (reply === "never") return;
  response.writeHead(reply.status, {
    "content-type": "application/json; charset=utf-8",
    ...(reply.link === undefined ? {} : { link: reply.link }),
  });
  response.end(JSON.stringify(reply.content));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

interface Call {
  readonly request: IncomingMessage;
  /** Path and query. */
  readonly url: string;
  readonly text: string;
}

interface Route {
  readonly kind: RequestKind;
  readonly method: string;
  readonly path: RegExp;
  reply(state: State, call: Call): Reply;
}

const routes: readonly Route[] = [
  {
    kind: "list",
    method: "GET",
    path: /^\/repos\/acme\/detections\/issues\/7\/comments$/,
    reply: (state, { url }) => listComments(state, url),
  },
  {
    kind: "create",
    method: "POST",
    path: /^\/repos\/acme\/detections\/issues\/7\/comments$/,
    reply: (state, { text }) => writeComment(state, { id: nextId(state), author: testBot, body: "" }, text),
  },
  {
    kind: "update",
    method: "PATCH",
    path: /^\/repos\/acme\/detections\/issues\/comments\/\d+$/,
    reply: (state, { url, text }) => {
      const comment = state.comments.find(({ id }) => url.endsWith(`/${id}`));
      return comment === undefined ? refusal(404, "Not Found") : writeComment(state, comment, text);
    },
  },
  {
    kind: "viewer",
    method: "POST",
    path: /^\/graphql$/,
    reply: (_, { text }) =>
      text === JSON.stringify({ query: "{ viewer { login } }" })
        ? { status: 200, content: { data: { viewer: { login: testBot } } } }
        : refusal(400, "Problems parsing JSON"),
  },
];

/** On an Enterprise Server GraphQL is beside the REST interface and not below it. */
function matches({ basePath }: State, { kind, path }: Route, url: string): boolean {
  const base = kind === "viewer" ? basePath.replace("/v3", "") : basePath;
  const [address = ""] = url.split("?");
  return address.startsWith(base) && path.test(address.slice(base.length));
}

function replyTo(state: State, route: Route, call: Call): Reply | "never" {
  state.acts.get(route.kind)?.();
  const told = state.answers.get(route.kind);
  if (told === "never") return told;
  if (told !== undefined) return refusal(told.status, told.message);
  const { authorization, "user-agent": agent } = call.request.headers;
  if (authorization !== `token ${state.token}`) return refusal(401, "Bad credentials");
  if (agent === undefined) return refusal(403, "Request forbidden by administrative rules.");
  return route.reply(state, call);
}

function refusal(status: number, message: string): Reply {
  return { status, content: { message, documentation_url: "https://docs.github.com/rest", status: String(status) } };
}

function listComments(state: State, url: string): Reply {
  const address = new URL(url, state.address);
  const size = Math.min(Number(address.searchParams.get("per_page") ?? 30), 100);
  const page = Number(address.searchParams.get("page") ?? 1);
  const shown = state.comments.slice((page - 1) * size, page * size);
  const last = Math.max(1, Math.ceil(state.comments.length / size));
  address.searchParams.set("page", String(page + 1));
  return {
    status: 200,
    content: shown.map((comment) => commentContent(state, comment)),
    ...(page < last ? { link: `<${address.href}>; rel="next"` } : {}),
  };
}

function writeComment(state: State, comment: TestComment, text: string): Reply {
  const content: unknown = JSON.parse(text);
  if (
    typeof content !== "object" ||
    content === null ||
    Object.keys(content).join() !== "body" ||
    !("body" in content)
  ) {
    return refusal(422, "Invalid request.");
  }
  const { body } = content;
  if (typeof body !== "string" || body.trim() === "") return refusal(422, "Body cannot be blank");
  if (body.length > 65_536) return refusal(422, "Body is too long (maximum is 65536 characters)");
  const isNew = !state.comments.includes(comment);
  if (isNew) state.comments.push(comment);
  comment.body = body;
  return { status: isNew ? 201 : 200, content: commentContent(state, comment) };
}

function nextId({ comments }: State): number {
  return Math.max(1000, ...comments.map(({ id }) => id)) + 1;
}

function commentContent({ address, basePath }: State, { id, author, body }: TestComment) {
  return {
    id,
    url: `${address}${basePath}/repos/${testRepositoryName}/issues/comments/${id}`,
    html_url: `${address}/${testRepositoryName}/pull/${testPullRequest}#issuecomment-${id}`,
    body,
    user: { login: author, id: 1, type: author.endsWith("[bot]") ? "Bot" : "User" },
  };
}
