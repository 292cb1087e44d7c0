import { importTypeScript } from "./import-typescript.mjs";
import { knownNames } from "./known-names.mjs";

/** The configuration's JSON Schema, for editors. */
export async function configSchemaFile() {
  const { publishedSchema } = await importTypeScript("src/config/published-schema.ts");
  const schema = publishedSchema(await knownNames());
  return [{ path: "schema/config.schema.json", text: `${JSON.stringify(schema, undefined, 2)}\n` }];
}
