export { type ParsedEsql, parseEsql } from "./parse-esql.ts";
