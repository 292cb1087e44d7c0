// Prints `N passed, N failed` for a folder of vitest's JSON reports, and fails unless every test and every step passed.
//
//   node scripts/sum-tests.mjs <folder> <number of failed steps>
//
// A step that failed without a failed test, such as a linter, is a failure too.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder = "", failedSteps = "0"] = process.argv.slice(2);
const reports = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
const passed = sum(reports.map(({ numPassedTests }) => numPassedTests));
const failedTests = sum(reports.map(({ numFailedTests }) => numFailedTests));
const failedRuns = reports.filter(({ numFailedTests }) => numFailedTests > 0).length;
const failed = failedTests + Number(failedSteps) - failedRuns;
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
