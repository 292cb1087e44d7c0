import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";

/** Copies a folder of rules so often that it is `times` as large; the copies have ids and values of their own. */
export function grow(folder, times) {
  const parts = readdirSync(folder);
  for (let copy = 1; copy < times; copy++) {
    for (const part of parts) {
      const target = join(folder, `${part}-${copy}`);
      cpSync(join(folder, part), target, { recursive: true });
      for (const path of readdirSync(target, { recursive: true })) {
        if (/^\.(?:ya?ml|toml)$/.test(extname(path)) && !/\bmacros\b/.test(part + path))
          rename(join(target, path), copy);
      }
    }
  }
}

/** Programs and words in quotation marks get the number of the copy, as does the first group of each id. */
function rename(path, copy) {
  const mark = copy.toString(16).padStart(2, "0");
  const text = readFileSync(path, "utf8")
    .replaceAll(/\b[0-9a-f]{6}([0-9a-f]{2}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b/g, `0000${mark}$1`)
    .replaceAll(/\b([\w-]+)\.(exe|dll|ps1|bat|sh)\b/g, `$1-${mark}.$2`);
  writeFileSync(path, text);
}
