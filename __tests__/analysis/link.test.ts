import { describe, expect, test } from "vitest";
import { linkRules } from "../../src/analysis/link.ts";
import type { Condition } from "../../src/model/condition.ts";
import type { RuleFilter } from "../../src/model/rule.ts";
import {
  aFilter,
  all,
  any,
  constraint,
  not,
  onLine,
  opaque,
  type RuleDraft,
  reference,
  sequence,
  where,
  withEvents,
} from "../support/rule-builder.ts";

const failed = where("EventID", "equals", "4625");
const succeeded = where("EventID", "equals", "4624");
const system = not(where("User", "equals", "SYSTEM"));

describe("a reference to another rule", () => {
  test("is replaced by that rule's condition, by id or by name", () => {
    const { rules, diagnostics } = link([
      { key: "spraying", condition: all(reference("3f2a"), constraint("count > 5")) },
      { key: "takeover", condition: sequence([reference("failed_logon"), succeeded]) },
      { key: "3f2a", name: "failed_logon", condition: failed },
    ]);

    expect(rules.spraying?.condition).toEqual(all(failed, constraint("count > 5")));
    expect(rules.takeover?.condition).toEqual(sequence([failed, succeeded]));
    expect(diagnostics).toEqual([]);
  });

  test("is found in every part of a condition", () => {
    const { rules } = link([
      { key: "whole", condition: not(any(reference("part"), all(reference("part")))) },
      { key: "part", condition: failed },
    ]);

    expect(rules.whole?.condition).toEqual(not(any(failed, all(failed))));
  });

  test("brings the events of that rule along, sorted and each once", () => {
    const { rules } = link([
      { key: "whole", condition: any(reference("one"), reference("other")), events: ["Sysmon 1"] },
      { key: "one", events: ["Security-Auditing 4625", "Sysmon 1"] },
      { key: "other", events: ["Security-Auditing 4624"] },
    ]);

    expect(rules.whole?.events).toEqual(["Security-Auditing 4624", "Security-Auditing 4625", "Sysmon 1"]);
  });

  test("is followed through rules that refer in turn, in whatever order they stand", () => {
    const drafts: readonly RuleDraft[] = [
      { key: "top", condition: reference("middle") },
      { key: "middle", condition: all(reference("bottom"), constraint("count > 5")) },
      { key: "bottom", condition: failed },
    ];

    for (const order of [drafts, drafts.toReversed()]) {
      expect(link(order).rules.top?.condition).toEqual(all(failed, constraint("count > 5")));
    }
  });

  test("brings its logic to the line of the reference, for its own lines are another file's", () => {
    const { rules } = link([
      { key: "whole", condition: any(reference("part", 7), onLine(succeeded, 9)) },
      { key: "part", condition: all(onLine(where("EventID", "equals", "1", "2"), 40, 41), opaque("`macro`")) },
    ]);

    expect(rules.whole?.condition).toEqual(
      any(
        all(onLine(where("EventID", "equals", "1", "2"), 7), { ...opaque("`macro`"), line: 7 }),
        onLine(succeeded, 9),
      ),
    );
  });

  test("to an id goes before the same name, and to a name that two rules have to the first", () => {
    const { rules } = link([
      { key: "whole", condition: any(reference("logon"), reference("twice")) },
      { key: "other", name: "logon", condition: succeeded },
      { key: "logon", condition: failed },
      { key: "first", name: "twice", condition: where("A", "equals", "1") },
      { key: "second", name: "twice", condition: where("A", "equals", "2") },
    ]);

    expect(rules.whole?.condition).toEqual(any(failed, where("A", "equals", "1")));
  });
});

