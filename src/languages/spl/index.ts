export type { MacroLookup, SplMacro } from "./macro.ts";
export { type ParsedSpl, parseSpl } from "./parse-spl.ts";
