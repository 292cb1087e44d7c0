import { readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import fastGlob from "fast-glob";
import picomatch from "picomatch";

/** What the modules of one folder below `src/` may import; for the entry points, of one file. */
export interface Layer {
  /** Other layers. A module may always import its own. */
  readonly layers: readonly string[];
  /** npm packages and Node's modules, as glob patterns; `type:` before one allows only `import type`. */
  readonly packages: readonly string[];
}

/** By folder or file below `src/`. A module belongs to the longest that holds it: `io/github` is not `io`. */
export type Layers = Readonly<Record<string, Layer>>;

/** A module of ours; its path is from `src/`. */
export interface Module {
  readonly path: string;
  readonly text: string;
}

/** Every module below `src/`, by path. */
export function readModules(): readonly Module[] {
  const root = fileURLToPath(new URL("../../src/", import.meta.url));
  const paths = fastGlob.sync("**/*.ts", { cwd: root }).sort();
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

/** Imports that the layer of the importing module does not allow, and modules that belong to no layer. */
export function findForbiddenImports(modules: readonly Module[], layers: Layers): readonly string[] {
  return modules.flatMap((module) => {
    const name = layerOf(module.path, layers);
    const layer = name === undefined ? undefined : layers[name];
    if (layer === undefined) return [`${module.path} belongs to no layer`];
    const isAllowed = ({ target, kind, isType }: Import) => {
      if (kind === "package") return isPackageAllowed(target, isType, layer);
      const other = layerOf(target, layers);
      return other === name || (other !== undefined && layer.layers.includes(other));
    };
    const forbidden = importsOf(module).filter((each) => !isAllowed(each));
    return forbidden.map(({ target }) => `${module.path} imports ${target}, which ${name} may not`);
  });
}

/** Imports from one folder of a kind into another: `formats` holds a format in each folder. */
export function findSiblingImports(modules: readonly Module[], kind: string): readonly string[] {
  const memberOf = (path: string) => (path.startsWith(`${kind}/`) ? path.split("/")[1] : undefined);
  const isFolder = (member: string | undefined) => member !== undefined && !member.includes(".");
  return modules.flatMap((module) => {
    const own = memberOf(module.path);
    if (!isFolder(own)) return [];
    const others = importsOf(module).filter(({ target }) => isFolder(memberOf(target)) && memberOf(target) !== own);
    return others.map(({ target }) => `${module.path} imports ${target}, its neighbour`);
  });
}

/** Imports into a folder that go past its `index.ts`. `folders` are glob patterns from `src/`. */
export function findImportsPastIndex(modules: readonly Module[], folders: readonly string[]): readonly string[] {
  const inside = folders.map((folder) => picomatch(`${folder}/**`));
  return modules.flatMap((module) =>
    importsOf(module)
      .filter(({ target }) => !target.endsWith("/index.ts") && inside.some((isInside) => isInside(target)))
      .filter(({ target }) => !module.path.startsWith(`${enclosingFolder(target, folders)}/`))
      .map(({ target }) => `${module.path} imports ${target} past the index of its folder`),
  );
}

/** Imports that lead back to where they began, types too; each circle once. */
export function findCycles(modules: readonly Module[]): readonly string[] {
  const graph = new Map(modules.map((module) => [module.path, importsOf(module).map(({ target }) => target)]));
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, route: readonly string[]): void => {
    if (route.includes(path)) cycles.push([...route.slice(route.indexOf(path)), path].join(" → "));
    if (done.has(path) || route.includes(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...route, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return cycles;
}

/**
 * Uses of the process, the console, the clock and of chance: to be handed in by the entry points.
 *
 * The bundler says what is a use of a global and what only looks like one: it gives each a name of its own.
 */
export async function findUsesOfTheWorld(modules: readonly Module[]): Promise<readonly string[]> {
  const found = await Promise.all(
    modules.map(async ({ path, text }) => {
      const { code } = await transform(text, { loader: "ts", define: worldNames });
      const names = Array.from(code.matchAll(worldUse), ([name]) => name.replaceAll("__world_", ""));
      return [...new Set(names)].map((name) => `${path} uses ${name.replace("Date()", "new Date()")}`);
    }),
  );
  return found.flat();
}

const worldNames = Object.fromEntries(
  ["process", "console", "performance", "crypto", "Date", "Math"].map((name) => [name, `__world_${name}`]),
);

/** A date that somebody hands in may be looked at, and numbers may be rounded. */
const worldUse = /__world_(?:(?:process|console|performance|crypto)(?:\.\w+)?|Date\.now|Date\(\)|Math\.random)/g;

interface Import {
  /** A path from `src/`, or the name of a package. */
  readonly target: string;
  readonly kind: "module" | "package";
  readonly isType: boolean;
}

/** Statements begin lines and names stand in double quotes: the formatter sees to it. */
const importStatement =
  /^(?:import|export)(?<type> type)? (?:\*(?: as \w+)?|\w+|(?:\w+, )?\{[^}"]*\}) from "(?<name>[^"\n]+)"|^import "(?<bare>[^"\n]+)"|\bimport\("(?<lazy>[^"\n]+)"\)/gm;

function importsOf({ path, text }: Module): readonly Import[] {
  return Array.from(text.matchAll(importStatement), ({ groups: { type, name, bare, lazy } = {} }) => {
    const target = name ?? bare ?? lazy ?? "";
    const isType = type !== undefined;
    if (!target.startsWith(".")) return { target, kind: "package", isType };
    return { target: join(dirname(path), target), kind: "module", isType };
  });
}

function layerOf(path: string, layers: Layers): string | undefined {
  const holding = Object.keys(layers).filter((name) => path === name || path.startsWith(`${name}/`));
  return holding.sort((one, other) => other.length - one.length)[0];
}

function isPackageAllowed(name: string, isType: boolean, { packages }: Layer): boolean {
  return packages.some((pattern) => {
    const typesOnly = pattern.startsWith("type:");
    return picomatch.isMatch(name, pattern.replace("type:", "")) && (isType || !typesOnly);
  });
}

/** `formats/sigma` of `formats/sigma/read.ts`, for the pattern `formats/*`. */
function enclosingFolder(path: string, folders: readonly string[]): string {
  const parts = path.split("/");
  const prefixes = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  return prefixes.find((prefix) => picomatch.isMatch(prefix, [...folders])) ?? path;
}
