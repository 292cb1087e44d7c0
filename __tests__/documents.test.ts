import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import fastGlob from "fast-glob";
import { describe, expect, test } from "vitest";
import { commands } from "../src/app/commands/index.ts";

// That generated pages are what their sources say is tested in scripts/generate.test.ts.

const root = fileURLToPath(new URL("../", import.meta.url));

/** What people read; partials are read as a part of the page that is made of them. */
const pages = fastGlob.sync(["*.md", "{data,docs,examples,src}/**/*.md"], {
  cwd: root,
  ignore: ["docs/partials/**", "examples/{detections,pull-request}/**"],
});

describe("the pages", () => {
  test("are found", () => {
    expect(pages).toContain("docs/checks.md");
    expect(pages).toContain("README.md");
  });

  test.each(pages)("%s links to what is there", (page) => {
    const missing = linksOf(page).filter((link) => !leadsSomewhere(page, link));

    expect(missing).toEqual([]);
  });

  /** Addresses elsewhere are not looked up. */
  function linksOf(page: string): readonly string[] {
    const targets = Array.from(proseOf(page).matchAll(/\]\(([^)\s]+)\)/g), ([, target = ""]) => target);
    return targets.filter((target) => !/^\w+:/.test(target));
  }

  function leadsSomewhere(page: string, link: string): boolean {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : relative(root, join(root, dirname(page), path));
    if (!existsSync(join(root, target))) return false;
    return anchor === undefined || anchorsOf(target).has(anchor);
  }

  /** As GitHub makes them of headings. */
  function anchorsOf(page: string): ReadonlySet<string> {
    const headings = Array.from(proseOf(page).matchAll(/^#+ (.+)$/gm), ([, heading = ""]) => heading);
    return new Set(
      headings.map((heading) =>
        heading
          .toLowerCase()
          .replace(/[^\p{L}\p{N} _-]/gu, "")
          .replaceAll(" ", "-"),
      ),
    );
  }

  function proseOf(page: string): string {
    const text = readFileSync(join(root, page), "utf8");
    return text
      .replace(/^ *```[\s\S]*?^ *```/gm, "")
      .replace(/(?<!`)`[^`\n]+`(?!`)/g, (code) => code.replace(/[[\]()]/g, ""));
  }
});

describe("ARCHITECTURE.md", () => {
  test.each(["src", "."])("has a line for every folder of %s", (folder) => {
    const page = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
    const folders = readdirSync(join(root, folder), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const names = folders.map(({ name }) => name).filter((name) => !name.startsWith(".") && name !== "node_modules");

    const missing = names.filter((name) => !new RegExp(`^[├└─ ]*${name}/( |$)`, "m").test(page));

    expect(missing).toEqual([]);
  });
});

describe("README.md", () => {
  test("names every command", () => {
    const page = readFileSync(join(root, "README.md"), "utf8");

    const missing = commands.filter(({ name }) => !page.includes(`\`detcov ${name}`));

    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});
