/** What keeps a text from being well-formed XML, as far as our pictures use it: elements, attributes, text. */
export function xmlProblems(text: string): readonly string[] {
  const odd = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text);
  const open: string[] = [];
  const problems = Array.from(text.matchAll(/<[^>]*>|[^<]+|</g), ([token]) => tokenProblems(token, open)).flat();
  return [
    ...(odd === null ? [] : [`no character of XML: ${JSON.stringify(odd[0])}`]),
    ...problems,
    ...open.map((name) => `never ends: ${name}`),
  ];
}

function tokenProblems(token: string, open: string[]): readonly string[] {
  if (!token.startsWith("<")) return textProblems(token);
  if (token.startsWith("</")) return open.pop() === token.slice(2, -1) ? [] : [`ends what is not open: ${token}`];
  const [, name, attributes = "", end] = /^<([a-zA-Z]\w*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>$/.exec(token) ?? [];
  if (name === undefined) return [`no tag: ${token}`];
  if (end === "") open.push(name);
  return textProblems(attributes);
}

function textProblems(text: string): readonly string[] {
  return Array.from(text.matchAll(/&(?!(?:amp|lt|gt|quot|#\d+);).{0,9}/g), ([found]) => `a bare &: ${found}`);
}
