import type { Condition, Opaque, Predicate } from "../../model/condition.ts";
import { sequenceText } from "../../model/sequence-text.ts";
import { type HtmlValue, html, type Markup, nothing } from "../html/markup.ts";
import { code, type HtmlLinks, linked } from "../html/prose.ts";
import { reasonWords } from "../reason-words.ts";
import { cut, thousands } from "../words.ts";

/** What the tree of a rule shows beside its logic. */
export interface LogicContext {
  readonly links: HtmlLinks;
  /** Of a predicate's values, in step with them: other rules that test each. */
  readonly othersOf: (predicate: Predicate) => readonly ReachedValue[];
  /** What the author wrote on a line; asked for each line once. */
  readonly lineOf: (line: number) => string | undefined;
}

export interface ReachedValue {
  readonly key: string;
  /** Undefined where the value has no reach, for it is excluded. */
  readonly others: number | undefined;
}

/** The logic of a rule as nested lists, with the author's words beside the canonical ones. */
export function logicHtml(condition: Condition, context: LogicContext): Markup {
  return html`<ul class="tree">${nodeHtml(condition, "", context)}</ul>`;
}

/** `before` is `not `, or the number of a step. */
function nodeHtml(condition: Condition, before: string, context: LogicContext): Markup {
  switch (condition.kind) {
    case "all":
      if (condition.of.length === 0) return html`<li>${operator(before)}every event</li>`;
      return group(`${before}all of`, condition.of, context);
    case "any":
      return group(`${before}any of`, condition.of, context);
    case "not":
      return negated(condition.condition, before, context);
    case "sequence":
      return html`<li>${operator(before + sequenceText(condition))}<ul>${condition.steps.map((step, index) => nodeHtml(step, `${index + 1}. `, context))}</ul></li>`;
    case "predicate":
      return predicateHtml(condition, before, context);
    case "constraint":
      return html`<li>${operator(`${before}where`)} ${code(cut(condition.text, longest))}</li>`;
    case "opaque":
      return opaqueHtml(condition, before);
  }
}

function negated(condition: Condition, before: string, context: LogicContext): Markup {
  if (condition.kind === "any") return group(`${before}none of`, condition.of, context);
  return nodeHtml(condition, `${before}not `, context);
}

function group(label: string, parts: readonly Condition[], context: LogicContext): Markup {
  return html`<li>${operator(label)}<ul>${parts.map((part) => nodeHtml(part, "", context))}</ul></li>`;
}

function operator(words: string): Markup {
  return words === "" ? nothing : html`<i>${words}</i>`;
}

/** Longer values and lines say no more. */
const longest = 200;

/** More values are counted: they are on the pages of the field. */
const valuesShown = 100;

function predicateHtml(predicate: Predicate, before: string, context: LogicContext): Markup {
  const { field, operator: name, values, caseSensitive } = predicate;
  const reached = context.othersOf(predicate);
  const subject =
    field === undefined ? html`anywhere` : linked(code(field), context.links.subject({ kind: "field", field }));
  const shown = values.slice(0, valuesShown).map((value, index) => valueHtml(value, reached[index], context.links));
  const isList = values.length > 1;
  const words = `${name === "exists" ? "exists" : name.replaceAll("_", " ")}${isList ? " any of" : ""}${caseSensitive ? " (case-sensitive)" : ""}`;
  const head = html`${operator(before)}${subject} ${operator(words)}`;
  const more = values.length - shown.length;
  const rest = more > 0 ? html`<li class="soft">${thousands(more)} more</li>` : nothing;
  const list: HtmlValue = isList
    ? html`<ul class="values">${shown.map((value) => html`<li>${value}</li>`)}${rest}</ul>`
    : html` ${name === "exists" ? nothing : shown}`;
  return html`<li>${head}${isList ? nothing : list}${authorHtml(predicate, context)}${isList ? list : nothing}</li>`;
}

function valueHtml(value: string, reached: ReachedValue | undefined, links: HtmlLinks): Markup {
  const shown = code(cut(value, longest));
  if (reached?.others === undefined) return shown;
  const url = links.subject({ kind: "indicator", key: reached.key });
  return html`${linked(shown, url)} <small>${thousands(reached.others)}</small>`;
}

/** The field as the author names it, and the line that the first value stands on. */
function authorHtml({ field, nativeField, line }: Predicate, { lineOf }: LogicContext): Markup {
  const text = lineOf(line);
  const native = nativeField === undefined || nativeField === field ? nothing : html`${code(nativeField)} `;
  return html`<span class="author">${native}line ${line}${text === undefined ? nothing : html`: <code>${text}</code>`}</span>`;
}

function opaqueHtml({ reason, line, text }: Opaque, before: string): Markup {
  return html`<li class="opaque">${operator(`${before}not understood`)} (${reasonWords[reason]}, line ${line}): ${code(cut(text, longest))}</li>`;
}
