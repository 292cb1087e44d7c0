/** Says in a comment, where no reader sees it, whose comment it is and which run wrote it. */
export interface CommentStamp {
  /** Which of the comments of a pull request: of which workflow, about which folder. */
  readonly key: string;
  /** The newest commit of the pull request that the run knew. */
  readonly head: string;
  readonly run: number;
  readonly attempt: number;
}

/** stamp := "<!-- detcov key=" key " head=" head " run=" run "." attempt " -->" */
export function printStamp({ key, head, run, attempt }: CommentStamp): string {
  return `<!-- detcov key=${printKey(key)} head=${head} run=${run}.${attempt} -->`;
}

/** The stamp on the first line of a comment; undefined where there is none. */
export function readStamp(body: string): CommentStamp | undefined {
  const match = /^<!-- detcov key=(\S*) head=([0-9a-f]*) run=(\d{1,15})\.(\d{1,15}) -->\r?(?:\n|$)/.exec(body);
  if (match === null) return undefined;
  const [, key = "", head = "", run, attempt] = match;
  return { key: readKey(key), head, run: Number(run), attempt: Number(attempt) };
}

/** A body with its stamp on the first line. */
export function withStamp(stamp: CommentStamp, body: string): string {
  return `${printStamp(stamp)}\n${body}`;
}

/** Whether one run is older than another of the same workflow. */
export function isOlder(one: CommentStamp, other: CommentStamp): boolean {
  return one.run < other.run || (one.run === other.run && one.attempt < other.attempt);
}

/**
 * Whether two comments tell a reader the same about the same commit, whichever run wrote them.
 *
 * The server may have changed line ends and cut blanks at the end.
 */
export function saysTheSame(one: string, other: string): boolean {
  return normalise(one) === normalise(other);
}

function normalise(body: string): string {
  const text = body.replaceAll("\r\n", "\n").trimEnd();
  const stamp = readStamp(text);
  return stamp === undefined ? text : withStamp({ ...stamp, run: 0, attempt: 0 }, text.slice(text.indexOf("\n") + 1));
}

/** Nothing of it can end the HTML comment or look like another part of the stamp. */
function printKey(key: string): string {
  return key.replace(/[^\w./:]/gu, (char) => `%${Buffer.from(char).toString("hex")};`);
}

function readKey(text: string): string {
  return text.replace(/%([0-9a-f]+);/g, (_, hex: string) => Buffer.from(hex, "hex").toString("utf8"));
}
