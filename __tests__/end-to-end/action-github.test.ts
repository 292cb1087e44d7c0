import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type GithubServer, startGithubServer, testBot } from "../support/github-server.ts";
import { addition, deletion, messagesOf, pullRequest } from "./action-repositories.ts";
import { node24, runStep, type StepResult } from "./action-runner.ts";

/** The Node that the runner has, for all of these; the tests' own where that is not to be had. */
const node = node24() ?? process.execPath;

const secondaryLimit = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

async function run(github: GithubServer, change = deletion, number = "12"): Promise<StepResult> {
  const { server, merge, event } = pullRequest(change);
  const env = { GITHUB_RUN_NUMBER: number };
  return await runStep({ checkout: server.cloneCommit(merge, 2), event, github, env, node });
}

function bodies({ comments }: GithubServer): readonly string[] {
  return comments.filter(({ author }) => author === testBot).map(({ body }) => body);
}

/** Resolves for all at once, as soon as so many are there. */
function meeting(size: number): () => Promise<void> {
  let arrive: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  let count = 0;
  return async () => {
    if (++count === size) arrive();
    await all;
  };
}

describe("the token", () => {
  test("is in nothing that a run writes or posts, though the run fails", async () => {
    const github = await startGithubServer();
    const { server, merge, event } = pullRequest(deletion);
    const checkout = server.cloneCommit(merge, 2);

    const result = await runStep({ checkout, event, github, node, inputs: { "report-dir": "out" } });

    const folder = join(checkout.path, "out");
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
    const written = [result.log, result.summary, ...result.outputs.values(), ...files, ...bodies(github)];
    expect(files.length).toBeGreaterThan(2);
    expect(bodies(github)).toHaveLength(1);
    expect(written.filter((text) => text.includes(github.token))).toEqual([]);
  });
});

describe("a server that is in trouble for a moment", () => {
  test("is asked again after two failures", async () => {
    const github = await startGithubServer();
    github.refuse("issues/list-comments", { status: 500, message: "Server Error" }, 2);

    const result = await run(github);

    expect(result.exitCode).toBe(1);
    expect(messagesOf(result, "warning").join()).not.toContain("comment");
    expect(bodies(github)).toEqual([expect.stringContaining("1 technique lost")]);
  });

  test.each([
    [403, secondaryLimit],
    [429, secondaryLimit],
    [429, "Too Many Requests"],
  ])("is asked again when it says so: %i, %s", async (status, message) => {
    const github = await startGithubServer();
    github.refuse("issues/create-comment", { status, message, headers: { "retry-after": "1" } }, 1);

    await run(github);

    expect(bodies(github)).toEqual([expect.stringContaining("1 technique lost")]);
  });

  test("may be slow", async () => {
    const github = await startGithubServer();
    github.before("issues/create-comment", () => new Promise((resolve) => setTimeout(resolve, 3000)));

    await run(github);

    expect(bodies(github)).toEqual([expect.stringContaining("1 technique lost")]);
  });
});

describe("a server that says no", () => {
  test.each([
    [429, secondaryLimit, { "retry-after": "3600" }, "secondary rate limit"],
    [
      403,
      "API rate limit exceeded for installation.",
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "9999999999" },
      "rate limit",
    ],
    [403, "Resource not accessible by integration", {}, 'permission "pull-requests: write": give it to the job'],
    [404, "Not Found", {}, 'permission "pull-requests: write"'],
    [422, "Validation Failed", {}, "GitHub answered 422"],
    [503, "Service Unavailable", {}, "GitHub answered 503"],
  ])("is not waited for, and the verdict stands: %i %s", async (status, message, headers, advice) => {
    const github = await startGithubServer();
    github.refuse("issues/create-comment", { status, message, headers });

    const result = await run(github);

    expect(result.exitCode).toBe(1);
    expect(result.outputs.get("verdict")).toBe("fail");
    expect(result.summary).toContain("1 technique lost");
    expect(messagesOf(result, "warning").join()).toContain(advice);
  });

  test("for the length of a comment gets a shorter one", async () => {
    const github = await startGithubServer();
    const message = 'Validation Failed: {"resource":"IssueComment","message":"Body is too long"}';
    github.refuse("issues/create-comment", { status: 422, message }, 2);

    const result = await run(github);

    expect(messagesOf(result, "warning").join()).not.toContain("comment");
    expect(bodies(github)).toEqual([expect.stringContaining("1 technique lost")]);
    expect(bodies(github)[0]).not.toContain("**Lost**");
  });

  test("to any length is told of in a warning", async () => {
    const github = await startGithubServer();
    github.refuse("issues/create-comment", { status: 422, message: "Body is too long (maximum is 10 characters)" });

    const result = await run(github);

    expect(result.exitCode).toBe(1);
    expect(messagesOf(result, "warning").join()).toContain("Body is too long");
  });
});

