/** A path as it stands in an address (RFC 3986): each part encoded, what is no character replaced. */
export function encodePath(path: string): string {
  return path
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
}
