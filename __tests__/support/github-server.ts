import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { type Call, faultsOf, faultsOfAnswer, findCall } from "./github/api-description.ts";
import { aPullRequest, type TestIssue, type TestPullRequest, testRepositoryName } from "./github/pull-request.ts";
import { type Reply, refusal, replies, testBot } from "./github/replies.ts";

export { testPullRequest, testRepositoryName } from "./github/pull-request.ts";
export { testBot } from "./github/replies.ts";

/**
 * A local server that stands for the part of GitHub's API that the action needs, for the length of one test.
 *
 *     const github = await startGithubServer();
 *     github.pull.comments.push({ id: 1, author: testBot, body: "…" });
 *     github.refuse("issues/create-comment", { status: 403, message: "Resource not accessible by integration" });
 *     …
 *     expect(github.requests).toEqual(["GET /repos/acme/detections/issues/7/comments?per_page=100", …]);
 *
 * Every request is held against GitHub's own description of its API, and so is every answer: what GitHub does not know
 * or would not take fails the test.
 */
export interface GithubServer {
  /** What the runner puts into GITHUB_API_URL. */
  readonly api: string;
  readonly token: string;
  /** Pull request 7 of acme/detections. */
  readonly pull: TestPullRequest;
  /** All of them. */
  readonly pulls: TestPullRequest[];
  /** Those of pull request 7. */
  readonly comments: TestPullRequest["comments"];
  /** Those of acme/detections; the one that was touched last comes first. */
  readonly issues: TestIssue[];
  /** Method and address of every request so far. */
  readonly requests: readonly string[];
  /** Refuses requests of one kind: so many times, or from now on. */
  refuse(kind: RequestKind, refusal: Refusal, times?: number): void;
  /** Answers requests of one kind never. */
  hang(kind: RequestKind): void;
  /** Does something each time a request of one kind comes in, before it is answered; the answer waits for it. */
  before(kind: RequestKind, act: () => void | Promise<void>): void;
}

/** GitHub's own name of an operation, and `viewer` for the only query that is not of the REST interface. */
export type RequestKind = string;

export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface GithubServerOptions {
  /** Where the interface begins: empty as on github.com, `/api/v3` on an Enterprise Server. */
  readonly basePath?: "" | "/api/v3";
}

export async function startGithubServer({ basePath = "" }: GithubServerOptions = {}): Promise<GithubServer> {
  const state: State = {
    basePath,
    token: "ghs_aTokenOfTheWorkflow",
    address: "",
    pulls: [aPullRequest()],
    issues: [],
    requests: [],
    faults: [],
    refusals: new Map(),
    acts: new Map(),
  };
  const server = createServer((request, response) => {
    handle(state, request, response).catch((error: unknown) => {
      // A request that nobody answers would only time out.
      state.faults.push(`The stand-in fails at ${request.method} ${request.url}: ${String(error)}`);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  state.address = `http://127.0.0.1:${portOf(server)}`;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    if (state.faults.length > 0) throw new Error(`GitHub would not have it: ${state.faults.join("\n")}`);
  });
  const [pull = aPullRequest()] = state.pulls;
  return {
    api: `${state.address}${basePath}`,
    token: state.token,
    pull,
    pulls: state.pulls,
    comments: pull.comments,
    issues: state.issues,
    requests: state.requests,
    refuse: (kind, told, times = Number.POSITIVE_INFINITY) => void state.refusals.set(kind, { told, times }),
    hang: (kind) => void state.acts.set(kind, () => new Promise(() => undefined)),
    before: (kind, act) => void state.acts.set(kind, act),
  };
}

interface State {
  readonly basePath: string;
  readonly token: string;
  address: string;
  readonly pulls: TestPullRequest[];
  readonly issues: TestIssue[];
  readonly requests: string[];
  /** Of the requests and, where the stand-in is wrong, of the answers. */
  readonly faults: string[];
  readonly refusals: Map<RequestKind, { readonly told: Refusal; times: number }>;
  readonly acts: Map<RequestKind, () => void | Promise<void>>;
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
  const reply = isQuery(state, request) ? await answerQuery(state, request, text) : await answer(state, request, text);
  const content = reply.content === undefined ? undefined : JSON.stringify(reply.content);
  response.writeHead(reply.status, {
    ...(content === undefined ? {} : { "content-type": "application/json; charset=utf-8" }),
    ...reply.headers,
  });
  response.end(content);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** On an Enterprise Server GraphQL is beside the REST interface and not below it. */
function isQuery({ basePath }: State, { method, url }: IncomingMessage): boolean {
  return method === "POST" && url === `${basePath.replace("/v3", "")}/graphql`;
}

async function answerQuery(state: State, request: IncomingMessage, text: string): Promise<Reply> {
  const told = await prepare(state, "viewer", request);
  if (told !== undefined) return told;
  if (text !== JSON.stringify({ query: "{ viewer { login } }" })) return refusal(400, "Problems parsing JSON");
  return { status: 200, content: { data: { viewer: { login: testBot } } } };
}

async function answer(state: State, request: IncomingMessage, text: string): Promise<Reply> {
  const { method = "", url = "" } = request;
  const call = url.startsWith(state.basePath) ? findCall(method, url.slice(state.basePath.length)) : undefined;
  const body: unknown = text === "" ? undefined : JSON.parse(text);
  const faults = call === undefined ? [`There is no ${method} ${url}`] : faultsOf(call, body);
  state.faults.push(...faults);
  if (call === undefined || faults.length > 0) return refusal(400, faults.join());
  const told = await prepare(state, call.operation.id, request);
  return told ?? reply(state, call, { url, body });
}

/** The answer that comes before any that the request itself gets. */
async function prepare(state: State, kind: RequestKind, { headers }: IncomingMessage): Promise<Reply | undefined> {
  await state.acts.get(kind)?.();
  const refused = state.refusals.get(kind);
  if (refused !== undefined && refused.times-- > 0) {
    return refusal(refused.told.status, refused.told.message, refused.told.headers);
  }
  if (headers.authorization !== `token ${state.token}`) return refusal(401, "Bad credentials");
  if (headers["user-agent"] === undefined) return refusal(403, "Request forbidden by administrative rules.");
  return undefined;
}

function reply(state: State, call: Call, { url, body }: { readonly url: string; readonly body: unknown }): Reply {
  const { operation, path, query } = call;
  const make = replies[operation.id];
  const isHere = `${path.get("owner")}/${path.get("repo")}` === testRepositoryName;
  if (make === undefined) state.faults.push(`The stand-in does not know ${operation.id}`);
  if (make === undefined || !isHere) return refusal(404, "Not Found");
  const number = Number(path.get("issue_number") ?? path.get("pull_number"));
  const pull = state.pulls.find((each) => each.number === number);
  const { pulls, issues, address, basePath } = state;
  const made = make({ pulls, issues, pull, api: `${address}${basePath}`, site: address, path, query, body });
  const shown = Array.isArray(made.content) ? pageOf(made.content, new URL(url, address)) : made;
  state.faults.push(...faultsOfAnswer(operation, shown.status, shown.content));
  return shown;
}

function pageOf(entries: readonly unknown[], address: URL): Reply {
  const size = Math.min(Number(address.searchParams.get("per_page") ?? 30), 100);
  const page = Number(address.searchParams.get("page") ?? 1);
  const content = entries.slice((page - 1) * size, page * size);
  if (page * size >= entries.length) return { status: 200, content };
  address.searchParams.set("page", String(page + 1));
  return { status: 200, content, headers: { link: `<${address.href}>; rel="next"` } };
}
