/**
 * The style of every page that detcov writes: one file or element, no font, no picture. Colours follow the reader's
 * system; each text has at least 4.5 times the light of what it stands on, or the other way round.
 */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f5f6f8; --line: #d5d9e0; --text: #1b1f24; --soft: #57606a;
  --link: #0a58ca; --code: #eef0f4; --focus: #b35900;
  --fail: #b42318; --warn: #8a5300; --pass: #1a7431;
  --heat0: #f5f6f8; --heat1: #dcebfb; --heat2: #b3d4f6; --heat3: #6facea; --heat4: #1f6fc4; --heat5: #0b3d78;
  --on-low: #1b1f24; --on-high: #ffffff; --bar: #1f6fc4; --bar-ground: #e3e7ed;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171c; --raised: #1d2127; --line: #363c46; --text: #e6e9ee; --soft: #a3acb8;
    --link: #7db6ff; --code: #262b33; --focus: #ffb454;
    --fail: #ff8a80; --warn: #f0b35a; --pass: #6fd08c;
    --heat0: #1d2127; --heat1: #16324f; --heat2: #1b4a78; --heat3: #2265a6; --heat4: #6fb1f0; --heat5: #b5d8fb;
    --on-low: #e6e9ee; --on-high: #10141a; --bar: #5aa4ec; --bar-ground: #2a3039;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
}
header.top, main, footer.end { max-width: 78rem; margin: 0 auto; padding: 0 1rem; }
main { padding-bottom: 2rem; }
main:focus { outline: none; }
footer.end { border-top: 1px solid var(--line); padding-top: .75rem; padding-bottom: 2rem; color: var(--soft); font-size: .875rem; }
a { color: var(--link); text-underline-offset: .15em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -99rem; top: 0; background: var(--ground); padding: .5rem 1rem; z-index: 9; }
.skip:focus { left: .5rem; top: .5rem; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 1.25rem 0 .75rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.25rem 0 .5rem; overflow-wrap: anywhere; }
h3 { font-size: 1.0625rem; margin: 1.5rem 0 .5rem; overflow-wrap: anywhere; }
p { margin: .5rem 0; max-width: 70ch; }
.soft, .lead { color: var(--soft); }
code {
  font: .875em/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
  background: var(--code); border-radius: .25rem; padding: .1em .3em; white-space: break-spaces; overflow-wrap: anywhere;
}
a code { color: inherit; }
code i { font-family: system-ui, sans-serif; opacity: .8; }
b.id { font-weight: 600; white-space: nowrap; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.25rem; margin: .75rem 0; }
dl.facts dt { color: var(--soft); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .9375rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { color: var(--soft); font-weight: 600; font-size: .8125rem; white-space: nowrap; }
tbody th { font-weight: 400; }
th.number, td.number, .n1 tr > :nth-child(1), .n2 tr > :nth-child(2), .n3 tr > :nth-child(3), .n4 tr > :nth-child(4), .n5 tr > :nth-child(5), .n6 tr > :nth-child(6) { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
ul.plain { padding-left: 1.25rem; }
ul.plain li { margin: .3rem 0; overflow-wrap: anywhere; }
details { border: 1px solid var(--line); border-radius: .375rem; padding: .25rem .75rem; margin: .75rem 0; }
summary { cursor: pointer; padding: .25rem 0; font-weight: 600; }
.mark { font-weight: 700; }
.mark.fail { color: var(--fail); } .mark.warn { color: var(--warn); } .mark.pass { color: var(--pass); }
@media (max-width: 40rem) {
  h1 { font-size: 1.375rem; }
  dl.facts { grid-template-columns: 1fr; gap: 0; }
  dl.facts dd { margin-bottom: .5rem; }
}
@media print { .skip, nav, form { display: none; } a { color: inherit; } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;
