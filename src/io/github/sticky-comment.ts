import { type CommentStamp, isOlder, readStamp, saysTheSame, withStamp } from "./comment-stamp.ts";
import type { PostedComment, PullRequestComments } from "./pull-request-comments.ts";
import { statusOf } from "./request-failure.ts";

export interface StickyComment {
  readonly stamp: CommentStamp;
  /** Markdown, without the stamp. */
  readonly body: string;
  /** `update`: only bring an earlier comment up to date, and make none. */
  readonly occasion: "post" | "update";
}

/** What became of a comment. */
export type Posting =
  | { readonly kind: "created" | "updated"; readonly address: string }
  /** It says the same already. */
  | { readonly kind: "unchanged" }
  /** A newer run has written it. */
  | { readonly kind: "superseded"; readonly by: CommentStamp }
  /** There is none, and none was asked for. */
  | { readonly kind: "none" };

/** Writes the one comment with this key: over the one that is there, else a new one. */
export async function postStickyComment(comments: PullRequestComments, sticky: StickyComment): Promise<Posting> {
  const { stamp, body, occasion } = sticky;
  const text = withStamp(stamp, body);
  const earlier = await findEarlier(comments, stamp.key);
  if (earlier === undefined) return occasion === "post" ? await create(comments, text) : { kind: "none" };
  if (isOlder(stamp, earlier.stamp)) return { kind: "superseded", by: earlier.stamp };
  if (saysTheSame(earlier.body, text)) return { kind: "unchanged" };
  try {
    return { kind: "updated", address: await comments.update(earlier.id, text) };
  } catch (error) {
    // It was deleted after the list was made.
    if (statusOf(error) !== 404) throw error;
    return occasion === "post" ? await create(comments, text) : { kind: "none" };
  }
}

async function create(comments: PullRequestComments, text: string): Promise<Posting> {
  return { kind: "created", address: await comments.create(text) };
}

interface EarlierComment extends PostedComment {
  readonly stamp: CommentStamp;
}

/** Anybody can write a stamp, so the author decides. Who we are is asked only when there is a stamp to judge. */
async function findEarlier(comments: PullRequestComments, key: string): Promise<EarlierComment | undefined> {
  let ownName: string | undefined;
  for await (const comment of comments.list()) {
    const stamp = readStamp(comment.body);
    if (stamp?.key !== key) continue;
    ownName ??= await comments.ownName();
    if (comment.author === ownName) return { ...comment, stamp };
  }
  return undefined;
}
