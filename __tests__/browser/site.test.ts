import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWatched, startBrowser } from "../support/browser.ts";
import { htmlProblems } from "../support/html-problems.ts";
import {
  type BuiltSite,
  brokenLinks,
  buildExampleSite,
  buildHostileSite,
  buildWeightedSite,
  pagesOf,
} from "./small-site.ts";

const axeScript = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

let browser: Browser;
let example: BuiltSite;
let hostile: BuiltSite;

beforeAll(async () => {
  [browser, example, hostile] = await Promise.all([startBrowser(), buildExampleSite(), buildHostileSite()]);
}, 180_000);

afterAll(async () => {
  await browser?.close();
});

/** Where the example has a page that begins with some letters. */
function pageLike(site: BuiltSite, start: string): string {
  const found = pagesOf(site).find((path) => path.startsWith(start));
  if (found === undefined) throw new Error(`The site has no page ${start}….`);
  return found;
}

/** One page of each kind. */
function onePageOfEachKind(site: BuiltSite): readonly string[] {
  const kinds = ["index", "rules.html", "events", "fields", "coverage", "technique/T1059.001", "rule/", "rules/"];
  return [...kinds, "event/", "field/"].map((start) => pageLike(site, start));
}

describe("the site of the example", () => {
  test("leads from the matrix to a technique, a rule, an indicator, and back", async () => {
    const { page, context, faults } = await openWatched(browser, example.url);
    await page.goto(`${example.url}index.html`);

    await page
      .getByRole("link", { name: /T1546 / })
      .first()
      .click();
    await page.getByRole("link", { name: "T1546.003", exact: false }).first().click();
    expect(await page.locator("h1").textContent()).toContain("T1546.003");
    await page
      .getByRole("link", { name: /^Permanent/ })
      .first()
      .click();
    await page.locator(".tree a[href*='#i']").first().click();
    expect(page.url()).toMatch(/\/field\/[^/]+\.html#i\d+$/);
    await page.locator("tr:has(:target)").waitFor();
    await page.locator("tr:has(:target) a").first().click();
    expect(page.url()).toContain("/rule/");
    for (let step = 0; step < 5; step++) await page.goBack();

    expect(page.url()).toBe(`${example.url}index.html`);
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each([
    ["powershell.exe", "Image basename powershell.exe", /\/field\/image\.html#i\d+$/],
    ["t1003.001", "T1003.001 LSASS Memory", /\/technique\/T1003\.001\.html$/],
    ["shadow copies", "Shadow Copies or Backup Catalog Deleted", /\/rule\//],
    ["4688", "Security-Auditing 4688", /\/event\//],
    ["commandline", "CommandLine", /\/field\/commandline/],
  ])("finds %s without a server", async (query, name, address) => {
    const { page, context, faults } = await openWatched(browser, example.url);
    await page.goto(`${example.url}${pageLike(example, "technique/T1059.001")}`);

    await page.getByRole("searchbox", { name: "Search", exact: true }).fill(query);
    const result = page.locator("#results a", { hasText: new RegExp(name, "i") }).first();
    await result.click();
    await page.waitForURL(address);

    expect(faults).toEqual([]);
    await context.close();
  });

  test("says when nothing is found, and asks for two letters", async () => {
    const { page, context } = await openWatched(browser, example.url);
    await page.goto(`${example.url}index.html`);
    const box = page.getByRole("searchbox", { name: "Search", exact: true });

    await box.fill("qqqq nothing");
    await page.getByText("Nothing found.").waitFor();
    await box.fill("q");
    await page.getByText("Two letters at least.").waitFor();
    await context.close();
  });

  test("counts the matrix anew for a platform and a status", async () => {
    const { page, context, faults } = await openWatched(browser, example.url);
    await page.goto(`${example.url}index.html`);
    const execution = page.locator(".tactic", { hasText: "Execution" }).first().locator(".share");
    const before = await execution.textContent();

    await page.getByLabel("Platform").selectOption({ label: "Linux" });
    expect(await execution.textContent()).not.toBe(before);
    expect(await page.locator("#shown").textContent()).toMatch(/^\d+ of \d+ techniques covered by what is chosen\.$/);
    await page.getByRole("button", { name: "Reset" }).click();
    await page.waitForFunction("document.querySelector('#shown').textContent === ''");

    expect(await execution.textContent()).toBe(before);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("counts the matrix anew by strength, where rules have weights", async () => {
    const { url } = await buildWeightedSite();
    const { page, context, faults } = await openWatched(browser, url);
    await page.goto(`${url}index.html`);
    const lookOf = (id: string) => page.locator(`a.cell[href="technique/${id}.html"]`).first().getAttribute("class");
    const impact = page.locator(".tactic", { hasText: "Impact" }).first().locator(".share");

    expect([await lookOf("T1490"), await lookOf("T1485"), await lookOf("T1003.001")]).toEqual([
      "cell h1",
      "cell h0",
      "cell h1",
    ]);
    expect(await impact.textContent()).toMatch(/^1 of /);
    await page.getByLabel("Status").selectOption({ label: "experimental" });
    expect(await page.locator("#shown").textContent()).toMatch(/^1 of \d+ techniques covered by what is chosen\.$/);
    expect([await lookOf("T1490"), await lookOf("T1485"), await lookOf("T1003.001")]).toEqual([
      "cell h1",
      "cell h0",
      "cell h0",
    ]);
    await page.getByLabel("Status").selectOption({ label: "stable" });

    // T1003.001 and its parent.
    expect(await page.locator("#shown").textContent()).toMatch(/^2 of \d+ techniques covered by what is chosen\.$/);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("can be used with the keyboard alone", async () => {
    const { page, context, faults } = await openWatched(browser, example.url);
    await page.goto(`${example.url}index.html`);

    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to content");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("location.hash")).toBe("#main");
    await page.keyboard.press("/");
    await page.keyboard.type("lsass memory");
    await page.locator("#results a").first().waitFor();
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate("document.activeElement.getAttribute('href')")).toContain("technique/T1003.001");
    await page.keyboard.press("Escape");
    expect(await page.locator("#results a").count()).toBe(0);
    await page.keyboard.type("lsass memory");
    await page.locator("#results a").first().waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/T1003\.001/);

    expect(faults).toEqual([]);
    await context.close();
  });

  test("narrows a long table to the rows that have some words", async () => {
    const { page, context } = await openWatched(browser, example.url);
    await page.goto(`${example.url}fields.html`);

    await page.getByLabel("Only rows with").fill("commandline");

    const rows = await page.locator("tbody tr:visible").allTextContents();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.toLowerCase().includes("commandline"))).toBe(true);
    await context.close();
  });

  test("is dark where the reader's system is", async () => {
    const grounds = [];
    for (const colorScheme of ["light", "dark"] as const) {
      const { page, context } = await openWatched(browser, example.url, { colorScheme });
      await page.goto(`${example.url}index.html`);
      grounds.push(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
      await context.close();
    }

    expect(grounds).toEqual(["rgb(255, 255, 255)", "rgb(20, 23, 28)"]);
  });

  test("fits a phone: no page is wider than its window", async () => {
    const { page, context } = await openWatched(browser, example.url, { viewport: { width: 360, height: 740 } });
    const wide = [];
    for (const path of onePageOfEachKind(example)) {
      await page.goto(example.url + path);
      if (await page.evaluate("document.documentElement.scrollWidth > innerWidth")) wide.push(path);
    }

    expect(wide).toEqual([]);
    await context.close();
  });

  test("can be read without script", async () => {
    const { page, context, faults } = await openWatched(browser, example.url, { javaScriptEnabled: false });
    await page.goto(`${example.url}index.html`);

    await page.locator("a.cell", { hasText: "T1059" }).first().click();

    expect(await page.locator("h1").textContent()).toContain("T1059");
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each(["light", "dark"] as const)(
    "has no serious fault of accessibility on any kind of page (%s)",
    async (colorScheme) => {
      const { page, context } = await openWatched(browser, example.url, { colorScheme });
      const found: string[] = [];
      for (const path of onePageOfEachKind(example)) {
        await page.goto(example.url + path);
        await page.evaluate(axeScript);
        const violations = await page.evaluate("axe.run().then(({ violations }) => violations)");
        for (const { id, impact, nodes } of asViolations(violations)) {
          if (impact === "serious" || impact === "critical") found.push(`${path}: ${id} ${nodes[0]?.html ?? ""}`);
        }
      }

      expect(found).toEqual([]);
      await context.close();
    },
  );

  test("is valid HTML, every page", async () => {
    const problems: string[] = [];
    for (const path of pagesOf(example)) {
      for (const problem of await htmlProblems(readFileSync(join(example.folder, path), "utf8"))) {
        problems.push(`${path}: ${problem}`);
      }
    }

    expect(problems.slice(0, 10)).toEqual([]);
    // A thousand pages, which a busy machine takes minutes for.
  }, 600_000);

  test("has no link that leads nowhere", () => {
    expect(brokenLinks(example)).toEqual([]);
  });

  test("shows the last changes of a rule's file", () => {
    const rules = pagesOf(example).filter((path) => path.startsWith("rule/"));
    const texts = rules.map((path) => readFileSync(join(example.folder, path), "utf8"));

    expect(texts.every((text) => text.includes("Add the first rules"))).toBe(true);
    expect(texts.filter((text) => text.includes("Say more of WMI"))).toHaveLength(1);
  });
});

describe("the site of hostile rules", () => {
  test("runs nothing, asks for nothing, opens nothing", async () => {
    const { page, context, faults } = await openWatched(browser, hostile.url);
    const made = pagesOf(hostile).filter((path) => /^(?:changes\.html|(?:rule|rules|event|field)\/)/.test(path));
    expect(made).toContain("changes.html");
    for (const path of [...onePageOfEachKind(hostile), ...made]) await page.goto(hostile.url + path);
    for (const query of ["alert", "script", "onerror", "evil"]) {
      await page.getByRole("searchbox", { name: "Search", exact: true }).fill(query);
      await page.locator("#results a").first().waitFor();
    }

    expect(await page.locator("main img, #results img, iframe").count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("is valid HTML, every page of what the rules made", async () => {
    const problems: string[] = [];
    for (const path of pagesOf(hostile).filter((page) => !page.startsWith("technique/") || page.includes("T1059"))) {
      for (const problem of await htmlProblems(readFileSync(join(hostile.folder, path), "utf8"))) {
        problems.push(`${path}: ${problem}`);
      }
    }

    expect(problems.slice(0, 10)).toEqual([]);
  });

  test("has no link that leads nowhere", () => {
    expect(brokenLinks(hostile)).toEqual([]);
  });

  test("would be stopped by the policy of its pages if a text came through", async () => {
    const { page, context, faults } = await openWatched(browser, hostile.url);
    await page.goto(`${hostile.url}index.html`);

    await page.evaluate(`
      document.body.insertAdjacentHTML("beforeend", '<img src="https://evil.example/x.png" onerror="alert(1)">');
      const script = document.createElement("script");
      script.textContent = "alert(2)";
      document.body.append(script);
    `);
    await page.waitForTimeout(200);

    expect(faults.filter((fault) => fault.startsWith("opens") || fault.startsWith("asks"))).toEqual([]);
    expect(faults.join("\n")).toContain("Content Security Policy");
    await context.close();
  });
});

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

function asViolations(value: unknown): readonly Violation[] {
  return JSON.parse(JSON.stringify(value));
}
