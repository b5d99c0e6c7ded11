"""The style of the page: system fonts, nothing smaller than 16 pixels, light and dark, and for paper."""

from __future__ import annotations

STYLE = """
:root{--ink:#1b1b1b;--soft:#595959;--back:#fff;--card:#f6f7f9;--line:#b8bec6;--link:#0b57a4;--bar:#1f4e79;--due:#b3500f;
--bad:#a40000;--fair:#7a5b00;--good:#2c5e1a;--none:#4a4a4a;--badb:#fbe3dc;--fairb:#fff3cd;--goodb:#e3f1dc;--noneb:#ececec}
@media (prefers-color-scheme:dark){:root{--ink:#ececec;--soft:#b5b5b5;--back:#15181c;--card:#1f242b;--line:#4b545f;
--link:#8cc2ff;--bar:#7fb2e5;--due:#ffae70;--bad:#ffb1a3;--fair:#ffd970;--good:#a9dc93;--none:#c9c9c9;
--badb:#4a1f18;--fairb:#443a12;--goodb:#1f3a18;--noneb:#30353c}}
*{box-sizing:border-box}
html{font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;color:var(--ink);
background:var(--back);-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:72rem;padding:0 1rem 2rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:1rem 0 .25rem}
h2{font-size:1.25rem;line-height:1.3;margin:2rem 0 .5rem;border-bottom:2px solid var(--line)}
h3{font-size:1.0625rem;line-height:1.35;margin:0}
h4{font-size:1rem;margin:.5rem 0 0}
p,ul,dl{margin:.5rem 0}
a{color:var(--link)}
.skip{position:absolute;left:-999px}
.skip:focus{left:1rem}
.when,.caption,footer{color:var(--soft)}
.mark{border:2px solid var(--bad);color:var(--bad);font-weight:700;padding:.25rem .5rem;text-align:center}
.provisional{border-color:var(--fair);color:var(--fair)}
.counts,nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.5rem}
.counts li{padding:.25rem .75rem;border-radius:.5rem;border:1px solid var(--line)}
.counts data{font-weight:700}
nav a{display:inline-block;padding:.5rem .75rem;border:1px solid var(--line);border-radius:.5rem}
section{scroll-margin-top:1rem}
article{background:var(--card);border:1px solid var(--line);border-left-width:.5rem;border-radius:.5rem;
padding:.75rem;margin:.75rem 0;break-inside:avoid}
article.bad{border-left-color:var(--bad)}
article.fair{border-left-color:var(--fair)}
article.good{border-left-color:var(--good)}
.verdict,.state{display:inline-block;padding:.1rem .6rem;border-radius:.5rem}
.bad.verdict,.bad.state,.counts .bad{background:var(--badb);color:var(--bad)}
.fair.verdict,.fair.state,.counts .fair{background:var(--fairb);color:var(--fair)}
.good.verdict,.good.state,.counts .good{background:var(--goodb);color:var(--good)}
.none.verdict,.counts .none{background:var(--noneb);color:var(--none)}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(10rem,45%),1fr));gap:0 .75rem}
dl>div{display:grid;grid-row:span 2;grid-template-rows:subgrid}
dt{color:var(--soft)}
dd{margin:0 0 .25rem;font-weight:600}
svg{display:block;width:100%;height:1.75rem}
.track{fill:none;stroke:var(--soft);stroke-width:1.5}
.done{fill:var(--bar)}
.due{fill:var(--due)}
ul{padding-left:1.25rem}
summary{cursor:pointer;padding:.35rem 0}
.unit{border-bottom:1px solid var(--line);margin:0;padding:.35rem 0}
q.typed{quotes:"“" "”"}
@media (min-width:60rem){main>section{display:grid;grid-template-columns:1fr 1fr;column-gap:1rem;align-items:start}
main>section>:not(article){grid-column:1/-1}}
@media print{:root{--back:#fff;--card:#fff;--ink:#000;--soft:#333}
body{max-width:none;padding:0}nav,.skip{display:none}details::details-content{content-visibility:visible}
html{font-size:11pt}article{break-inside:avoid}@page{size:A4;margin:15mm}
main>section{display:block;columns:2;column-gap:8mm}h2{column-span:all;break-after:avoid}}
"""
