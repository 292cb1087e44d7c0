import { describe, expect, test } from "vitest";
import type { RuleDraft } from "../../support/rule-builder.ts";
import { all, reference, where } from "../../support/rule-builder.ts";
import { findingsOf, messagesOf, placesOf } from "../findings-of.ts";

const wmi: RuleDraft = { key: "wmi", path: "rules/wmi.yml", techniques: ["T1546.003"] };
const shadow: RuleDraft = {
  key: "shadow",
  title: "Shadow copies deleted",
  path: "rules/shadow.yml",
  line: 3,
  techniques: ["T1490"],
};
const powerShell: RuleDraft = { key: "powershell", path: "rules/powershell.yml", techniques: ["T1059.001"] };
const shell: RuleDraft = { key: "shell", path: "rules/shell.yml", techniques: ["T1059.003"] };

describe("technique-lost", () => {
  const lost = (base: readonly RuleDraft[], head: readonly RuleDraft[]) => messagesOf("technique-lost", { base, head });

  test("names the rule that is deleted", () => {
    expect(lost([shadow], [])).toEqual([
      "T1490 Inhibit System Recovery has no rule left. It was covered by rules/shadow.yml, which this change deletes.",
    ]);
    expect(placesOf("technique-lost", { base: [shadow], head: [] })).toEqual([undefined]);
  });

  test("says what happened to a rule that is still there, and points at it", () => {
    const cases: readonly (readonly [RuleDraft, string])[] = [
      [{ ...shadow, techniques: [] }, "which no longer names T1490"],
      [{ ...shadow, lifecycle: "deprecated" }, "which this change sets to deprecated"],
      [{ ...shadow, lifecycle: "disabled", techniques: [] }, "which this change sets to disabled"],
      [{ ...shadow, lifecycle: "test", techniques: [] }, "which no longer names T1490"],
    ];
    for (const [after, words] of cases) {
      expect(lost([shadow], [after])).toEqual([
        `T1490 Inhibit System Recovery has no rule left. It was covered by rules/shadow.yml, ${words}.`,
      ]);
      expect(placesOf("technique-lost", { base: [shadow], head: [after] })).toEqual(["rules/shadow.yml:3"]);
    }
  });

  test("says that a rule became a part of another, though its own file is as before", () => {
    const whole = { key: "often", condition: reference("shadow"), helpers: ["shadow"] };

    expect(lost([shadow], [shadow, whole])).toEqual([
      "T1490 Inhibit System Recovery has no rule left. It was covered by rules/shadow.yml, which is now only a part of another rule.",
    ]);
  });

  test("says that a rule was moved to where it does not count", () => {
    const messages = messagesOf("technique-lost", {
      base: [{ ...shadow, key: "rules/shadow.yml" }],
      head: [{ ...shadow, key: "theirs/shadow.yml", path: "theirs/shadow.yml" }],
      reference: "theirs/",
    });

    expect(messages).toEqual([
      "T1490 Inhibit System Recovery has no rule left. It was covered by theirs/shadow.yml, which no longer counts.",
    ]);
  });

  test("names the ids by which a rule claimed it", () => {
    const both = { ...powerShell, techniques: ["T1059.001", "T1059.003", "T1490"] };

    expect(lost([both], [{ ...both, techniques: ["T1490"] }])).toEqual([
      "T1059.001 PowerShell has no rule left. It was covered by rules/powershell.yml, which no longer names T1059.001.",
      "T1059.003 Windows Command Shell has no rule left. It was covered by rules/powershell.yml, which no longer names T1059.003. With it goes T1059 Command and Scripting Interpreter.",
    ]);
  });

  test("names a few of many rules", () => {
    const many = ["a", "b", "c", "d"].map((key) => ({ key, path: `rules/${key}.yml`, techniques: ["T1490"] }));

    expect(lost(many, [])).toEqual([
      "T1490 Inhibit System Recovery has no rule left. It was covered by rules/a.yml, rules/b.yml and 2 more, which this change deletes.",
    ]);
  });

  test("tells rules together that share a reason, and points at the first that is left", () => {
    const many = ["a", "b", "c"].map((key) => ({ key, path: `rules/${key}.yml`, techniques: ["T1490"] }));
    const head = many.slice(1).map((rule): RuleDraft => ({ ...rule, lifecycle: "deprecated" }));

    expect(lost(many, head)).toEqual([
      "T1490 Inhibit System Recovery has no rule left. It was covered by rules/a.yml, which this change deletes; rules/b.yml and rules/c.yml, which this change sets to deprecated.",
    ]);
    expect(placesOf("technique-lost", { base: many, head })).toEqual(["rules/b.yml:1"]);
  });

  test("points at the first rule of a file", () => {
    const both = ["a", "b"].map((key, index) => ({
      key,
      path: "rules/both.yml",
      line: 40 - index * 20,
      techniques: ["T1490"],
    }));
    const head = both.map((rule): RuleDraft => ({ ...rule, lifecycle: "disabled" }));

    const [finding] = findingsOf("technique-lost", { base: both, head });
    expect(finding?.location).toEqual({ path: "rules/both.yml", line: 20, column: 1 });
  });

  test("tells a parent with the last of its children, once", () => {
    expect(lost([wmi], [])).toEqual([
      "T1546.003 WMI Event Subscription has no rule left. It was covered by rules/wmi.yml, which this change deletes. With it goes T1546 Event Triggered Execution.",
    ]);
    expect(lost([powerShell, shell], []).map((message) => /With it goes (\S+)/.exec(message)?.[1])).toEqual([
      undefined,
      "T1059",
    ]);
  });

  test("tells a parent that had a rule of its own by itself, and with no child", () => {
    const any = { key: "interpreter", path: "rules/interpreter.yml", techniques: ["T1059"] };

    expect(lost([powerShell, any], [])).toEqual([
      "T1059 Command and Scripting Interpreter has no rule left. It was covered by rules/interpreter.yml and rules/powershell.yml, which this change deletes.",
      "T1059.001 PowerShell has no rule left. It was covered by rules/powershell.yml, which this change deletes.",
    ]);
  });

  test("tells a parent that its rule named beside the child with the child", () => {
    expect(lost([{ ...powerShell, techniques: ["T1059", "T1059.001"] }], [])).toHaveLength(1);
  });

  test("says nothing where a rule is left, an id is replaced, or there is nothing to compare with", () => {
    expect(lost([shadow, { ...shadow, key: "second" }], [shadow])).toEqual([]);
    expect(lost([{ key: "a", techniques: ["T1562.001"] }], [{ key: "a", techniques: ["T1685"] }])).toEqual([]);
    expect(lost([{ ...shadow, lifecycle: "deprecated" }], [])).toEqual([]);
    expect(messagesOf("technique-lost", { head: [shadow] })).toEqual([]);
  });
});

