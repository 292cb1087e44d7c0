import { escapeTerminal } from "../text/escape-terminal.ts";

/**
 * Text for a message of SARIF (3.11): nothing in it is a placeholder or a link, or steers whatever shows it.
 *
 * Braces are doubled, as the specification wants. Brackets mean something only as `[text](target)`.
 */
export function messageText(text: string): string {
  return escapeTerminal(text)
    .replace(/[{}]/g, "$&$&")
    .replace(/\](?=\()/g, "] ");
}