describe("a reference that leads nowhere", () => {
  test("stays what was not understood, and is told with its place", () => {
    const missing = reference("gone", 12);
    const { rules, diagnostics } = link([{ key: "whole", path: "rules/spray.yml", condition: all(missing, failed) }]);

    expect(rules.whole?.condition).toEqual(all(missing, failed));
    expect(diagnostics).toEqual([
      {
        code: "unresolved-reference",
        message: '"gone" is no id or name of a rule in the corpus; correct it, or add the rule.',
        location: { path: "rules/spray.yml", line: 12, column: 1 },
      },
    ]);
  });

  test("in a circle is told by the rule that closes it, and the others are read", () => {
    const { rules, diagnostics } = link([
      { key: "one", condition: all(reference("two"), failed) },
      { key: "two", path: "rules/two.yml", condition: any(reference("one", 3), succeeded) },
    ]);

    expect(rules.one?.condition).toEqual(all(any(reference("one"), succeeded), failed));
    expect(diagnostics.map(({ code, message, location }) => [code, message, location.path, location.line])).toEqual([
      [
        "unresolved-reference",
        '"one" is made of this rule in turn; remove one of the two references.',
        "rules/two.yml",
        3,
      ],
    ]);
  });

  test("to itself is told too", () => {
    const { rules, diagnostics } = link([{ key: "self", condition: reference("self") }]);

    expect(rules.self?.condition).toEqual(reference("self"));
    expect(diagnostics).toHaveLength(1);
  });
});

describe("parts of other rules", () => {
  test("are helpers, whether they are named by id or by name", () => {
    const { helpers } = link([
      { key: "whole", condition: any(reference("a"), reference("b_name")), helpers: ["a", "b_name", "gone"] },
      { key: "a" },
      { key: "b", name: "b_name" },
      { key: "c" },
    ]);

    expect([...helpers]).toEqual(["a", "b"]);
  });
});

describe("a filter", () => {
  test("for any rule of a log source is added to those, and to no others", () => {
    const { rules } = link(
      [
        { key: "windows", condition: failed },
        { key: "linux", logSource: { product: "linux" }, condition: failed },
        { key: "splunk", format: "splunk", condition: failed },
        { key: "security", logSource: { category: undefined, service: "security" }, condition: failed },
      ],
      [
        aFilter({ logSource: { product: "windows", category: "process_creation" } }),
        aFilter({ logSource: { service: "system" } }),
      ],
    );

    expect(rules.windows?.condition).toEqual(all(failed, system));
    expect(rules.linux?.condition).toEqual(failed);
    expect(rules.splunk?.condition).toEqual(failed);
    expect(rules.security?.condition).toEqual(failed);
  });

  test("for rules by id or name is added to those of its log source", () => {
    const { rules, diagnostics } = link(
      [
        { key: "a", condition: failed },
        { key: "b", name: "b_name", condition: failed },
        { key: "c", condition: failed },
        { key: "d", logSource: { product: "linux" }, condition: failed },
      ],
      [aFilter({ rules: ["a", "b_name", "d"], logSource: { product: "windows" } })],
    );

    expect(Object.values(rules).filter(({ condition }) => condition.kind === "all")).toEqual([rules.a, rules.b]);
    expect(diagnostics).toEqual([]);
  });

  test("that names a rule which is not there says so once", () => {
    const { diagnostics } = link([], [aFilter({ rules: ["gone", "gone"], path: "filters/a.yml", line: 3 })]);

    expect(diagnostics).toEqual([
      {
        code: "unresolved-reference",
        message: 'The filter names "gone", which is no id or name of a rule in the corpus; correct it, or remove it.',
        location: { path: "filters/a.yml", line: 3, column: 1 },
      },
    ]);
  });

  test("stands with another in their order, on the line of the rule", () => {
    const guest = not(onLine(where("User", "equals", "guest"), 30));
    const { rules } = link([{ key: "a", line: 5, condition: failed }], [aFilter(), aFilter({ condition: guest })]);

    expect(rules.a?.condition).toEqual(
      all(failed, not(onLine(where("User", "equals", "SYSTEM"), 5)), not(onLine(where("User", "equals", "guest"), 5))),
    );
  });

  test("is not for rules made of others, and reaches them through those", () => {
    const { rules } = link(
      [
        { key: "whole", condition: all(reference("part"), constraint("count > 5")), helpers: ["part"] },
        { key: "generated", condition: all(reference("part"), constraint("count > 9")) },
        { key: "part", condition: failed },
      ],
      [aFilter()],
    );

    expect(rules.whole?.condition).toEqual(all(all(failed, system), constraint("count > 5")));
    expect(rules.generated?.condition).toEqual(all(all(failed, system), constraint("count > 9")));
  });
});

