"""How the page of a report looks: on screen light and dark, on A4 paper, on a narrow window."""

from exports.rendering.svg import RULES, colors

SCREEN = """
:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}
body{margin:0;background:var(--paper);color:var(--ink)}
main{max-width:62rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
h1{font-size:1.7rem;margin:.2rem 0 1rem}
h2{font-size:1.3rem;margin:2.6rem 0 .6rem;border-top:1px solid var(--rule);padding-top:1rem}
h3{font-size:1.05rem;margin:1.6rem 0 .4rem}
p{max-width:46rem;margin:.4rem 0}
.note{color:var(--muted);font-size:.9rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0}
dt{color:var(--muted)}
dd{margin:0;overflow-wrap:anywhere}
ul{max-width:46rem;padding-left:1.2rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.84rem;margin:.3rem 0;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.3rem 0;white-space:nowrap}
th,td{padding:.22rem .7rem .22rem 0;text-align:left;vertical-align:top}
td.n,th.n{text-align:right;white-space:nowrap}
thead th.n{white-space:normal;max-width:6rem}
tbody th{min-width:8rem}
ul.note{margin:.2rem 0}
.more{margin:1rem 0}
thead th{border-bottom:1px solid var(--ink);vertical-align:bottom}
tbody tr+tr>*{border-top:1px solid var(--rule)}
tbody th{font-weight:400}
figure{margin:.8rem 0}
figcaption{color:var(--muted);font-size:.9rem;max-width:46rem}
figure svg{max-width:100%;height:auto}
blockquote{margin:.2rem 0;padding-left:.8rem;border-left:3px solid var(--rule)}
blockquote{white-space:pre-wrap;overflow-wrap:anywhere}
ol{padding-left:1.6rem}
.disputed>li{margin:1rem 0}
.disputed dl{font-size:.93rem}
.subtitle{color:var(--muted);margin:-.6rem 0 1.2rem}
.lead{font-size:1.1rem;margin:.5rem 0}
a{color:var(--accent)}
nav ol{columns:16rem;padding-left:1.4rem}
summary{cursor:pointer;padding:.2rem 0}
details ul{margin:.2rem 0}
.narrow{display:none}
@media screen and (max-width:48rem){figure{overflow-x:auto}figure svg{max-width:none}
.two>svg{display:none}.two>.narrow{display:block}
dl{grid-template-columns:1fr}dt{margin-top:.3rem}}
"""
# On paper it is light whatever the screen was.
PAPER = """
:root{color-scheme:light;font-size:10pt}
main{max-width:none;padding:0}
.wide{overflow:visible}
table{font-size:7.6pt}
th,td{padding-right:.45rem}
td.n,th.n{white-space:normal}
tbody th{min-width:5rem}
thead{display:table-header-group}
tr,figure,dl,.disputed>li,.whole{break-inside:avoid}
h1,h2,h3,caption,thead,summary{break-after:avoid}
.note{break-before:avoid}
section{break-before:auto}
header.first{break-after:page}
nav{display:none}
details::details-content{content-visibility:visible;height:auto}
a{color:inherit;text-decoration:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
"""
STYLE = (
    f"{colors('both', ':root')}{RULES}{SCREEN}@page{{size:A4;margin:14mm}}"
    f"@media print{{{colors('light', ':root')}{PAPER}}}"
)
