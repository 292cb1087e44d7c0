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
  /** Name of the account that the token speaks for; where the server does not tell, the one of a workflow's own token. */
  ownName(): Promise<string>;
  /** Both return the comment's address. */
  create(body: string): Promise<string>;
  update(id: number, body: string): Promise<string>;
}
