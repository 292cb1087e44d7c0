import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/** Number of files and sizes of a site: `13,035 files with 116.7 MB, the largest page is field/image.html with 495 KB`. */
export function describeSite(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path), size: statSync(path).size }));
  const pages = files.filter(({ path }) => path.endsWith(".html")).sort((one, other) => other.size - one.size);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const [largest] = pages;
  const first = pages.find(({ path }) => path === "index.html");
  const kilobytes = (bytes) => `${Math.ceil(bytes / 1000)} KB`;
  return (
    `${files.length.toLocaleString("en")} files with ${(size / 1e6).toFixed(1)} MB, ` +
    `the largest page is ${largest.path} with ${kilobytes(largest.size)}, the first has ${kilobytes(first.size)}`
  );
}
