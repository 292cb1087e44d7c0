import { ConfigError } from "../../model/config-error.ts";

/** What the runner says of an event, in JSON, whose parts are checked when they are asked for. */
export class EventPayload {
  readonly #name: string;
  readonly #content: unknown;

  constructor(name: string, text: string) {
    this.#name = name;
    this.#content = parseJson(text);
  }

  at(...keys: readonly string[]): unknown {
    return keys.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), this.#content);
  }

  text(...keys: readonly string[]): string {
    const value = this.at(...keys);
    return typeof value === "string" && value !== "" ? value : this.#refuse(keys);
  }

  commit(...keys: readonly string[]): string {
    const value = this.text(...keys);
    return /^[0-9a-f]{40,64}$/.test(value) ? value : this.#refuse(keys);
  }

  positive(...keys: readonly string[]): number {
    const value = this.at(...keys);
    return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : this.#refuse(keys);
  }

  #refuse(keys: readonly string[]): never {
    throw new ConfigError(
      `The event "${this.#name}" has no "${keys.join(".")}" that can be used. The runner writes the event to the file ` +
        "that GITHUB_EVENT_PATH names; run detcov as an action of a workflow, or use its command line.",
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
