import { checks } from "../policy/checks/index.ts";
import { outlineOf } from "../report/diff-outline.ts";
import type { DiffView } from "../report/diff-view.ts";
import { outlineHtml } from "../report/html/outline-html.ts";
import { diffJson } from "../report/json/diff-json.ts";
import { diffMarkdown } from "../report/markdown/diff-markdown.ts";
import { navigatorOfDiff } from "../report/navigator.ts";
import { diffSarif } from "../report/sarif/diff-sarif.ts";
import { diffText } from "../report/text/diff-text.ts";

/** Every form that the report on a change is written in, the default first; one line here makes it a `--format`. */
export const diffOutputs: Readonly<Record<string, (view: DiffView, style: OutputStyle) => string>> = {
  text: diffText,
  markdown: (view) => diffMarkdown(view, { sections: view.comment.sections }),
  json: (view) => diffJson(view),
  sarif: (view) => diffSarif(view, checks),
  navigator: (view) => navigatorOfDiff(view),
  html: (view) => outlineHtml(outlineOf(view)),
};

interface OutputStyle {
  readonly colours: boolean;
}
