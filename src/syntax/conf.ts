import { type Excerpt, excerptWithLines, type LineStart } from "./excerpt.ts";

/** A file of stanzas with settings, as Splunk keeps them (`savedsearches.conf`). */
export interface ConfFile {
  /** In the order of their first headers; what stands before any header is in the stanza `default`. */
  readonly stanzas: readonly ConfStanza[];
  readonly faults: readonly ConfFault[];
}

export interface ConfStanza {
  readonly name: string;
  /** Line of its first header, or of its first setting where it has none. */
  readonly line: number;
  readonly settings: ReadonlyMap<string, ConfSetting>;
}

export interface ConfSetting {
  /** Without the blanks around it; its lines are joined by line feeds. */
  readonly value: Excerpt;
  /** Line of its key. */
  readonly line: number;
}

export interface ConfFault {
  readonly reason: string;
  readonly line: number;
}

/**
 * Reads a configuration file as Splunk does (Admin Manual, "Configuration file structure"). Never throws.
 *
 * A backslash at the end of a line continues the value on the next one. A `#` begins a comment only as the first
 * character of a line that continues none. A stanza or setting that stands there again adds to, or replaces, the first.
 */
export function readConf(text: string): ConfFile {
  return new ConfReader(text).read();
}

class ConfReader {
  readonly #lines: readonly string[];
  readonly #stanzas = new Map<string, MutableStanza>();
  readonly #faults: ConfFault[] = [];
  #next = 0;

  constructor(text: string) {
    this.#lines = text.split(/\r\n?|\n/);
  }

  read(): ConfFile {
    let current = "default";
    while (this.#next < this.#lines.length) {
      const line = (this.#lines[this.#next] ?? "").trim();
      const number = ++this.#next;
      if (line === "" || line.startsWith("#")) continue;
      const header = headerOf(line);
      if (header !== undefined) {
        current = header;
        this.#stanza(current, number);
      } else this.#setting(current, line, number);
    }
    return { stanzas: [...this.#stanzas.values()], faults: this.#faults };
  }

  #stanza(name: string, line: number): MutableStanza {
    const known = this.#stanzas.get(name);
    if (known !== undefined) return known;
    const stanza = { name, line, settings: new Map<string, ConfSetting>() };
    this.#stanzas.set(name, stanza);
    return stanza;
  }

  #setting(stanza: string, first: string, line: number): void {
    const equals = first.indexOf("=");
    const key = first.slice(0, Math.max(equals, 0)).trim();
    const value = this.#value(first.slice(equals + 1).trimStart(), line);
    if (key !== "") this.#stanza(stanza, line).settings.set(key, { value, line });
    else if (this.#faults.length < maximalFaults) {
      this.#faults.push({ reason: "it has neither a `[stanza]` nor a `key = value`", line });
    }
  }

  /** Takes the lines that the first one continues on. */
  #value(first: string, line: number): Excerpt {
    const parts: string[] = [];
    const starts: LineStart[] = [];
    let offset = 0;
    let part = first;
    for (;;) {
      const isContinued = part.endsWith("\\") && this.#next < this.#lines.length;
      const written = isContinued ? part.slice(0, -1) : part.trimEnd();
      starts.push({ offset, line: line + parts.length });
      parts.push(written);
      if (!isContinued) return excerptWithLines(parts.join("\n"), starts);
      offset += written.length + 1;
      part = this.#lines[this.#next++] ?? "";
    }
  }
}

interface MutableStanza extends ConfStanza {
  readonly settings: Map<string, ConfSetting>;
}

/** One file that is of another kind needs no thousand complaints. */
const maximalFaults = 20;

/** `[name]`; a name may hold brackets, as do those of searches. */
function headerOf(line: string): string | undefined {
  return line.startsWith("[") && line.endsWith("]") ? line.slice(1, -1).trim() : undefined;
}
