import { Ajv } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import { importTypeScript } from "./import-typescript.mjs";
import { withoutRequire } from "./without-require.mjs";

/** The configuration's validator as plain code, so that no run has to compile a schema. */
export async function configValidator() {
  const { configSchema } = await importTypeScript("src/config/schema.ts");
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, messages: false, code: { source: true, esm: true } });
  ajv.addSchema(withoutAnnotations(configSchema));
  const code = standaloneCode.default(ajv, { validateConfigFile: configSchema.$id });
  return [
    { path: "src/config/config-validator.generated.js", text: `${notice}${await withoutRequire(code)}` },
    { path: "src/config/config-validator.generated.d.ts", text: `${notice}${declaration}` },
  ];
}

const notice = "// Generated from src/config/schema.ts by scripts/generate.mjs: change that, not this.\n";

const declaration = `import type { DefinedError } from "ajv";
import type { ConfigFile } from "./schema.ts";

export declare const validateConfigFile: {
  (value: unknown): value is ConfigFile;
  /** Of the last call. */
  readonly errors?: readonly DefinedError[] | null;
};
`;

/** What a schema says to people is no part of the validator. */
function withoutAnnotations(schema) {
  const annotations = ["title", "description", "default", "examples"];
  const entries = Object.entries(schema).filter(([keyword]) => !annotations.includes(keyword));
  return Object.fromEntries(entries.map(([keyword, value]) => [keyword, withoutAnnotationsBelow(keyword, value)]));
}

function withoutAnnotationsBelow(keyword, value) {
  if (keyword === "properties") {
    return Object.fromEntries(Object.entries(value).map(([key, schema]) => [key, withoutAnnotations(schema)]));
  }
  const isSchema = keyword === "items" || (keyword === "additionalProperties" && typeof value === "object");
  return isSchema ? withoutAnnotations(value) : value;
}
