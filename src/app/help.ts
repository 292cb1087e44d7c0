import type { Command, CommandOption } from "./command.ts";

/** Options of every command. */
export const commonOptions: readonly CommandOption[] = [
  { name: "format", value: "FORMAT", summary: "format of the output" },
  { name: "out", value: "FILE", summary: "write to a file instead of standard output" },
  { name: "root", value: "DIR", summary: "folder that holds the rules (default: the current one)" },
  { name: "config", value: "FILE", summary: "configuration to use instead of .github/detcov.yml" },
  { name: "attack", value: "18.1|19|FILE", summary: "ATT&CK version, or an official STIX file" },
  { name: "status", value: "LIST|all", summary: "lifecycles that count (default: experimental,test,stable)" },
  { name: "no-cache", value: undefined, summary: "read every file anew, and keep nothing for the next run" },
  { name: "jobs", value: "N", summary: "how many threads read (default: one for each processor)" },
  { name: "quiet", value: undefined, summary: "no progress, no notes; errors only" },
  { name: "no-color", value: undefined, summary: "no colours (NO_COLOR does the same)" },
  { name: "help", value: undefined, summary: "this text" },
];

export function mainHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `detcov: what a change does to your detection coverage

Usage: detcov <command> [options]

Commands:
${lines.join("\n")}

  detcov <command> --help   options of a command
  detcov --version          the version

Exit codes: 0 pass, 1 the policy failed, 2 your configuration, arguments or repository, 3 a bug of detcov.
`;
}

export function commandHelp({ name, summary, usage, formats, options }: Command): string {
  const own = options.length === 0 ? "" : `\nOptions:\n${optionLines(options)}\n`;
  const formatLine = `Formats: ${formats.join(", ")} (default: ${formats[0]})`;
  return `detcov ${name}: ${summary}

Usage: detcov ${name} ${usage === "" ? "" : `${usage} `}[options]

${formatLine}
${own}
Common options:
${optionLines(commonOptions)}
`;
}

function optionLines(options: readonly CommandOption[]): string {
  const names = options.map(({ name, value }) => (value === undefined ? `--${name}` : `--${name} ${value}`));
  const width = Math.max(...names.map((text) => text.length));
  return options.map(({ summary }, index) => `  ${(names[index] ?? "").padEnd(width)}  ${summary}`).join("\n");
}
