// The floor: reads and parses every YAML file below the working directory, and does nothing with it.
import { readdirSync, readFileSync } from "node:fs";
import { CORE_SCHEMA, loadAll } from "js-yaml";

for (const path of readdirSync(".", { recursive: true })) {
  if (path.endsWith(".yml")) loadAll(readFileSync(path, "utf8"), undefined, { schema: CORE_SCHEMA });
}
