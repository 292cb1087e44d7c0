import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, test } from "vitest";
import type { Config } from "../../src/config/config.ts";
import { parseConfig } from "../../src/config/load.ts";
import type { ConfigFile } from "../../src/config/schema.ts";
import { ConfigError } from "../../src/model/config-error.ts";
import { defaults, known } from "./known.ts";

function parse(text: string): Config {
  return parseConfig(text, ".github/detcov.yml", known);
}

describe("any text", () => {
  const words = fc.constantFrom(
    ..."sources checks fail-on name include fields events when {} [] { } [ ] : , - ? & * ! | > ' \" # ~ null &a *a off 3 .nan <<".split(
      " ",
    ),
    ..."__proto__ constructor toString !!str --- ... %YAML é \u0000 \ufeff \u2028 \ud800".split(" "),
    ...["\n", "\n  ", "\n- ", "\n  - ", ": ", "\t", "\r\n", "error"],
  );
  const soup = fc.array(words, { maxLength: 40 }).map((parts) => parts.join(""));
  const values = fc.jsonValue().map((value) => dump(value));

  test("is a configuration or a ConfigError with a place, and the same one every time", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), soup, values), (text) => {
        const outcome = outcomeOf(text);

        expect(outcomeOf(text)).toEqual(outcome);
        if (typeof outcome === "string") expect(outcome).toMatch(/\.github\/detcov\.yml:\d+:\d+: /);
      }),
      { numRuns: 1000 },
    );
  });

  test("does not take the shape of an object from its keys", () => {
    expect(outcomeOf("__proto__: { fail-on: never }")).toContain('"__proto__" is not a key');
    expect(outcomeOf("checks: { toString: error }")).toContain('"toString" is not a check');
    expect(parse("fields: { __proto__: { kind: path } }").fields[0]?.field).toBe("__proto__");
  });

  function outcomeOf(text: string): Config | string {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof ConfigError) return error.message;
      throw error;
    }
  }
});

describe("a valid configuration", () => {
  const text = fc.string({ minLength: 1, maxLength: 20 });
  const glob = fc.constantFrom("**", "rules/**", "**/*.yml", "a b/{c,d}/*.toml", "@(x|y)/*.yaml");
  const globs = fc.array(glob, { minLength: 1, maxLength: 3 });
  const levels = fc.constantFrom("error", "warning", "note", "off");
  const lifecycles = ["experimental", "test", "stable", "deprecated", "disabled"] as const;
  const files = fc.record(
    {
      sources: fc.uniqueArray(
        fc.record(
          {
            name: text,
            format: fc.constantFrom("sigma", "elastic", "splunk"),
            include: globs,
            exclude: globs,
            macros: globs,
            role: fc.constantFrom("own", "reference"),
          },
          { requiredKeys: ["name"] },
        ),
        { minLength: 1, maxLength: 4, selector: ({ name }) => name },
      ),
      count: fc.record({ lifecycle: fc.uniqueArray(fc.constantFrom(...lifecycles), { minLength: 1 }) }),
      attack: fc.record({ version: fc.constantFrom("19", "18.1") }, { requiredKeys: [] }),
      checks: fc.dictionary(fc.constantFrom(...known.checks.map(({ id }) => id)), levels),
      "fail-on": fc.constantFrom("error", "warning", "never"),
      noise: fc.oneof(
        fc.record({ reach: fc.integer({ min: 1 }) }),
        fc.record({ percentile: fc.double({ min: 1, max: 99, noNaN: true }) }),
      ),
      comment: fc.record({ when: fc.constantFrom("always", "on-change", "on-failure", "never") }),
      events: fc.array(
        fc.record({
          when: fc.record({ product: text }),
          events: fc.array(fc.record({ provider: text, id: fc.oneof(text, fc.integer()) }), { minLength: 1 }),
        }),
      ),
    },
    { requiredKeys: [] },
  );

  test("comes back as it was written", () => {
    fc.assert(
      fc.property(files, (file: ConfigFile) => {
        const config = parse(dump(file));

        expect(config.sources.map(({ name }) => name)).toEqual(file.sources?.map(({ name }) => name) ?? ["rules"]);
        file.sources?.forEach((source, index) => {
          expect(config.sources[index]).toMatchObject(source);
        });
        expect(config.count.lifecycle).toEqual(file.count?.lifecycle ?? defaults.count.lifecycle);
        expect(config.attack).toMatchObject(file.attack ?? {});
        for (const { id, defaultLevel } of known.checks) {
          expect(config.policy.levels.get(id) ?? defaultLevel).toBe(file.checks?.[id] ?? defaultLevel);
        }
        expect(config.policy.failOn).toBe(file["fail-on"] ?? "error");
        expect(config.noise).toMatchObject(file.noise ?? defaults.noise);
        expect(config.comment.when).toBe(file.comment?.when ?? "on-change");
        expect(config.events.map(({ events }) => events.map(({ id }) => id))).toEqual(
          (file.events ?? []).map(({ events }) => events.map(({ id }) => String(id))),
        );
      }),
    );
  });

  test("is the same in every style of YAML", () => {
    fc.assert(
      fc.property(files, (file) => {
        const block = parse(dump(file));

        expect(parse(JSON.stringify(file))).toEqual(block);
        expect(parse(dump(file, { flowLevel: 1, forceQuotes: true }))).toEqual(block);
      }),
    );
  });
});
