//! The look that the pages share: light and dark, on screen and on paper.

/// The style sheet.
pub const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1c1c1e;--soft:#63636b;--line:#e3e3e8;--paper:#fff;--tint:#f5f5f7;--good:#1a7f4b;--warn:#9a5b00;--bad:#b3261e;--mark:#2f5bd7;--fill:#e7edfc}\
@media screen and (prefers-color-scheme:dark){:root{--ink:#ececf1;--soft:#a0a0aa;--line:#35353c;--paper:#17171a;--tint:#202025;--good:#5fd39a;--warn:#f0b458;--bad:#ff8a80;--mark:#9db5ff;--fill:#26304d}}\
*{box-sizing:border-box}body{font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;color:var(--ink);background:var(--paper);max-width:72rem;margin:0 auto;padding:2.5rem 1.5rem 4rem}\
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .25rem;letter-spacing:-.01em}h2{font-size:1.25rem;margin:2.75rem 0 .75rem}h3{font-size:1.02rem;margin:2rem 0 .5rem}\
p{margin:.4rem 0 1rem;max-width:46rem}.soft{color:var(--soft)}.good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}\
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}\
th{font-weight:600;text-align:left;color:var(--soft);font-size:.82rem;white-space:nowrap}th,td{padding:.4rem .9rem .4rem 0;border-bottom:1px solid var(--line);vertical-align:top}\
td.n,th.n{text-align:right}td.name{font-weight:600}ul{padding-left:1.1rem}li{margin:.3rem 0}code{font:.92em ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}\
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:1rem;margin:1.5rem 0}.card{background:var(--tint);border-radius:.6rem;padding:.9rem 1.1rem}\
.card b{display:block;font-size:1.7rem;line-height:1.2}.card span{color:var(--soft);font-size:.88rem}\
.tag{display:inline-block;border-radius:1rem;padding:0 .55rem;font-size:.8rem;background:var(--tint);color:var(--soft)}.tag.bad{background:color-mix(in srgb,var(--bad) 14%,transparent);color:var(--bad)}\
.tag.warn{background:color-mix(in srgb,var(--warn) 14%,transparent);color:var(--warn)}.tag.good{background:color-mix(in srgb,var(--good) 14%,transparent);color:var(--good)}\
.matrix td,.matrix th{text-align:center;padding:.35rem .5rem}.matrix td:first-child,.matrix th:first-child{text-align:left;white-space:nowrap}.matrix td.on{background:var(--fill);color:var(--mark);font-weight:600}\
.matrix th{white-space:normal;min-width:4.5rem;vertical-align:bottom}.fill{white-space:nowrap}.bar{display:inline-block;width:3rem;height:.4rem;border-radius:.2rem;background:var(--line);margin-right:.5rem;vertical-align:middle;overflow:hidden}.bar i{display:block;height:100%;background:var(--mark)}\
.ph{display:none}.note{color:var(--soft);font-size:.9rem;margin:.2rem 0}.note+.scroll{margin-top:.6rem}.cure{margin:.25rem 0 0;color:var(--soft)}td details{margin:.25rem 0}\
@media(min-width:40.01rem){.fields{table-layout:fixed}.fields .f{width:19%}.fields th.k{width:11%}.fields .b{width:7.5rem}.fields th.n{width:5.5rem}.fields .p{width:21%}.fields td{overflow-wrap:anywhere}}\
details{margin:.5rem 0}summary{cursor:pointer;color:var(--mark)}footer{margin-top:3rem;color:var(--soft);font-size:.85rem}.sign{display:flex;gap:4rem;margin-top:3rem}.sign div{flex:1;border-top:1px solid var(--soft);padding-top:.4rem;color:var(--soft);font-size:.88rem}\
@media(max-width:40rem){body{padding:1.5rem 1rem 3rem}h1{font-size:1.6rem}.cards{grid-template-columns:1fr 1fr;gap:.6rem}.sign{flex-direction:column;gap:3rem}.scroll table:not(.matrix,.stack){min-width:44rem}.scroll table:not(.stack) :is(td,th):first-child{position:sticky;left:0;background:var(--paper)}\
.stack thead{display:none}.stack,.stack tbody,.stack tr,.stack td{display:block}.stack tr{display:flex;flex-wrap:wrap;gap:.15rem .9rem;padding:.7rem 0;border-bottom:1px solid var(--line)}\
.stack td{border:0;padding:0;flex:0 1 auto}.stack td:is(.name,.wide),.fields td:nth-child(n+5){flex:1 0 100%}.stack td:empty{display:none}.stack td.n{text-align:left}.stack td.n br{display:none}.ph{display:inline}.ph+br+.soft::before{content:\"· \"}.stack td[data-t]::after{content:\" \" attr(data-t);color:var(--soft)}}\
@media print{body{max-width:none;padding:0;font-size:10.5pt}h2,h3{break-after:avoid}tr,.card{break-inside:avoid}details::details-content{content-visibility:visible;display:block;height:auto}td details>summary{display:none}.scroll{overflow:visible}}";
