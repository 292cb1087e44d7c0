import type { getOctokit } from "@actions/github";

/** Where to speak with a server, and as whom. */
export interface GithubAccess {
  readonly token: string;
  /** `owner/name` */
  readonly repository: string;
  /** Address of the REST interface; undefined: that of github.com. */
  readonly api: string | undefined;
  /** For one attempt at a request, in milliseconds. */
  readonly timeout: number;
}

/** A way to the server, and the repository to ask about. */
export interface Github {
  readonly octokit: Octokit;
  readonly repository: { readonly owner: string; readonly repo: string };
}

export type Octokit = ReturnType<typeof getOctokit>;

/** In seconds: who is to come back later than this is not waited for, as a check must not hang for its own comment. */
const longestWait = 60;

/** Goes through the proxy of the environment, tries again what failed for a moment, and waits where it is told to. */
export async function openGithub({ token, repository, api, timeout }: GithubAccess): Promise<Github> {
  // Loaded here, as most runs have nothing to ask.
  const [{ getOctokit }, { retry }, { throttling }] = await Promise.all([
    import("@actions/github"),
    import("@octokit/plugin-retry"),
    import("@octokit/plugin-throttling"),
  ]);
  const isWorthWaiting = (seconds: number, _options: unknown, _octokit: unknown, retries: number) =>
    seconds <= longestWait && retries === 0;
  const options = {
    ...(api === undefined ? {} : { baseUrl: api }),
    retry: { retries: 2, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] },
    // What is sent to one server is paced together.
    throttle: { id: api ?? "", onRateLimit: isWorthWaiting, onSecondaryRateLimit: isWorthWaiting },
  };
  const octokit = getOctokit(token, options, limitAttempts(timeout), retry, throttling);
  const [owner = "", repo = ""] = repository.split("/");
  return { octokit, repository: { owner, repo } };
}

/** The innermost plugin: the others are to try again what took too long. */
function limitAttempts(timeout: number) {
  return ({ hook }: Pick<Octokit, "hook">) => {
    hook.before("request", (options) => {
      options.request = { ...options.request, signal: AbortSignal.timeout(timeout) };
    });
    hook.error("request", (error) => {
      throw comesBackLater(error);
    });
  };
}

/**
 * The plugin that waits for rate limits knows them by their message, which not every server and proxy writes. Whatever
 * else says when to come back is left to the plugin that tries again, in the way that this is told.
 */
function comesBackLater(error: unknown): unknown {
  if (!isTooMany(error) || /\bsecondary rate\b/i.test(error.message)) return error;
  const seconds = Number(error.response.headers["retry-after"]);
  if (seconds > 0 && seconds <= longestWait) {
    error.request.request = { ...error.request.request, retries: 1, retryAfter: seconds };
  }
  return error;
}

interface TooMany extends Error {
  readonly response: { readonly headers: Readonly<Record<string, unknown>> };
  readonly request: { request?: object };
}

function isTooMany(error: unknown): error is TooMany {
  return error instanceof Error && "status" in error && error.status === 429 && "response" in error;
}
