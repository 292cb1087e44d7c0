import { pageStyle } from "../html/style.ts";
import { siteScript, siteStyle } from "./browser-files.generated.ts";
import { changesPage } from "./changes-page.ts";
import { coveragePage } from "./coverage-page.ts";
import { eventPages } from "./event-pages.ts";
import { fieldPages } from "./field-pages.ts";
import { scriptFile, styleFile } from "./frame.ts";
import { listPages } from "./list-pages.ts";
import { matrixPage } from "./matrix-page.ts";
import { ruleLists } from "./rule-lists.ts";
import { rulePages } from "./rule-pages.ts";
import { searchShards } from "./search-shards.ts";
import type { PageKind, SiteFile } from "./site.ts";
import { techniquePages } from "./technique-pages.ts";

/** What every page loads. */
const assets: PageKind = {
  name: "assets",
  files: (): readonly SiteFile[] => [
    { path: styleFile, text: pageStyle + siteStyle },
    { path: scriptFile, text: siteScript },
    // Pages whose names begin with an underscore are left alone by GitHub's own site builder, which this switches off.
    { path: ".nojekyll", text: "" },
  ],
};

/**
 * Every kind of page of a site. Neighbours are found while the first are made, and the many small pages of rules are
 * still written while the last are.
 */
export const pageKinds: readonly PageKind[] = [
  assets,
  matrixPage,
  techniquePages,
  eventPages,
  rulePages,
  ruleLists,
  fieldPages,
  listPages,
  coveragePage,
  changesPage,
  searchShards,
];
