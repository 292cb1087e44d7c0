// The floor of a warm run: reads all that is kept in the cache, and does nothing with it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.DETCOV_CACHE_DIR;
for (const path of readdirSync(folder, { recursive: true })) {
  if (path.endsWith(".piece")) readFileSync(join(folder, path));
}
