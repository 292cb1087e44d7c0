import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, inject, test } from "vitest";
import { temporaryFolder } from "../support/git-repository.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The content of every file of a folder, by its path. */
function contentsOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, "latin1")]));
}

const manifest: Manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const lock: Lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));

/** Builds a clone that lies somewhere else, with packages of its own as `npm ci` puts them there; returns its `dist/`. */
function buildElsewhere(folder: string): string {
  for (const name of ["build.mjs", "package.json", "tsconfig.json", "src"]) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  const builders = /^node_modules\/(?:esbuild|@esbuild\/[^/]+|@tsconfig\/strictest)$/;
  for (const [path, { dev }] of Object.entries(lock.packages)) {
    const isNeeded = path !== "" && (dev !== true || builders.test(path));
    if (isNeeded && existsSync(join(root, path))) cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  execFileSync(process.execPath, ["build.mjs"], { cwd: folder, stdio: "inherit" });
  return join(folder, "dist");
}

describe("the bundles", () => {
  test("are the same bytes wherever they are built", () => {
    const here = contentsOf(buildElsewhere(temporaryFolder()));
    const there = contentsOf(buildElsewhere(join(temporaryFolder(), "deeper", "a clone")));

    expect(Object.keys(there)).toEqual(Object.keys(here));
    expect(Object.keys(here).filter((path) => here[path] !== there[path])).toEqual([]);
  });

  test("know nothing of the machine that built them", () => {
    const knowing = Object.entries(contentsOf(inject("bundles"))).filter(([, text]) =>
      text.includes(root.slice(0, -1)),
    );

    expect(knowing.map(([path]) => path)).toEqual([]);
  });

  test("have the words of each licence that they are under", () => {
    const notices =
      contentsOf(inject("bundles"))
        ["LICENSES.txt"]?.split(/^={80}\n/m)
        .slice(1) ?? [];

    const silent = notices.filter((notice) => !/permission|licensed under|redistribution/i.test(notice));

    expect(notices.length).toBeGreaterThan(20);
    expect(silent.map((notice) => notice.split("\n", 1)[0])).toEqual([]);
  });
});

describe("the packages that come along", () => {
  test("are each named with its reason in ARCHITECTURE.md", () => {
    const page = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
    const reasons = page.slice(page.indexOf("## Libraries"));

    expect(Object.keys(manifest.dependencies).filter((name) => !reasons.includes(`\`${name}\``))).toEqual([]);
  });

  test("are each pinned by the lock file to bytes, not to a version alone", () => {
    const loose = Object.entries(lock.packages).filter(([path, { integrity }]) => path !== "" && !integrity);

    expect(loose.map(([path]) => path)).toEqual([]);
  });

  test("run nothing of their own when they are installed", () => {
    const running = Object.entries(lock.packages).filter(([, { hasInstallScript, dev }]) => hasInstallScript && !dev);

    expect(running.map(([path]) => path)).toEqual([]);
  });
});

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly integrity?: string; readonly hasInstallScript?: boolean; readonly dev?: boolean }>
  >;
}
