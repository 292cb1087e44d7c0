/** Something with a text that is kept on a server, as far as detcov looks at it. */
export interface Post {
  /** Those that were made later have higher ones. */
  readonly id: number;
  /** Name of the account that wrote it; undefined where the account is gone. */
  readonly author: string | undefined;
  readonly body: string;
}

/** The comments of one pull request, or the issues of a repository; methods throw what {@link statusOf} knows where the server refuses. */
export interface Posts {
  list(): AsyncIterable<Post>;
  /** Name of the account that the token speaks for. */
  ownName(): Promise<string>;
  read(id: number): Promise<Post>;
  create(body: string): Promise<{ readonly id: number; readonly address: string }>;
  /** Returns the post's address. */
  update(id: number, body: string): Promise<string>;
  /** One that is gone already is none to complain about. `kept` says the same. */
  remove(id: number, kept: number): Promise<void>;
}
