/** Emphasis for a terminal, around text that is escaped already. */
export interface Style {
  readonly bold: Emphasis;
  readonly dim: Emphasis;
  readonly red: Emphasis;
  readonly green: Emphasis;
  readonly yellow: Emphasis;
  readonly cyan: Emphasis;
}

export type Emphasis = (text: string) => string;

/** Without colours every text is left as it is. */
export function styleFor({ colours }: { readonly colours: boolean }): Style {
  return colours ? coloured : plain;
}

const asIs: Emphasis = (text) => text;
const plain: Style = { bold: asIs, dim: asIs, red: asIs, green: asIs, yellow: asIs, cyan: asIs };

/** ECMA-48, "Select Graphic Rendition": what each parameter sets and what takes it back. */
const coloured: Style = {
  bold: (text) => rendition(1, text, 22),
  dim: (text) => rendition(2, text, 22),
  red: (text) => rendition(31, text, 39),
  green: (text) => rendition(32, text, 39),
  yellow: (text) => rendition(33, text, 39),
  cyan: (text) => rendition(36, text, 39),
};

function rendition(set: number, text: string, reset: number): string {
  return text === "" ? "" : `\u001b[${set}m${text}\u001b[${reset}m`;
}
