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
