/** A Markdown table of what was measured. */
export function printTable(results) {
  const rows = results.map(({ name, floor, time, ratio, ratios, goal, memory }) => [
    name,
    milliseconds(floor),
    milliseconds(time),
    ratio === undefined ? "" : `${ratio.toFixed(2)} (${ratios.map((each) => each.toFixed(2)).join("–")})`,
    goal === undefined ? "" : `≤ ${goal.toFixed(1)}: ${ratio <= goal ? "met" : "missed"}`,
    `${Math.round(memory)} MiB`,
  ]);
  const head = ["Task", "Floor", "detcov", "Ratio", "Goal", "Peak memory"];
  return [head, [":--", "--:", "--:", "--:", ":--", "--:"], ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function milliseconds(time) {
  return time === undefined ? "" : `${Math.round(time)} ms`;
}

/** A Markdown table of how time and memory grow with the rules. */
export function printGrowth(results) {
  const [first] = results;
  const rows = results.map(({ times, rules, time, memory }) => [
    `${times} ×`,
    String(rules),
    milliseconds(time),
    `${((1000 * time) / rules).toFixed(0)} µs`,
    (time / rules / (first.time / first.rules)).toFixed(2),
    `${Math.round(memory)} MiB`,
    `${((1024 * memory) / rules).toFixed(1)} KiB`,
  ]);
  const head = ["Corpus", "Rules", "Time", "per rule", "to the first", "Peak memory", "per rule"];
  const line = [":--", "--:", "--:", "--:", "--:", "--:", "--:"];
  return [head, line, ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