describe("technique-thinned", () => {
  const thinned = (base: readonly RuleDraft[], head: readonly RuleDraft[]) =>
    messagesOf("technique-thinned", { base, head });
  const second: RuleDraft = { ...shadow, key: "second", path: "rules/second.yml", title: "Second" };

  test("names the rule that is left and those that are gone", () => {
    expect(thinned([shadow, second], [shadow])).toEqual([
      "T1490 Inhibit System Recovery is left to one rule (2 → 1): rules/shadow.yml. It lost rules/second.yml, which this change deletes.",
    ]);
  });

  test("names a rule that covers only a part of it", () => {
    expect(thinned([powerShell, shell], [shell])).toEqual([
      "T1059 Command and Scripting Interpreter is left to one rule (2 → 1): rules/shell.yml. It lost rules/powershell.yml, which this change deletes.",
    ]);
  });

  test("tells a parent that is thinned by the same rule with the child", () => {
    const other = { ...powerShell, key: "encoded", path: "rules/encoded.yml", title: "Encoded" };

    expect(thinned([powerShell, other], [powerShell])).toEqual([
      "T1059.001 PowerShell is left to one rule (2 → 1): rules/powershell.yml. It lost rules/encoded.yml, which this change deletes. So is its parent T1059 Command and Scripting Interpreter.",
    ]);
  });

  test("says nothing where two are left, or none", () => {
    const third = { ...second, key: "third", path: "rules/third.yml", title: "Third" };

    expect(thinned([shadow, second, third], [shadow, second])).toEqual([]);
    expect(thinned([shadow, second], [])).toEqual([]);
  });
});

describe("event-lost", () => {
  const access: RuleDraft = { key: "access", path: "rules/access.yml", events: ["Sysmon 10"] };

  test("names the event and the rules that looked at it", () => {
    expect(messagesOf("event-lost", { base: [access], head: [] })).toEqual([
      'No rule looks at "Sysmon 10" any more. It was looked at by rules/access.yml, which this change deletes.',
    ]);
  });

  test("says that a rule is still there and looks elsewhere", () => {
    const draft = { base: [access], head: [{ ...access, events: ["Sysmon 1"], logSource: { category: "dns_query" } }] };

    expect(messagesOf("event-lost", draft)).toEqual([
      'No rule looks at "Sysmon 10" any more. It was looked at by rules/access.yml, which no longer looks at it.',
    ]);
    expect(placesOf("event-lost", draft)).toEqual(["rules/access.yml:1"]);
  });

  test("is about the event", () => {
    const [finding] = findingsOf("event-lost", { base: [access], head: [] });

    expect(finding).toMatchObject({ level: "warning", subject: "Sysmon 10", fingerprint: "event-lost:Sysmon 10" });
  });

  test("says nothing where a rule is left", () => {
    const other = { ...access, key: "other", condition: all(where("A", "equals", "1")), title: "Other" };

    expect(messagesOf("event-lost", { base: [access, other], head: [other] })).toEqual([]);
  });
});
