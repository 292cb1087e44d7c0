import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { documentNames, validatorOf } from "./documents.ts";

const page = readFileSync(new URL("../../../docs/json.md", import.meta.url), "utf8");

describe("the page about JSON", () => {
  test.each(documentNames)("shows a document of %s that its schema allows", (name) => {
    const example = new RegExp(`^## ${name}\\n[^#]*?^\`\`\`json\\n(.*?)^\`\`\``, "ms").exec(page)?.[1];
    const validate = validatorOf(name);

    validate(JSON.parse(example ?? "null"));

    expect(validate.errors).toBeNull();
  });
});
