import { type CommentStamp, isOlder, readStamp, saysTheSame, withStamp } from "./comment-stamp.ts";
import type { Post, Posts } from "./posts.ts";
import { isTooLong, statusOf } from "./request-failure.ts";

export interface StickyComment {
  readonly stamp: CommentStamp;
  /** Markdown, without the stamp: each says less than the one before, and is for a server that finds that too long. */
  readonly bodies: readonly [() => string, ...(() => string)[]];
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

/**
 * Writes the one comment with this key: over the one that is there, else a new one.
 *
 * Two runs may do so at once, and nothing locks a comment. So each looks again after it made one: of several the
 * oldest stays, with what the newest run has to say, and all runs agree on which that is.
 */
export async function postStickyComment(comments: Posts, sticky: StickyComment): Promise<Posting> {
  const settled = await settle(comments, sticky, await findOwn(comments, sticky.stamp.key));
  if (settled !== undefined) return settled;
  return sticky.occasion === "post" ? await create(comments, sticky) : { kind: "none" };
}

async function create(comments: Posts, sticky: StickyComment): Promise<Posting> {
  const { id, address } = await fitting(sticky, (body) => comments.create(body));
  const own = await findOwn(comments, sticky.stamp.key);
  const isAlone = own.every((comment) => comment.id === id);
  return (isAlone ? undefined : await settle(comments, sticky, own)) ?? { kind: "created", address };
}

interface OwnComment extends Post {
  readonly stamp: CommentStamp;
}

/** Anybody can write a stamp, so the author decides. Who we are is asked only when there is a stamp to judge. */
async function findOwn(comments: Posts, key: string): Promise<readonly OwnComment[]> {
  let ownName: string | undefined;
  const own: OwnComment[] = [];
  for await (const comment of comments.list()) {
    const stamp = readStamp(comment.body);
    if (stamp?.key !== key) continue;
    ownName ??= await comments.ownName();
    if (comment.author === ownName) own.push({ ...comment, stamp });
  }
  return own;
}

/** Leaves one comment of several, which says what the newest run says. Undefined where there is none, or none any more. */
async function settle(
  comments: Posts,
  sticky: StickyComment,
  own: readonly OwnComment[],
): Promise<Posting | undefined> {
  const newer = own.find(({ stamp }) => isOlder(sticky.stamp, stamp));
  if (newer !== undefined) return { kind: "superseded", by: newer.stamp };
  const [kept, ...others] = own.toSorted((a, b) => a.id - b.id);
  if (kept === undefined) return undefined;
  const posting = await overwrite(comments, sticky, kept);
  if (posting !== undefined) for (const { id } of others) await comments.remove(id, kept.id);
  return posting;
}

/** Undefined where the comment is gone by now. */
async function overwrite(comments: Posts, sticky: StickyComment, earlier: OwnComment): Promise<Posting | undefined> {
  if (saysTheSame(earlier.body, withStamp(sticky.stamp, sticky.bodies[0]()))) return { kind: "unchanged" };
  try {
    // The list may be seconds old, and the server takes any write.
    const now = readStamp((await comments.read(earlier.id)).body);
    if (now !== undefined && isOlder(sticky.stamp, now)) return { kind: "superseded", by: now };
    return { kind: "updated", address: await fitting(sticky, (body) => comments.update(earlier.id, body)) };
  } catch (error) {
    const status = statusOf(error);
    // What was deleted may be known to have been there.
    if (status === 404 || status === 410) return undefined;
    throw error;
  }
}

async function fitting<Result>(
  { stamp, bodies }: StickyComment,
  write: (body: string) => Promise<Result>,
): Promise<Result> {
  let refusal: unknown;
  for (const body of bodies) {
    try {
      return await write(withStamp(stamp, body()));
    } catch (error) {
      if (!isTooLong(error)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}
