export { parseLucene } from "./parse-lucene.ts";
