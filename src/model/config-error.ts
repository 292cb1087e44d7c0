/**
 * Something about the team's set-up that only they can mend: configuration, arguments, repository, permission.
 *
 * The message says what is so, where, and what to do. Caught once, in the entry points; exit code 2.
 */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
