/** The style of the page. Colours that people tell apart who see fewer of them (after Okabe and Ito), for light and for dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --panel: #f5f6f8; --ink: #1b1f24; --faint: #5a626c; --rule: #c9ced6;
  --link: #0b57a4; --bad: #a33c00; --good: #00664a;
  --cell-free: #e9ecf0; --cell-ink: #000000; --bar: #1b1f24; --changed: #0b3d91; --guilty: #b00020;
  --tone-1: #7cc4ef; --tone-2: #f0b24a; --tone-3: #57c2a0; --tone-4: #efe36b; --tone-5: #dba0c3;
  --tone-6: #ee9a66; --tone-7: #a9b8f0; --tone-8: #b9b9b9;
  --line-1: #0072b2; --line-2: #b35400; --line-3: #00785a; --line-4: #a0497c;
  --changed-row: #e4edfb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171b; --panel: #1d2127; --ink: #e6e9ee; --faint: #a5adb8; --rule: #3c434d;
    --link: #8cc2ff; --bad: #ff9e6b; --good: #63d3ae;
    --cell-free: #2a3038; --cell-ink: #000000; --bar: #ffffff; --changed: #ffffff; --guilty: #ff7b72;
    --tone-1: #56b4e9; --tone-2: #e69f00; --tone-3: #2db58c; --tone-4: #d9cc4a; --tone-5: #cc79a7;
    --tone-6: #e0824a; --tone-7: #93a4e8; --tone-8: #9a9a9a;
    --line-1: #56b4e9; --line-2: #e69f00; --line-3: #2db58c; --line-4: #e39bc4;
    --changed-row: #26344a;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0 auto; max-width: 1280px; padding: 0 16px 48px; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
main > section { scroll-margin-top: 100vh; }
h1 { font-size: 20px; margin: 16px 0 4px; }
h2 { font-size: 18px; margin: 8px 0; }
h3 { font-size: 16px; margin: 20px 0 6px; }
h4 { font-size: 14px; margin: 12px 0 4px; font-weight: 600; }
p { margin: 6px 0; max-width: 90ch; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, input:focus-visible, [tabindex]:focus-visible, summary:focus-visible {
  outline: 3px solid var(--link); outline-offset: 2px;
}
code, pre, .steps, .rows td, .answer { font-family: ui-monospace, monospace; font-size: 13px; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 8px; list-style: none; margin: 8px 0; padding: 0; }
nav a { display: block; padding: 4px 10px; border: 1px solid var(--rule); border-radius: 6px; text-decoration: none; }
nav a[aria-current] { background: var(--panel); color: var(--ink); border-color: var(--ink); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
.good { color: var(--good); font-weight: 600; }
.note { color: var(--faint); min-height: 1.5em; margin: 2px 0; font-size: 13px; }
.values { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; margin: 8px 0; }
.values dt { color: var(--faint); }
.values dd { margin: 0; }
.copyable { position: relative; background: var(--panel); border: 1px solid var(--rule); border-radius: 6px; margin: 6px 0; }
.copyable pre { margin: 0; padding: 10px; max-height: 320px; overflow: auto; white-space: pre-wrap; }
.copyable .copy { float: right; margin: 6px; }
button {
  font: inherit; color: var(--ink); background: var(--panel); border: 1px solid var(--rule); border-radius: 6px;
  padding: 3px 10px; cursor: pointer; min-height: 32px;
}
button[aria-pressed="true"] { border-color: var(--ink); font-weight: 600; }
.controls {
  display: flex; flex-wrap: wrap; gap: 6px; align-items: center; position: sticky; top: 0; z-index: 1;
  background: var(--page); padding: 8px 0; border-bottom: 1px solid var(--rule);
}
.controls button { min-width: 44px; min-height: 40px; }
.controls input { flex: 1 1 160px; min-width: 120px; height: 32px; accent-color: var(--link); }
.where { min-width: 9ch; }
.told { min-height: 1.5em; }
.broke { color: var(--bad); }
.scene { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 24px; }
@media (max-width: 900px) { .scene { grid-template-columns: minmax(0, 1fr); } }
.life { list-style: none; margin: 0; padding: 0; }
.steps { list-style: none; margin: 0; padding: 0; }
@media (min-width: 901px) { .steps { min-height: 20em; } }
.steps li { display: flex; flex-wrap: wrap; gap: 0 8px; padding: 1px 6px; border-left: 3px solid transparent; }
.steps li:has([aria-current]) { background: var(--changed-row); border-left-color: var(--link); }
.steps .number { color: var(--faint); min-width: 3ch; text-align: right; }
.steps a { text-decoration: none; color: var(--ink); }
.steps a[aria-current] { font-weight: 700; }
.answer { color: var(--faint); }
.steps li:has([aria-current]) .answer, .changed .number { color: var(--ink); }
.broken strong { color: var(--bad); }
.rows-box, .spans, .wide { overflow-x: auto; }
.rows th, .spans th, .spans td { white-space: nowrap; }
table { border-collapse: collapse; font-size: 13px; }
th, td { text-align: left; vertical-align: top; padding: 2px 8px; border-bottom: 1px solid var(--rule); font-weight: 400; }
thead th { color: var(--faint); }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
th.group { font-weight: 600; padding-top: 10px; }
thead th.number { text-align: right; }
tr.changed { background: var(--changed-row); }
tr.guilty th, tr.broken th { color: var(--bad); font-weight: 600; }
.map { overflow-x: hidden; overflow-y: auto; }
.sizer { position: relative; }
.sizer canvas { position: sticky; top: 0; display: block; }
.cell { position: absolute; pointer-events: none; }
.map:focus-visible .cell { outline: 3px solid var(--link); outline-offset: -1px; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; list-style: none; margin: 6px 0; padding: 0; font-size: 13px; color: var(--faint); }
.legend b { display: inline-block; min-width: 1.2em; color: var(--ink); }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 8px 24px; }
.plot { margin: 8px 0; }
.plot:has([data-left]) { align-self: end; }
.plot svg { width: 100%; max-width: 560px; height: auto; display: block; }
.plot figcaption { display: flex; flex-wrap: wrap; gap: 2px 14px; font-size: 13px; font-weight: 600; }
.keys { display: contents; }
.key { display: inline-flex; gap: 6px; align-items: center; font-weight: 400; }
.plot .key svg { width: 28px; }
.axis { fill: none; stroke: var(--faint); }
.grid { fill: none; stroke: var(--rule); }
.tick, .unit { font-size: 12px; fill: var(--faint); }
@media (max-width: 500px) { .tick, .unit { font-size: 14px; } }
.end { text-anchor: end; }
.unit { text-anchor: middle; }
.line { fill: none; stroke-width: 2; }
.line-1 { stroke: var(--line-1); }
.line-2 { stroke: var(--line-2); stroke-dasharray: 6 3; }
.line-3 { stroke: var(--line-3); stroke-dasharray: 2 3; }
.line-4 { stroke: var(--line-4); stroke-dasharray: 9 3 2 3; }
.cursor { fill: none; stroke: var(--ink); stroke-width: 1.5; }
.bar { fill: var(--line-1); }
.kills { fill: var(--line-1); }
details { margin: 8px 0; }
summary { cursor: pointer; font-weight: 600; }
`;
