/**
 * A sentence of ours with the team's words in it.
 *
 * A plain string is ours and safe to print as it is; everything a rule author may have written is
 * a {@link Quote}. Each renderer escapes quotes in its own way, so a message can't break its output.
 */
export type Prose = readonly ProsePart[];
export type ProsePart = string | Quote | Sentence | TechniqueMention | Place | WebLink;

/** Text from the repository, to be shown as it is: a path, a field, a value, a title. */
export interface Quote {
  readonly kind: "quote";
  readonly text: string;
  /** What of the corpus it names, if so: a site has a page for that. */
  readonly about?: Subject;
}

/** A sentence that has the team's words in it already, such as a diagnostic's message: to be escaped, not quoted. */
export interface Sentence {
  readonly kind: "sentence";
  readonly text: string;
  /** As of a {@link Quote}. */
  readonly about?: Subject;
}

/** Something of the corpus that has a name. */
export type Subject =
  | { readonly kind: "rule"; readonly key: string }
  | { readonly kind: "event"; readonly provider: string; readonly id: string }
  | { readonly kind: "field"; readonly field: string | undefined }
  /** By the key of an indicator. */
  | { readonly kind: "indicator"; readonly key: string };

/** A technique, which renderers that can will link. `name` is ATT&CK's. */
export interface TechniqueMention {
  readonly kind: "technique";
  readonly id: string;
  readonly name: string;
}

/** A file of the repository, or a line of it, which renderers that can will link. */
export interface Place {
  readonly kind: "place";
  readonly path: string;
  readonly line: number | undefined;
  /** The side of the comparison on which it is to be looked at. */
  readonly side: "base" | "head";
}

/** A page elsewhere that detcov knows of by itself; `text` is to be escaped. */
export interface WebLink {
  readonly kind: "link";
  readonly text: string;
  readonly url: string;
}

export function place(path: string, line?: number, side: Place["side"] = "head"): Place {
  return { kind: "place", path, line, side };
}

export function quote(text: string, about?: Subject): Quote {
  return about === undefined ? { kind: "quote", text } : { kind: "quote", text, about };
}

/** Template tag: say`${quote(path)} has no rule left.` Nested prose is spliced in, numbers are printed. */
export function say(
  texts: TemplateStringsArray,
  ...parts: readonly (Exclude<ProsePart, string> | Prose | number)[]
): Prose {
  const prose: ProsePart[] = [];
  texts.forEach((text, index) => {
    if (text !== "") prose.push(text);
    const part = parts[index];
    if (part === undefined) return;
    if (typeof part === "number") prose.push(String(part));
    else if ("kind" in part) prose.push(part);
    else prose.push(...part);
  });
  return prose;
}

/** Without any mark-up, for JSON, logs and fingerprints. Control characters are the writer's to escape. */
export function plainText(prose: Prose): string {
  return prose.map(plainPart).join("");
}

function plainPart(part: ProsePart): string {
  if (typeof part === "string") return part;
  switch (part.kind) {
    case "quote":
      return `"${part.text}"`;
    case "sentence":
      return part.text;
    case "technique":
      return `${part.id} ${part.name}`;
    case "link":
      return part.text;
    case "place":
      return part.line === undefined ? part.path : `${part.path}:${part.line}`;
  }
}
