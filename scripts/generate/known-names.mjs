import { importTypeScript } from "./import-typescript.mjs";

/** The checks and formats, as their registries have them. */
export async function knownNames() {
  const { checks } = await importTypeScript("src/policy/checks/index.ts");
  const { formats } = await importTypeScript("src/formats/index.ts");
  return { checks, formats };
}
