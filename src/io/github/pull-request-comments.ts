/** A comment on a pull request, as far as detcov looks at it. */
export interface PostedComment {
  readonly id: number;
  /** Name of the account that wrote it; undefined where the account is gone. */
  readonly author: string | undefined;
  readonly body: string;
}

/** The comments of one pull request; methods throw what {@link statusOf} knows where the server refuses. */
export interface PullRequestComments {
  /** From the oldest to the newest. */
  list(): AsyncIterable<PostedComment>;
  /** Name of the account that the token speaks for. */
  ownName(): Promise<string>;
  read(id: number): Promise<PostedComment>;
  create(body: string): Promise<{ readonly id: number; readonly address: string }>;
  /** Returns the comment's address. */
  update(id: number, body: string): Promise<string>;
  /** One that is gone already is none to complain about. */
  remove(id: number): Promise<void>;
}
