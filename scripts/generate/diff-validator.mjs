import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { withoutRequire } from "./without-require.mjs";

/** The validator of a report that comes from elsewhere, as plain code, so that no run has to compile a schema. */
export async function diffValidator() {
  const schema = JSON.parse(await readFile(new URL("../../schema/diff.schema.json", import.meta.url), "utf8"));
  const ajv = new Ajv2020({ allowUnionTypes: true, messages: false, code: { source: true, esm: true } });
  ajv.addSchema(schema);
  const code = standaloneCode.default(ajv, { validateDiffFile: schema.$id });
  return [
    { path: "src/report/json/diff-validator.generated.js", text: `${notice}${await withoutRequire(code)}` },
    { path: "src/report/json/diff-validator.generated.d.ts", text: `${notice}${declaration}` },
  ];
}

const notice = "// Generated from schema/diff.schema.json by scripts/generate.mjs: change that, not this.\n";

const declaration = `import type { DiffFile } from "./diff-file.ts";

export declare const validateDiffFile: {
  (value: unknown): value is DiffFile;
  /** Of the last call. */
  readonly errors?: readonly { readonly instancePath: string; readonly keyword: string }[] | null;
};
`;
