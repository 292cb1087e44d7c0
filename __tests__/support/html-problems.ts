import { HtmlValidate } from "html-validate";

const validator = new HtmlValidate({
  extends: ["html-validate:recommended", "html-validate:a11y"],
  rules: {
    // Matters of taste: the standard allows both, and ours is the shorter.
    "void-style": ["error", { style: "omit" }],
    "no-trailing-whitespace": "off",
    "long-title": "off",
    "attribute-boolean-style": "off",
    "doctype-style": "off",
    // A table that is wider than the window is a region that the keyboard can scroll.
    "prefer-native-element": ["error", { exclude: ["region"] }],
    "no-inline-style": "error",
  },
});

/** What the HTML standard has against a document, a line each. */
export async function htmlProblems(document: string): Promise<readonly string[]> {
  const { results } = await validator.validateString(document);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column }) => `${line}:${column} ${message} (${ruleId})`),
  );
}
