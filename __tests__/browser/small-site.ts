import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createRepository, type TestRepository } from "../support/git-repository.ts";
import { hostileTexts } from "../support/hostile-texts.ts";
import { runDetcov } from "../support/run-detcov.ts";
import { sigmaRule } from "../support/sigma-rule.ts";

/** A site on disk. */
export interface BuiltSite {
  readonly folder: string;
  /** Ends with a slash. */
  readonly url: string;
}

/** The site of the embedded example, which has a history of two commits. */
export async function buildExampleSite(): Promise<BuiltSite> {
  const repository = createRepository();
  cpSync(fileURLToPath(new URL("../../examples/detections", import.meta.url)), repository.path, { recursive: true });
  repository.commit({}, { message: "Add the first rules" });
  repository.commit(
    { "rules/windows/wmi/permanent_event_subscription.yml": touched(repository) },
    { message: "Say more of WMI" },
  );
  return await buildSite(repository);
}

function touched({ path }: TestRepository): string {
  return `${readFileSync(join(path, "rules/windows/wmi/permanent_event_subscription.yml"), "utf8")}# seen\n`;
}

/** A site of rules that have hostile texts wherever an author writes, and with what changed of them in two months. */
export async function buildHostileSite(): Promise<BuiltSite> {
  const repository = createRepository();
  const texts = hostileTexts.filter((text) => text.length < 200);
  const rules = texts.map((text, index) => [`rules/hostile_${index}.yml`, hostileRule(text, index)] as const);
  repository.commit(Object.fromEntries(rules.slice(0, 3)), { at: "2026-01-01T12:00:00Z" });
  repository.commit(Object.fromEntries(rules), { at: "2026-03-01T12:00:00Z" });
  return await buildSite(repository, "--since", "30d");
}

/** A site of rules of which an experimental one is worth half: two for T1490, one for T1485; and a stable one. */
export async function buildWeightedSite(): Promise<BuiltSite> {
  const repository = createRepository();
  const half = { status: "experimental" } as const;
  repository.commit({
    ".github/detcov.yml": "count: { weights: { lifecycle: { experimental: 0.5 } } }\n",
    "rules/vss.yml": sigmaRule({
      id: "01",
      title: "Shadow copies",
      technique: "t1490",
      image: "vssadmin.exe",
      ...half,
    }),
    "rules/wbadmin.yml": sigmaRule({ id: "02", title: "Backups", technique: "t1490", image: "wbadmin.exe", ...half }),
    "rules/cipher.yml": sigmaRule({ id: "03", title: "Wiped", technique: "t1485", image: "cipher.exe", ...half }),
    "rules/lsass.yml": sigmaRule({
      id: "04",
      title: "LSASS dumped",
      technique: "t1003.001",
      image: "procdump.exe",
      status: "stable",
    }),
  });
  return await buildSite(repository);
}

function hostileRule(text: string, index: number): string {
  const quoted = JSON.stringify(text);
  return `title: ${quoted}
id: ${JSON.stringify(`${index} ${text}`)}
status: test
level: high
logsource: { product: ${quoted}, category: process_creation, service: ${quoted} }
tags: [attack.t1059.001, ${JSON.stringify(`attack.${text}`)}]
detection:
  selection:
    ${JSON.stringify(`Field${text}`.replaceAll("|", "/"))}: ${quoted}
    CommandLine|contains: [${quoted}, ${JSON.stringify(`<b>${text}`)}]
  filter:
    Image|endswith: ${quoted}
  condition: selection and not filter
`;
}

async function buildSite({ path }: TestRepository, ...args: readonly string[]): Promise<BuiltSite> {
  const folder = join(mkdtempSync(join(path, "..", "site-")), "site");
  const { exitCode, stderr } = await runDetcov(["site", "--out", folder, ...args], { directory: path });
  if (exitCode !== 0) throw new Error(stderr);
  return { folder, url: `${pathToFileURL(folder).href}/` };
}

/** Paths of all pages, from the root of the site. */
export function pagesOf({ folder }: BuiltSite): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".html") && statSync(join(folder, path)).isFile())
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
}

/** Links of pages of the site that lead nowhere in it, and addresses of elsewhere that are no web pages. */
export function brokenLinks(site: BuiltSite): readonly string[] {
  const targets = new Targets(site);
  return pagesOf(site).flatMap((page) => {
    const links = Array.from(targets.textOf(page).matchAll(/ (?:href|src)="([^"]*)"/g), ([, address = ""]) => address);
    const inside = links.filter((address) => !/^https?:\/\//.test(address));
    return inside.filter((address) => !targets.has(page, address)).map((address) => `${page}: ${address}`);
  });
}

class Targets {
  readonly #site: BuiltSite;
  readonly #ids = new Map<string, ReadonlySet<string>>();

  constructor(site: BuiltSite) {
    this.#site = site;
  }

  textOf(path: string): string {
    return readFileSync(join(this.#site.folder, path), "utf8");
  }

  has(page: string, address: string): boolean {
    const { folder, url: root } = this.#site;
    const url = new URL(address.replaceAll("&amp;", "&"), new URL(page, root));
    const path = relative(folder, fileURLToPath(new URL(url.pathname, url))).replaceAll("\\", "/");
    if (path.startsWith("..") || !existsSync(join(folder, path))) return false;
    return url.hash === "" || this.#idsOf(path).has(url.hash.slice(1));
  }

  #idsOf(path: string): ReadonlySet<string> {
    const known = this.#ids.get(path);
    if (known !== undefined) return known;
    const ids = new Set(Array.from(this.textOf(path).matchAll(/ id="([^"]*)"/g), ([, id = ""]) => id));
    this.#ids.set(path, ids);
    return ids;
  }
}
