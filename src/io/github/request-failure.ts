/** The status that a request to the server failed with; undefined where an error is no such failure. */
export function statusOf(error: unknown): number | undefined {
  return isRequestFailure(error) ? error.status : undefined;
}

/** Whether the server answered at all; a request that got no answer has a status too. */
export function wasAnswered(error: unknown): boolean {
  return isRequestFailure(error) && error.response !== undefined;
}

/** Whether the server takes no text of this length. */
export function isTooLong(error: unknown): boolean {
  return isRequestFailure(error) && error.status === 422 && /too long/i.test(error.message);
}

interface RequestFailure extends Error {
  readonly status: number;
  readonly response?: unknown;
}

function isRequestFailure(error: unknown): error is RequestFailure {
  return error instanceof Error && "status" in error && typeof error.status === "number";
}
