// The floor: reads and parses every YAML and TOML file below the working directory, and does nothing with it.
import { readdirSync, readFileSync } from "node:fs";

/** A library for each ending, loaded with the first such file. */
const libraries = {
  yml: async () => {
    const { CORE_SCHEMA, loadAll } = await import("js-yaml");
    return (text) => loadAll(text, undefined, { schema: CORE_SCHEMA });
  },
  toml: async () => (await import("smol-toml")).parse,
};

const parsers = {};
for (const path of readdirSync(".", { recursive: true })) {
  const ending = path.slice(path.lastIndexOf(".") + 1);
  if (!(ending in libraries)) continue;
  parsers[ending] ??= await libraries[ending]();
  parsers[ending](readFileSync(path, "utf8"));
}
