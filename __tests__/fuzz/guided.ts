// What scripts/fuzz-guided.mjs is made of: one script, so that the coverage of all of it can be told.
export { Chance } from "./chance.ts";
export { createFormatTrial } from "./fuzz-format.ts";
export { groundOf } from "./ground.ts";
