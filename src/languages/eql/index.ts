export { parseEql } from "./parse-eql.ts";
