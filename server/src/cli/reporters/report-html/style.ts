/** The style sheet of the report. Its hash stands in the page's policy: no other style applies, and no `style` attribute either. */
export const style = `
:root {
  --page: #f6f7f9; --sheet: #fff; --ink: #1b2430; --dim: #5b6675; --rule: #dfe3e9; --link: #0b5cad;
  --safe: #0f8a6d; --caution: #d9820a; --keep: #7d8da3; --unknown: #b9a5d6;
  --safe-ink: #0a5f4b; --caution-ink: #8a4b00; --unknown-ink: #5b4488;
  --safe-back: #dff3ec; --caution-back: #fdeed6; --keep-back: #e8ecf1; --unknown-back: #efe8f8;
  --alert: #fff3d6; --alert-rule: #d9820a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #11161d; --sheet: #1a212b; --ink: #e6ebf2; --dim: #9aa7b8; --rule: #2f3a48; --link: #7db8f5;
    --safe: #2fb894; --caution: #f0a63a; --keep: #6b7a90; --unknown: #8f78b5;
    --safe-ink: #7be0c3; --caution-ink: #ffcb80; --unknown-ink: #cdb8ee;
    --safe-back: #10382e; --caution-back: #41300f; --keep-back: #2a3442; --unknown-back: #332a45;
    --alert: #41300f; --alert-rule: #f0a63a;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main, footer { max-width: 1360px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 28px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 19px; margin: 36px 0 12px; }
h3 { font-size: 14px; margin: 0 0 10px; font-weight: 600; }
p { margin: 0 0 10px; }
a { color: var(--link); }
code { font: 13px/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
footer { padding-top: 32px; padding-bottom: 32px; font-size: 13px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
#flags:focus { outline: none; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 12px; top: 12px; background: var(--sheet); padding: 8px 12px; z-index: 3; }
.dim, .note { color: var(--dim); }
.none { color: var(--dim); background: var(--sheet); border: 1px dashed var(--rule); border-radius: 10px; padding: 18px; }
.alert { background: var(--alert); border-left: 4px solid var(--alert-rule); border-radius: 6px; padding: 10px 14px; }
.tally { display: inline-block; min-width: 26px; padding: 0 8px; border-radius: 20px; background: var(--keep-back); color: var(--dim); font-size: 13px; font-weight: 600; text-align: center; vertical-align: 2px; }
.cards { display: grid; grid-template-columns: repeat(5, 1fr); gap: 12px; margin: 22px 0 14px; }
.card { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 8px; padding: 14px 16px; background: var(--sheet); border: 1px solid var(--rule); border-top: 4px solid var(--ink); border-radius: 10px; color: inherit; text-decoration: none; }
.card:hover { border-color: var(--dim); }
.card .big { font-size: 32px; font-weight: 650; line-height: 1.15; font-variant-numeric: tabular-nums; flex-basis: 100%; }
.card-safe, .card-safe:hover { border-top-color: var(--safe); } .card-caution, .card-caution:hover { border-top-color: var(--caution); }
.card-keep, .card-keep:hover { border-top-color: var(--keep); } .card-unknown, .card-unknown:hover { border-top-color: var(--unknown); }
.move { margin-left: auto; color: var(--dim); font-size: 13px; font-variant-numeric: tabular-nums; }
.whole .bar { height: 14px; border-radius: 7px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; margin-top: 8px; font-size: 13px; color: var(--dim); }
.key::before { content: ""; display: inline-block; width: 10px; height: 10px; margin-right: 6px; border-radius: 3px; background: var(--keep); }
.dot-safe::before { background: var(--safe); } .dot-caution::before { background: var(--caution); } .dot-unknown::before { background: var(--unknown); }
.fill-safe { fill: var(--safe); } .fill-caution { fill: var(--caution); } .fill-keep { fill: var(--keep); } .fill-unknown { fill: var(--unknown); }
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); gap: 14px; }
.panel { background: var(--sheet); border: 1px solid var(--rule); border-radius: 10px; padding: 16px; min-width: 0; }
.wide { grid-column: 1 / -1; }
.changes { grid-template-columns: repeat(auto-fit, minmax(min(100%, 230px), 1fr)); }
.charts { grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); }
.bars + h3 { margin-top: 18px; }
.panel > :last-child { margin-bottom: 0; }
.bars { list-style: none; margin: 0; padding: 0; display: grid; gap: 7px; }
.bars li { display: grid; grid-template-columns: minmax(0, 10em) 1fr 3em; align-items: center; gap: 10px; }
.label { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 13px; color: inherit; }
a.label { text-decoration: underline; text-decoration-color: var(--rule); text-underline-offset: 3px; }
.bar { display: block; width: 100%; height: 12px; background: var(--keep-back); border-radius: 3px; }
.bars .bar { background: none; }
.count { text-align: right; font-size: 13px; font-variant-numeric: tabular-nums; color: var(--dim); }
.trend { display: grid; grid-template-columns: auto 1fr; gap: 2px 8px; }
.trend svg { display: block; width: 100%; height: 150px; }
.axis { display: flex; flex-direction: column; justify-content: space-between; }
.axis { line-height: 1; }
.axis, .days { font-size: 12px; color: var(--dim); font-variant-numeric: tabular-nums; }
.days { grid-column: 2; display: flex; justify-content: space-between; }
.grid { stroke: var(--rule); vector-effect: non-scaling-stroke; }
.area-caution { fill: var(--caution); opacity: .18; } .area-safe { fill: var(--safe); opacity: .25; }
.line-caution, .line-safe { fill: none; stroke: var(--caution); stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.line-safe { stroke: var(--safe); }
.names, .places { margin: 0; padding-left: 18px; }
.columns { columns: 260px; }
.panel .names { max-height: 220px; overflow: auto; }
.safe { list-style: none; margin: 0; padding: 0; background: var(--sheet); border: 1px solid var(--rule); border-left: 4px solid var(--safe); border-radius: 10px; }
.safe li + li { border-top: 1px solid var(--rule); }
.safe li ul, .safe li li, .safe li dl { border: 0; }
.safe details { padding: 10px 16px; }
.safe > li > details > summary { display: grid; grid-template-columns: 10px minmax(0, 18em) 1fr fit-content(22em); gap: 0 14px; align-items: baseline; }
.safe > li > details > summary::before { content: "›"; color: var(--dim); width: 10px; transition: transform .12s; }
.safe > li > details[open] > summary::before { transform: rotate(90deg); }
.safe .name { font-weight: 600; }
.safe summary .dim { font-size: 13px; min-width: 0; overflow-wrap: anywhere; }
.safe details > .places, .safe details > .evidence, .safe details > p { margin-left: 24px; }
.survives { color: var(--safe-ink); }
summary { cursor: pointer; }
details > .places, details > .evidence { margin: 8px 0; }
.safe .places { columns: 260px; }
details > .dim { font-size: 13px; }
.why .evidence div { grid-template-columns: 1fr; gap: 0; }
.evidence { display: grid; gap: 2px; font-size: 13px; }
.evidence div { display: grid; grid-template-columns: minmax(9em, 15em) 1fr; gap: 12px; padding: 2px 8px; border-left: 3px solid var(--rule); }
.evidence dt { color: var(--dim); overflow-wrap: anywhere; } .evidence dd { margin: 0; overflow-wrap: anywhere; }
.evidence time { color: var(--dim); } .evidence em { font-style: normal; font-weight: 600; }
.evidence .says-safe { border-color: var(--safe); } .evidence .says-caution { border-color: var(--caution); } .evidence .says-unknown { border-color: var(--unknown); }
.says-safe em { color: var(--safe-ink); } .says-caution em { color: var(--caution-ink); } .says-unknown em { color: var(--unknown-ink); }
.filters { display: flex; flex-wrap: wrap; gap: 10px 14px; align-items: end; margin-bottom: 12px; }
.filters[hidden] { display: none; }
.filters label { display: grid; gap: 3px; font-size: 12px; color: var(--dim); }
.filters .search { flex: 1 1 220px; }
.filters .sort { display: none; }
input, select, .filters button { font: inherit; font-size: 14px; color: var(--ink); background: var(--sheet); border: 1px solid var(--rule); border-radius: 8px; padding: 7px 10px; min-width: 0; max-width: 100%; }
.filters select { max-width: 180px; }
.filters button { cursor: pointer; }
.scroll { background: var(--sheet); border: 1px solid var(--rule); border-radius: 10px; overflow: clip; }
table { width: 100%; table-layout: fixed; border-collapse: collapse; font-size: 14px; }
th[data-sort="key"] { width: 17%; } th[data-sort="verdict"] { width: 142px; } th[data-sort="owner"] { width: 11%; } th[data-sort="kind"] { width: 78px; } th[data-sort="purpose"] { width: 100px; }
th[data-sort="age"] { width: 80px; } th[data-sort="since"] { width: 126px; } th[data-sort="reads"] { width: 72px; }
thead th { position: sticky; top: 0; z-index: 1; background: var(--sheet); text-align: left; font-size: 12px; color: var(--dim); font-weight: 600; white-space: nowrap; box-shadow: 0 1px var(--rule); }
th, td { padding: 9px 12px; vertical-align: top; overflow-wrap: anywhere; }
tbody tr { border-top: 1px solid var(--rule); }
tbody th { text-align: left; font-weight: 500; }
thead button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
thead button:hover { color: var(--ink); }
[aria-sort] button { color: var(--ink); }
[aria-sort="ascending"] button::after { content: " ↑"; } [aria-sort="descending"] button::after { content: " ↓"; }
.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
.badge { display: inline-block; padding: 1px 9px; border-radius: 20px; font-size: 12px; font-weight: 600; white-space: nowrap; background: var(--keep-back); color: var(--dim); }
.badge-safe { background: var(--safe-back); color: var(--safe-ink); } .badge-caution { background: var(--caution-back); color: var(--caution-ink); } .badge-unknown { background: var(--unknown-back); color: var(--unknown-ink); }
@media (max-width: 1000px) {
  main, footer { padding: 0 14px; }
  h1 { font-size: 23px; }
  .cards { grid-template-columns: repeat(2, 1fr); }
  .card:last-child { grid-column: 1 / -1; }
  .card .big { font-size: 26px; }
  .bars li { grid-template-columns: minmax(0, 8em) 1fr 2.2em; }
  .filters label { flex: 1 1 130px; } .filters select { max-width: none; } .filters .sort { display: grid; }
  .safe > li > details > summary { grid-template-columns: 10px 1fr; }
  .safe .survives, .safe summary .dim { grid-column: 2; }
  .safe details > .places, .safe details > .evidence, .safe details > p { margin-left: 0; }
  .evidence div { grid-template-columns: 1fr; gap: 0; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, tbody th, td { display: block; }
  tbody tr { padding: 10px 14px; }
  th, td { padding: 2px 0; } tbody th { font-size: 15px; }
  td { display: grid; grid-template-columns: 8em 1fr; gap: 8px; } td:empty { display: none; }
  td::before { content: attr(data-label); color: var(--dim); font-size: 13px; }
  td > .badge { justify-self: start; }
}
tr[hidden] { display: none; }
@media print { .filters { display: none; } .scroll { overflow: visible; } body { background: #fff; } }
`;
