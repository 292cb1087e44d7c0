import { distance } from "fastest-levenshtein";

/** The one of `words` that somebody most likely meant by `word`, if one is close enough to be worth asking. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const candidate of words) {
    const edits = editDistance(word, candidate);
    if (edits <= tolerance(candidate) && (best === undefined || edits < best.distance)) {
      best = { word: candidate, distance: edits };
    }
  }
  return best?.word;
}

/** " Did you mean …?" to end a message with, or nothing. */
export function didYouMean(word: string, words: readonly string[]): string {
  const candidate = nearest(word, words);
  return candidate === undefined ? "" : ` Did you mean "${candidate}"?`;
}

/** Two letters changed places are two edits; in a word of three that would be another word. */
function tolerance(word: string): number {
  return word.length < 4 ? 1 : Math.max(2, Math.floor(word.length * 0.4));
}

/** Case and the choice between `-`, `_` and a blank are no difference; a word that breaks off early is a small one. */
function editDistance(written: string, candidate: string): number {
  if (written.length > 2 * candidate.length) return Number.POSITIVE_INFINITY;
  const left = fold(written);
  const right = fold(candidate);
  const edits = distance(left, right);
  return left.length >= 3 && right.startsWith(left) ? Math.min(edits, 1) : edits;
}

function fold(word: string): string {
  return word.toLowerCase().replace(/[_ ]/g, "-");
}
