import type { IndicatorView } from "./indicators-view.ts";
import { escapeTerminal } from "./text/escape-terminal.ts";

const header = ["field", "operator", "value", "reach", "by_format", "rule_keys"] as const;

/**
 * RFC 4180, for spreadsheets: one record a line, what would be a formula neutralised.
 *
 * Scripts that need every value to the letter read the JSON.
 */
export function indicatorsCsv(views: readonly IndicatorView[]): string {
  const records = views.map(({ indicator, reach, byFormat, ruleKeys }) => [
    textField(indicator.field ?? ""),
    textField(indicator.operator),
    textField(indicator.value),
    String(reach),
    textField(Array.from(byFormat, ([format, rules]) => `${format}:${rules}`).join(" ")),
    textField(ruleKeys.join(" ")),
  ]);
  return [header, ...records].map((record) => `${record.join(",")}\r\n`).join("");
}

/**
 * A spreadsheet takes text that begins like a formula for one, so it gets an apostrophe in front; as does a text
 * that begins with an apostrophe, so that taking one away always gives the text back.
 */
function textField(text: string): string {
  const line = escapeTerminal(text);
  const neutral = /^['=+\-@＝＋－＠]/.test(line) ? `'${line}` : line;
  return /[",;]|^\s|\s$/.test(neutral) ? `"${neutral.replaceAll('"', '""')}"` : neutral;
}
