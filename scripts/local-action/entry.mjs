/** What `@github/local-action` calls: the built action, which runs when it is loaded. */
export async function run() {
  await import("../../dist/action.js");
}
