import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readStixBundle } from "../../src/attack/stix.ts";
import type { AttackData } from "../../src/model/attack.ts";

const root = join(import.meta.dirname, "../..");
const shared = process.env.DETCOV_SHARED ?? join(root, "../shared");

describe("the STIX reader on MITRE's own bundles", () => {
  test.each([
    ["enterprise-attack-18.1", "enterprise-18.1"],
    ["enterprise-attack-19-facts", "enterprise-19"],
  ])("%s is data/attack/%s.json", (bundle, file) => {
    const text = gunzipSync(readFileSync(join(shared, "attack", `${bundle}.json.gz`))).toString("utf8");
    const shipped: AttackData = JSON.parse(readFileSync(join(root, "data/attack", `${file}.json`), "utf8"));

    const read = readStixBundle(text);

    expect({ domain: read.domain, version: read.version }).toEqual({
      domain: shipped.domain,
      version: shipped.version,
    });
    expect(read.tactics).toEqual(shipped.tactics);
    expect(read.techniques).toEqual(shipped.techniques);
  });
});
