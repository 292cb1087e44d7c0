/** A name that a team gives or refers to. */
export const name = { type: "string", minLength: 1, maxLength: 200 } as const;

/** Glob patterns of repository paths. */
export const globs = { type: "array", items: { type: "string", minLength: 1, maxLength: 500 } } as const;
