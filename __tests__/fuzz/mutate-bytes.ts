import { decodeText } from "../../src/io/decode-text.ts";
import type { SourceFile } from "../../src/model/source.ts";
import type { Chance } from "./chance.ts";

/** Changes a few bytes; undefined where they are no text any more, which reading says of them. */
export function mutateBytes({ path, text }: SourceFile, chance: Chance): SourceFile | undefined {
  const bytes = Buffer.from(text);
  for (let change = 0; change <= chance.below(8); change++) bytes[chance.below(bytes.length)] = chance.below(256);
  const decoded = decodeText(path, { kind: "bytes", bytes, blob: "" });
  return decoded.kind === "text" ? { path, text: decoded.text } : undefined;
}
