import { ConfigError } from "../model/config-error.ts";
import { parseTimeSpan, type TimeSpan } from "../model/time-span.ts";
import { type Call, optionText } from "./command.ts";

/** Undefined where the option was not given. */
export function timeSpanOption(call: Call, name: string): TimeSpan | undefined {
  const text = optionText(call, name);
  if (text === undefined) return undefined;
  const span = parseTimeSpan(text);
  if (span !== undefined) return span;
  throw new ConfigError(
    `"--${name} ${text}" is no span of time. Write a number with d, w, m or y for days, weeks, months or years, such as --${name} 90d.`,
  );
}