describe("two runs at once", () => {
  test.each([
    ["12", "13"],
    ["13", "12"],
  ])("leave one comment, that of the newer: %s and %s", async (one, two) => {
    const github = await startGithubServer();
    github.before("issues/list-comments", meeting(2));
    const changes = { "12": deletion, "13": addition };

    await Promise.all([
      run(github, changes[one === "12" ? "12" : "13"], one),
      run(github, changes[two === "12" ? "12" : "13"], two),
    ]);

    expect(bodies(github)).toEqual([expect.stringContaining("T1003.002")]);
    expect(bodies(github)[0]).toContain("run=13.1");
  });

  test("of which the older has read the comment before the newer wrote it leave what the newer says", async () => {
    const github = await startGithubServer();
    await run(github, deletion, "11");
    github.before("issues/get-comment", () => {
      for (const comment of github.comments) comment.body = comment.body.replace("run=11.1", "run=13.1");
    });

    const result = await run(github, addition, "12");

    expect(result.log).toContain("Run 13 is newer");
    expect(bodies(github)).toEqual([expect.stringContaining("1 technique lost")]);
  });
});

describe("a comment that was deleted", () => {
  test.each(["issues/get-comment", "issues/update-comment"])("before %s is made anew", async (request) => {
    const github = await startGithubServer();
    await run(github, deletion, "11");
    github.before(request, () => void github.comments.splice(0));

    const result = await run(github, addition, "12");

    expect(messagesOf(result, "warning").join()).not.toContain("comment");
    expect(bodies(github)).toEqual([expect.stringContaining("T1003.002")]);
  });
});

test("a comment behind three hundred others is found, over all pages", async () => {
  const github = await startGithubServer();
  await run(github, deletion, "11");
  const talk = Array.from({ length: 300 }, (_, index) => ({ id: index + 1, author: "ada", body: "Looks good." }));
  github.comments.unshift(...talk);

  await run(github, addition, "12");

  expect(github.comments).toHaveLength(301);
  expect(bodies(github)).toEqual([expect.stringContaining("T1003.002")]);
});

describe("a proxy", () => {
  async function startProxy(target: GithubServer) {
    const tunnels: string[] = [];
    const proxy = createServer();
    proxy.on("connect", (request, socket, head) => {
      tunnels.push(request.url ?? "");
      const server = connect(Number(new URL(target.api).port), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        server.write(head);
        server.pipe(socket).pipe(server);
      });
      server.on("error", () => socket.destroy());
      socket.on("error", () => server.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void proxy.close());
    const address = proxy.address();
    if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
    return { tunnels, address: `http://127.0.0.1:${address.port}` };
  }

  test("of the environment is gone through, except for what no_proxy names", async () => {
    const github = await startGithubServer();
    const proxy = await startProxy(github);
    const { server, merge, event } = pullRequest(deletion);
    const checkout = server.cloneCommit(merge, 2);
    const env = { GITHUB_API_URL: "http://api.github.invalid", http_proxy: proxy.address };

    await runStep({ checkout, event, github, env, node });
    const tunnels = proxy.tunnels.length;
    const without = await runStep({ checkout, event, github, env: { ...env, no_proxy: "github.invalid" }, node });

    expect(new Set(proxy.tunnels)).toEqual(new Set(["api.github.invalid:80"]));
    expect(proxy.tunnels).toHaveLength(tunnels);
    expect(bodies(github)).toEqual([expect.stringContaining("1 technique lost")]);
    expect(messagesOf(without, "warning").join()).toContain("GitHub did not answer");
  });
});
