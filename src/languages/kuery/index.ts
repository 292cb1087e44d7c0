export { parseKuery } from "./parse-kuery.ts";
