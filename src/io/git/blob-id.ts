import { createHash } from "node:crypto";

/** The hash that a repository names its objects with. */
export type ObjectFormat = "sha1" | "sha256";

/** The name that git gives to a file of these bytes. */
export function blobId(content: Uint8Array, format: ObjectFormat = "sha1"): string {
  return createHash(format).update(`blob ${content.length}\0`).update(content).digest("hex");
}
