import type { Condition, Opaque, Predicate } from "../../model/condition.ts";
import { indicatorText } from "../../model/indicator-text.ts";
import { sequenceText } from "../../model/sequence-text.ts";
import { reasonWords } from "../reason-words.ts";
import { cut } from "../words.ts";
import { escapeTerminal } from "./escape-terminal.ts";
import type { Style } from "./style.ts";

/** The logic of a rule as an indented tree in canonical words, escaped; the author's field in brackets where it differs. */
export function logicTree(condition: Condition, style: Style): readonly string[] {
  const root = nodeOf(condition);
  return [labelText(root, style), ...branches(root.children, "", style)];
}

interface TreeNode {
  readonly label: string;
  readonly isOpaque: boolean;
  readonly children: readonly TreeNode[];
}

function node(label: string, children: readonly TreeNode[] = []): TreeNode {
  return { label, isOpaque: false, children };
}

function nodeOf(condition: Condition): TreeNode {
  switch (condition.kind) {
    case "all":
      return condition.of.length === 0 ? node("every event") : node("all of", condition.of.map(nodeOf));
    case "any":
      return node("any of", condition.of.map(nodeOf));
    case "not":
      return negated(condition.condition);
    case "sequence":
      return node(sequenceText(condition), condition.steps.map(numbered));
    case "predicate":
      return predicateNode(condition);
    case "constraint":
      return node(`where ${condition.text}`);
    case "opaque":
      return opaqueNode(condition);
  }
}

function opaqueNode({ reason, line, text }: Opaque): TreeNode {
  return { label: `not understood (${reasonWords[reason]}, line ${line}): ${text}`, isOpaque: true, children: [] };
}

function negated(condition: Condition): TreeNode {
  const inner = nodeOf(condition);
  return { ...inner, label: condition.kind === "any" ? "none of" : `not ${inner.label}` };
}

function numbered(step: Condition, index: number): TreeNode {
  const inner = nodeOf(step);
  return { ...inner, label: `${index + 1}. ${inner.label}` };
}

const valuesShown = 8;

function predicateNode(predicate: Predicate): TreeNode {
  const { operator, values, caseSensitive } = predicate;
  const field = fieldWords(predicate);
  const manner = caseSensitive ? " (case-sensitive)" : "";
  const [only] = values;
  if (values.length === 1 && only !== undefined) {
    return node(`${indicatorText({ field, operator, value: cut(only, 200) })}${manner}`);
  }
  const isCut = values.length > valuesShown + 1;
  const shown = (isCut ? values.slice(0, valuesShown) : values).map((value) => node(valueText(value)));
  const more = isCut ? [node(`… ${values.length - valuesShown} more`)] : [];
  return node(`${[...(field === undefined ? [] : [field]), operator].join(" ")} any of${manner}`, [...shown, ...more]);
}

function fieldWords({ field, nativeField }: Predicate): string | undefined {
  return field === undefined || nativeField === undefined || nativeField === field
    ? field
    : `${field} [${nativeField}]`;
}

/** Blanks at either end matter, as in {@link indicatorText}. */
function valueText(value: string): string {
  const shown = cut(value, 200);
  return /^\s|\s$|^$/.test(value) ? `"${shown}"` : shown;
}

function branches(children: readonly TreeNode[], indent: string, style: Style): readonly string[] {
  return children.flatMap((child, index) => {
    const isLast = index === children.length - 1;
    const line = `${style.dim(`${indent}${isLast ? "└─ " : "├─ "}`)}${labelText(child, style)}`;
    return [line, ...branches(child.children, `${indent}${isLast ? "   " : "│  "}`, style)];
  });
}

function labelText({ label, isOpaque }: TreeNode, style: Style): string {
  const text = escapeTerminal(label);
  return isOpaque ? style.yellow(text) : text;
}
