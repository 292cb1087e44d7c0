import { resolve } from "node:path";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { didYouMean } from "../config/nearest.ts";
import type { CacheFolder } from "../io/cache-folder.ts";
import type { DataFolder } from "../io/data-folder.ts";
import { writeLocalFile } from "../io/local-file.ts";
import type { Writer } from "../io/site-folder.ts";
import { ConfigError } from "../model/config-error.ts";
import type { CalendarDate } from "../model/policy.ts";
import { type Lifecycle, lifecycles } from "../model/rule.ts";
import type { Tool } from "../report/diff-view.ts";
import type { Call, Command } from "./command.ts";
import { commands } from "./commands/index.ts";
import { commandHelp, commonOptions, mainHelp } from "./help.ts";
import { type HelperThreads, withThreadCount } from "./helper-threads.ts";
import { createProgress } from "./progress.ts";
import type { Overrides } from "./workspace.ts";

/** What the process is, handed in by the entry point. */
export interface Terminal {
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly data: DataFolder;
  /** Folder of the embedded example. */
  readonly examples: string;
  readonly tool: Tool;
  readonly threads: HelperThreads;
  /** Undefined where there is no place for it. */
  readonly cache: CacheFolder | undefined;
  readonly isTerminal: { readonly stdout: boolean; readonly stderr: boolean };
  /** Writes to standard error at once, for progress. */
  readonly write: (text: string) => void;
  /** Milliseconds from some fixed moment. */
  readonly now: () => number;
  readonly process: Writer;
  readonly today: CalendarDate;
}

export interface Ending {
  /** 0 pass, 1 the policy failed, 2 configuration, arguments or repository, 3 our bug. */
  readonly exitCode: 0 | 1 | 2 | 3;
  /** One document. */
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line from arguments to exit code. Never throws. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<Ending> {
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    return endingOf(error, terminal.tool);
  }
}

function endingOf(error: unknown, { version }: Tool): Ending {
  if (error instanceof ConfigError) return { exitCode: 2, stdout: "", stderr: `detcov: ${error.message}\n` };
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const stderr = `detcov ${version} has a bug. Please report it with what follows: https://github.com/detcov/detcov/issues\n${trace}\n`;
  return { exitCode: 3, stdout: "", stderr };
}

async function dispatch(args: readonly string[], terminal: Terminal): Promise<Ending> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") return print(mainHelp(commands));
  const command = commands.find((known) => known.name === name);
  if (command === undefined) {
    const names = commands.map((known) => known.name);
    throw new ConfigError(`"${name}" is no command.${didYouMean(name, names)} See \`detcov --help\`.`);
  }
  if (rest.includes("--help") || rest.includes("-h")) return print(commandHelp(command));
  return await runCommand(command, rest, terminal);
}

function print(stdout: string): Ending {
  return { exitCode: 0, stdout, stderr: "" };
}

async function runCommand(command: Command, args: readonly string[], terminal: Terminal): Promise<Ending> {
  const { values, positionals } = parseOptions(command, args);
  const out = textOf(values, "out");
  const isQuiet = values.has("quiet");
  const progress = createProgress(terminal, isQuiet || !terminal.isTerminal.stderr);
  const call: Call = {
    overrides: overridesOf(values),
    format: formatOf(command, values),
    arguments: positionals,
    options: values,
    surroundings: {
      ...terminal,
      threads: threadsOf(values, terminal.threads),
      cache: values.has("no-cache") ? undefined : terminal.cache,
      onProgress: progress.report,
    },
    colours: out === undefined && terminal.isTerminal.stdout && !values.has("no-color") && !terminal.env.NO_COLOR,
  };
  const { output, exitCode, note = "" } = await command.run(call).finally(progress.clear);
  if (output === undefined) return { exitCode, stdout: "", stderr: isQuiet ? "" : note };
  if (out === undefined) return { exitCode, stdout: output, stderr: "" };
  const path = resolve(terminal.directory, out);
  writeLocalFile(path, output);
  return { exitCode, stdout: "", stderr: isQuiet ? "" : `Written to ${out}.\n` };
}

type Values = ReadonlyMap<string, string | true>;

function parseOptions(command: Command, args: readonly string[]) {
  const known = [...commonOptions, ...command.options];
  const options: NonNullable<ParseArgsConfig["options"]> = {};
  for (const { name, value } of known) options[name] = { type: value === undefined ? "boolean" : "string" };
  const parsed = parseStrictly(args, options, command);
  const values: Values = new Map(Object.entries(parsed.values).flatMap(([name, value]) => optionEntry(name, value)));
  const { positionals } = parsed;
  if (command.arguments === "none" && positionals.length > 0) {
    throw new ConfigError(
      `\`detcov ${command.name}\` takes no arguments, but got "${positionals.join(" ")}". See \`detcov ${command.name} --help\`.`,
    );
  }
  if (command.arguments === "some" && positionals.length === 0) {
    throw new ConfigError(`\`detcov ${command.name}\` needs ${command.usage}. See \`detcov ${command.name} --help\`.`);
  }
  return { values, positionals };
}

function optionEntry(name: string, value: unknown): readonly (readonly [string, string | true])[] {
  if (typeof value === "string") return [[name, value]];
  return value === true ? [[name, true]] : [];
}

function parseStrictly(args: readonly string[], options: NonNullable<ParseArgsConfig["options"]>, command: Command) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const unknown = /Unknown option '(--?[^'\s]+)'/.exec(error.message)?.[1];
    const names = Object.keys(options).map((name) => `--${name}`);
    const advice =
      unknown === undefined
        ? `${error.message}.`
        : `"${unknown}" is no option of \`detcov ${command.name}\`.${didYouMean(unknown, names)}`;
    throw new ConfigError(`${advice} See \`detcov ${command.name} --help\`.`);
  }
}

function textOf(values: Values, name: string): string | undefined {
  const value = values.get(name);
  return typeof value === "string" ? value : undefined;
}

function formatOf({ name, formats }: Command, values: Values): string {
  const format = textOf(values, "format") ?? formats[0] ?? "text";
  if (formats.includes(format)) return format;
  throw new ConfigError(
    `"--format ${format}" is no format of \`detcov ${name}\`.${didYouMean(format, formats)} It writes ${formats.join(", ")}.`,
  );
}

function overridesOf(values: Values): Overrides {
  return {
    root: textOf(values, "root"),
    config: textOf(values, "config"),
    attack: textOf(values, "attack"),
    lifecycle: lifecyclesIn(textOf(values, "status")),
    failOn: undefined,
  };
}

/** One job is this thread's. */
function threadsOf(values: Values, threads: HelperThreads): HelperThreads {
  const text = textOf(values, "jobs");
  if (text === undefined) return threads;
  const jobs = /^[1-9]\d{0,2}$/.test(text) ? Number(text) : undefined;
  if (jobs !== undefined) return withThreadCount(threads, jobs - 1);
  throw new ConfigError(`"--jobs ${text}" is no number of jobs. Write 1 or more.`);
}

/** `stable,test`, or `all`. */
function lifecyclesIn(text: string | undefined): readonly Lifecycle[] | undefined {
  if (text === undefined) return undefined;
  if (text === "all") return lifecycles;
  return text.split(",").map((word) => {
    const lifecycle = lifecycles.find((known) => known === word.trim());
    if (lifecycle !== undefined) return lifecycle;
    throw new ConfigError(
      `"--status ${text}": "${word.trim()}" is no lifecycle.${didYouMean(word.trim(), lifecycles)} Write all, or some of ${lifecycles.join(",")}.`,
    );
  });
}
