/** One small sheet, light and dark, readable on a phone. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b2430; --soft: #5a6675; --line: #dfe4ea; --paper: #fff; --side: #f6f8fa; --accent: #a4161a; --code: #f1f4f7; --get: #0b6e4f; --post: #8a4b08; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9aa7b6; --line: #303a46; --paper: #12171d; --side: #181f27; --accent: #ff8f87; --code: #202933; --get: #5fd3a9; --post: #f0b36b; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
body { margin: 0; display: grid; grid-template-columns: 19rem minmax(0, 1fr); color: var(--ink); background: var(--paper); font: 16px/1.6 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.25rem 1rem 2rem; background: var(--side); border-right: 1px solid var(--line); font-size: .875rem; }
nav h2 { margin: 1.25rem 0 .25rem; font-size: .75rem; letter-spacing: .06em; text-transform: uppercase; color: var(--soft); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: flex; gap: .25rem; align-items: baseline; padding: .25rem .5rem; border-radius: .375rem; color: inherit; text-decoration: none; line-height: 1.4; }
nav li a:hover, nav li a:focus-visible { background: var(--code); }
.brand { margin: 0; font-weight: 700; font-size: 1rem; line-height: 1.35; }
.brand a { color: var(--accent); text-decoration: none; }
main { padding: 2rem clamp(1rem, 4vw, 3.5rem) 6rem; max-width: 68rem; }
h1 { margin: 0 0 .5rem; font-size: 1.75rem; line-height: 1.25; }
main h2 { margin: 3rem 0 1rem; padding-bottom: .375rem; border-bottom: 2px solid var(--line); font-size: 1.375rem; }
article { margin: 0 0 2.5rem; }
h3 { margin: 2rem 0 .25rem; font-size: 1.125rem; }
h4 { margin: 1.25rem 0 .375rem; font-size: .875rem; color: var(--soft); }
a { color: var(--accent); }
code { padding: .1em .3em; border-radius: .25rem; background: var(--code); font: .875em/1.5 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
pre { margin: .5rem 0; padding: 1rem; border-radius: .5rem; background: var(--code); overflow: auto; }
pre code { padding: 0; background: none; overflow-wrap: normal; }
.endpoint { margin: .25rem 0; }
.method { display: inline-block; flex: 0 0 2.5rem; font: 700 .6875rem/1.6 ui-monospace, "DejaVu Sans Mono", monospace; }
.method.get { color: var(--get); }
.method.post { color: var(--post); }
.must { font-size: .75rem; color: var(--accent); white-space: nowrap; }
.status { font: 700 .8125rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
.status.s2, .status.s3 { color: var(--get); }
.status.s4 { color: var(--post); }
.status.s5 { color: var(--accent); }
.eg { display: block; color: var(--soft); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
th { text-align: left; font-size: .8125rem; color: var(--soft); font-weight: 600; }
th, td { padding: .4375rem .75rem .4375rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td:first-child { min-width: 5rem; }
@media (max-width: 56rem) { body { display: block; } nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); } }
`;
