/**
 * How the preview of an intake form looks. Its policy carries the hash of this very text.
 *
 * @module
 */
export const PREVIEW_STYLE = `
:root { color-scheme: light dark; --ink: #1d1d1b; --soft: #4c4c46; --line: #b9b8b0; --sheet: #fff; --ground: #f3f2ee; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f0efea; --soft: #c3c2ba; --line: #5d5c56; --sheet: #232320; --ground: #171715; }
}
body { margin: 0; background: var(--ground); color: var(--ink); font: 1.05rem/1.6 system-ui, sans-serif; }
header, article { max-inline-size: 42rem; margin: 1.5rem auto; padding-inline: 1rem; }
header p { color: var(--soft); }
h1 { font-size: 1.4rem; }
nav a { display: inline-block; padding-block: 0.6rem; margin-inline-end: 1rem; color: inherit; }
article { padding-block: 1rem 1.5rem; border: 1px solid var(--line); border-radius: 8px; background: var(--sheet); }
.language { margin-block: 0 1rem; color: var(--soft); font-weight: 600; }
section { margin-block-start: 1.75rem; padding-block-start: 1rem; border-block-start: 1px solid var(--line); }
h2 { margin-block: 0 0.5rem; font-size: 1.2rem; }
p { margin-block: 0.25rem; overflow-wrap: anywhere; }
.question { margin-block: 1rem; }
.label { font-weight: 600; }
.hint, .when { color: var(--soft); }
.when { font-style: italic; }
.id { color: var(--soft); font: 400 0.8rem/1.5 ui-monospace, monospace; unicode-bidi: isolate; }
.box { block-size: 2.5rem; margin-block-start: 0.4rem; border: 1px solid var(--line); border-radius: 4px; }
.box.long { block-size: 6rem; }
.box.date { inline-size: 12rem; max-inline-size: 100%; }
.group { padding-inline-start: 1rem; border-inline-start: 3px solid var(--line); }
.add, .files { font-weight: 600; }
ul { margin-block: 0.4rem; padding-inline-start: 1.75rem; }
.choice { list-style: circle; }
.choices { list-style: square; }
li { margin-block: 0.35rem; }
`;
