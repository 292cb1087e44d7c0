import { linkRules } from "../../../src/analysis/link.ts";
import { sigma } from "../../../src/formats/sigma/index.ts";
import type { Condition } from "../../../src/model/condition.ts";
import type { Reading, Rule } from "../../../src/model/rule.ts";
import type { Diagnostic } from "../../../src/model/source.ts";

export function readFile(text: string, path = "rules/windows/rule.yml"): Reading {
  return sigma.reader([]).read({ path, text });
}

/** The file's only rule, where there is nothing to complain of. */
export function readRule(text: string): Rule {
  const { rules, diagnostics } = readFile(text);
  const [rule] = rules;
  if (rule === undefined || rules.length > 1 || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  return rule;
}

/** Diagnostics as `line code`, in their order. */
export function briefly(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, location }) => `${location.line} ${code}`);
}

interface Linked {
  readonly condition: (title: string) => Condition;
  readonly helpers: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one file and links what is in it. */
export function readLinked(text: string): Linked {
  const { rules, filters } = readFile(text);
  const linked = linkRules(
    rules.map((rule) => ({ rule, events: [] })),
    filters,
  );
  return {
    condition(title) {
      const found = linked.rules.find(({ rule }) => rule.title === title);
      if (found === undefined) throw new Error(`No rule is called ${title}.`);
      return found.rule.condition;
    },
    helpers: [...linked.helpers],
    diagnostics: linked.diagnostics,
  };
}
