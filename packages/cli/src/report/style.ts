// How the report looks: on a screen, for who uses the keyboard or wants no motion, and on paper.

/** The style sheet of the report. */
export const style = `
:root{--ink:#1b1b1b;--soft:#4a4a4a;--line:#d5d5d5;--accent:#1f4e79;--paper:#fff;--tint:#f4f6f8}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 Georgia,"Times New Roman",serif}
header,nav,main{max-width:52rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:3rem}
.kind{font:600 .8rem/1.4 system-ui,sans-serif;letter-spacing:.06em;text-transform:uppercase;color:var(--accent);margin:0}
h1{font-size:2rem;line-height:1.2;margin:.3rem 0 1rem}
h2{font-size:1.35rem;line-height:1.3;margin:2.6rem 0 .8rem;padding-top:.9rem;border-top:2px solid var(--accent)}
h3{font-size:1.05rem;line-height:1.35;margin:1.6rem 0 .4rem}
nav ul{list-style:none;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;font:.88rem/1.5 system-ui,sans-serif}
nav a{padding:.15rem 0}
a{color:var(--accent)}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid #b4500f;outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:1rem;background:#fff;padding:.5rem}
.question{font-size:1.15rem;font-style:italic;color:var(--soft)}
.answer{font-size:1.25rem;line-height:1.5}
.cards{list-style:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem;padding:0;margin:0}
.cards li{background:var(--tint);border-left:4px solid var(--accent);padding:.9rem 1rem;display:flex;flex-direction:column;gap:.25rem;font-family:system-ui,sans-serif}
.cards .figure{font-size:1.15rem;font-weight:700;line-height:1.25;overflow-wrap:break-word}
.cards .what{font-size:.9rem}.cards .against{font-size:.82rem;color:var(--soft)}
figure{margin:0 0 2rem}figure svg{max-width:100%;height:auto;display:block}
svg.still{display:none}
figcaption,details{font-family:system-ui,sans-serif;font-size:.9rem}
summary{cursor:pointer;padding:.35rem 0;color:var(--accent)}
.wide{overflow-x:auto;width:fit-content;min-width:100%;max-width:calc(100vw - 2.5rem - max(0rem,(100vw - 54.5rem)/2))}
table{border-collapse:collapse;width:100%;font:.88rem/1.45 system-ui,sans-serif;margin:.4rem 0 1rem}
caption{text-align:left;font-weight:600;padding:.4rem 0}
th,td{padding:.45rem .6rem;border-bottom:1px solid var(--line);vertical-align:top;text-align:left}
thead th{border-bottom:2px solid var(--ink)}tbody th{font-weight:500}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}thead .number,.number wbr{white-space:normal}tbody th{min-width:7rem}
.assumptions td,.assumptions th{overflow-wrap:anywhere;min-width:8rem}.assumptions ul{margin:0;padding-left:1.1rem}.assumptions p{margin:0 0 .3rem}
.claim th{background:var(--tint);font-weight:600;padding-top:.7rem}.rests{font-weight:400;font-size:.85em;color:var(--soft);overflow-wrap:anywhere}
.unit{color:var(--soft)}
main p{overflow-wrap:break-word}
pre{background:var(--tint);padding:.9rem 1rem;overflow-x:auto;font-size:.85rem}
.tooltip{display:none;position:absolute;z-index:9;max-width:22rem;padding:.5rem .7rem;background:#1b1b1b;color:#fff;font:.8rem/1.45 system-ui,sans-serif;pointer-events:none}
@media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important;scroll-behavior:auto!important}}
@page{size:A4;margin:18mm 16mm 20mm;@bottom-right{content:counter(page) " / " counter(pages);font:9pt system-ui,sans-serif;color:#4a4a4a}}
@media print{
body{font-size:10.5pt}header,main{max-width:none;padding:0}header{padding-top:0}
nav,.skip,.tooltip,.live{display:none!important}svg.still{display:block}
h1{font-size:20pt}h2{font-size:14pt;margin-top:1.6em}h2,h3,caption{break-after:avoid}
.answer{font-size:12pt}.cards{grid-template-columns:repeat(4,1fr);gap:.5rem}.cards .figure{font-size:12pt}
figure,tr,.cards li{break-inside:avoid}thead{display:table-header-group}
.assumptions{font-size:7pt}.assumptions p,.assumptions ul{margin:0}.wide{overflow:visible;width:auto;max-width:none}tbody th{min-width:0}table{font-size:8pt}th,td{padding:.3em}.number{white-space:normal}.number span{white-space:nowrap}
details::details-content{content-visibility:visible!important;display:block!important}
a{color:inherit;text-decoration:none}summary{color:inherit;list-style:none}
}
`;
