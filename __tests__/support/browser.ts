import { join } from "node:path";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { inject } from "vitest";

/** Starts the browser; fails with what to do where it can't. */
export async function startBrowser(): Promise<Browser> {
  try {
    const folder = inject("browser");
    if (folder === null) return await chromium.launch({ channel: "chrome", args: flags });
    const env = { ...process.env, LD_LIBRARY_PATH: join(folder, "lib") };
    return await chromium.launch({ executablePath: join(folder, "chromium"), args: flags, env });
  } catch (error) {
    throw new Error(
      "The browser of the tests does not start: on Linux x64 that of @sparticuz/chromium, elsewhere Chrome. Install Chrome.",
      { cause: error },
    );
  }
}

const flags = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** A page, and what must not happen on it. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors and warnings of the console, exceptions, dialogs, requests that leave the site. */
  readonly faults: readonly string[];
}

/** Opens a page from a disk; `site` is the only folder that it may load from. */
export async function openWatched(
  browser: Browser,
  site: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const faults: string[] = [];
  await context.route(/.*/, async (route) => {
    const url = route.request().url();
    if (url.startsWith(site)) return await route.continue();
    faults.push(`asks for ${url}`);
    await route.abort();
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(`says ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`throws ${error.message}`));
  page.on("dialog", async (dialog) => {
    faults.push(`opens a dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  return { page, context, faults };
}
