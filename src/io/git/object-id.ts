/** Whether a text is the full id of an object, and so neither a name, a pattern nor an option. */
export function isObjectId(text: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}
