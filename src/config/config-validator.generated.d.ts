// Generated from src/config/schema.ts by scripts/generate.mjs: change that, not this.
import type { DefinedError } from "ajv";
import type { ConfigFile } from "./schema.ts";

export declare const validateConfigFile: {
  (value: unknown): value is ConfigFile;
  /** Of the last call. */
  readonly errors?: readonly DefinedError[] | null;
};