describe("rules that nothing is added to", () => {
  test("are the same objects as before", () => {
    const entries = [{ key: "a" }, { key: "b" }, { key: "whole", condition: reference("a") }].map(withEvents);

    const { rules } = linkRules(entries, [aFilter({ rules: ["b"] })]);

    expect(rules[0]).toBe(entries[0]);
    expect(rules[1]).not.toBe(entries[1]);
  });
});

describe("limits", () => {
  test("a chain of rules ends after ten levels, wherever the reading begins", () => {
    const chain: readonly RuleDraft[] = Array.from({ length: 14 }, (_, level) => ({
      key: `level-${level}`,
      path: `${level}.yml`,
      condition: level === 0 ? failed : reference(`level-${level - 1}`),
    }));

    for (const order of [chain, chain.toReversed()]) {
      const { rules, diagnostics } = link(order);
      expect(rules["level-10"]?.condition).toEqual(failed);
      expect(rules["level-11"]?.condition).toEqual(reference("level-10"));
      expect(rules["level-12"]?.condition).toEqual(reference("level-10"));
      expect(diagnostics.map(({ code, location }) => [code, location.path])).toEqual([["limit-exceeded", "11.yml"]]);
    }
  });

  test("a chain without end does not take the stack", () => {
    const chain: readonly RuleDraft[] = Array.from({ length: 20_000 }, (_, level) => ({
      key: `level-${level}`,
      condition: reference(`level-${level + 1}`),
    }));

    for (const order of [chain, chain.toReversed()]) {
      expect(link(order).diagnostics.length).toBeGreaterThan(0);
    }
  });

  test("a rule made of very many others is read as far as the limit, which is told once", () => {
    const of = Array.from({ length: 200_000 }, (_, number) => reference("part", number));

    const { rules, diagnostics } = link([
      { key: "whole", condition: { kind: "any", of } },
      { key: "part", condition: failed },
    ]);

    const condition = rules.whole?.condition;
    const parts = condition?.kind === "any" ? condition.of : [];
    expect(parts.filter(({ kind }) => kind === "predicate")).toHaveLength(50_000);
    expect(parts).toHaveLength(200_000);
    expect(diagnostics.map(({ code, location }) => [code, location.line])).toEqual([["limit-exceeded", 50_000]]);
  });

  test("rules that double at each level end where a rule has too many values", () => {
    const names = Array.from({ length: 30_000 }, (_, number) => `tool${number}.exe`);
    const { rules, diagnostics } = link([
      { key: "large", condition: where("Image", "basename", ...names) },
      { key: "twice", path: "twice.yml", condition: any(reference("large"), reference("large", 2)) },
    ]);

    expect(rules.twice?.condition).toEqual(
      any(where("Image", "basename", ...names), { ...reference("large", 2), reason: "limit-exceeded" }),
    );
    expect(diagnostics.map(({ code, location }) => [code, location.line])).toEqual([["limit-exceeded", 2]]);
  });

  test("a large filter for many rules ends where the corpus has too many values, and says so once", () => {
    const names = Array.from({ length: 40_000 }, (_, number) => `user${number}`);
    const drafts = Array.from({ length: 60 }, (_, number) => ({ key: `rule-${number}`, condition: failed }));
    const large = aFilter({ title: "Our users", condition: not(where("User", "equals", ...names)), path: "f.yml" });

    const { rules, diagnostics } = link(drafts, [large]);

    expect(rules["rule-49"]?.condition).toEqual(all(failed, large.condition));
    expect(rules["rule-50"]?.condition).toEqual(all(failed, opaque("filter Our users", "limit-exceeded")));
    expect(diagnostics.map(({ code, location }) => [code, location.path])).toEqual([["limit-exceeded", "f.yml"]]);
  });
});

interface Linked {
  readonly condition: Condition;
  readonly events: readonly string[];
}

/** Rules by their key once they are linked. */
function link(drafts: readonly RuleDraft[], filters: readonly RuleFilter[] = []) {
  const { rules, helpers, diagnostics } = linkRules(drafts.map(withEvents), filters);
  const byKey = rules.map(({ rule, events }): [string, Linked] => [
    rule.key,
    { condition: rule.condition, events: events.map(({ provider, id }) => `${provider} ${id}`) },
  ]);
  return { rules: Object.fromEntries(byKey), helpers, diagnostics };
}
