import type { AnalysedRule } from "../../src/model/snapshot.ts";
import {
  all,
  anAnalysedRule,
  analysedWith,
  constraint,
  keyword,
  not,
  opaque,
  sequence,
  where,
} from "../support/rule-builder.ts";

/** A rule that has nothing but a hostile text wherever an author writes, and covers T1059.001. */
export function hostileRule(text: string): AnalysedRule {
  const rule = anAnalysedRule({
    key: `key ${text}`,
    title: text,
    path: `rules/${text}.yml`,
    logSource: { product: text, category: text, service: text, tables: [text] },
    techniques: ["T1059.001", { id: text, declared: text, line: 5 }],
    condition: all(
      { ...where(`field ${text}`, "contains", text, "lsass.exe"), nativeField: text },
      not(keyword(text)),
      constraint(text),
      opaque(text),
      sequence([where(text, "equals", text)], { ordered: false, by: [text], within: text }),
    ),
  });
  return analysedWith(rule, { events: [{ provider: text, id: text, title: text }] });
}
