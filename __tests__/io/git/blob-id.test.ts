import { describe, expect, test } from "vitest";
import { blobId } from "../../../src/io/git/blob-id.ts";
import { createRepository } from "../../support/git-repository.ts";

describe("blobId", () => {
  test("is the name that git gives to the same bytes", () => {
    const repository = createRepository();
    repository.write({ "rules/lsass.yml": "title: Zugriff auf Schlüssel\r\n" });

    const id = blobId(Buffer.from("title: Zugriff auf Schlüssel\r\n"));

    expect(id).toBe(repository.git("hash-object", "--no-filters", "rules/lsass.yml"));
  });

  test("knows the longer names of repositories that use SHA-256", () => {
    // The empty file's well-known name in such repositories.
    const empty = "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813";

    expect(blobId(new Uint8Array(), "sha256")).toBe(empty);
  });
});
