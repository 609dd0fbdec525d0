"""The page around the blanks: sizes, type, and the styles that families choose among."""

from __future__ import annotations

import random

from .family import Family
from .heads import CSS as HEADS
from .moulds_style import CSS as MOULDS
from .scripts import SCRIPTS, face

BASE = """
@page{size:A4;margin:0}*{box-sizing:border-box}html,body{margin:0;padding:0;background:#fff}
section.page{width:210mm;height:297mm;position:relative;overflow:hidden;background:#fff;break-after:page;padding:9mm var(--edge);line-height:1.22}
section.a5{width:148mm;height:210mm;padding:7mm var(--edge)}section.ticket{width:82mm;height:190mm;padding:5mm}section.land{width:297mm;height:210mm}
section.page:last-of-type{break-after:auto}
.wr{flex-wrap:wrap}.wm{position:absolute;z-index:-1;left:8%;top:22%;font-size:150pt;font-weight:700;transform:rotate(-24deg);color:var(--c);white-space:nowrap}section.page{z-index:0}.v{white-space:nowrap;color:#14141c}.wrap .v{white-space:normal}.rel,.ty{position:relative}.hw{display:inline-block;white-space:nowrap;line-height:.85;position:relative;top:.7mm;font-weight:400;font-style:normal}
.l,.w{display:inline-block;font-style:normal}.ty{font-family:'cousine';color:#1a1a22}.co{position:absolute;left:0;top:0;width:100%;height:100%;overflow:visible}.above{position:absolute;left:12%;top:-.95em}.ov{position:absolute;opacity:.85}
.comb{display:inline-flex;vertical-align:middle;color:var(--c)}.cb{font-style:normal;display:inline-flex;width:4.5mm;height:5.4mm;border:.22mm solid currentColor;border-right:none;justify-content:center;align-items:center;font-size:10pt;position:relative}.cb:last-child,.cb.gap{border-right:.22mm solid currentColor}.cb.gap{margin-right:1.2mm}.cb .hw{top:0}
.bx{display:inline-block;width:3.3mm;height:3.3mm;border:.25mm solid currentColor;vertical-align:-.4mm;position:relative;line-height:3mm;text-align:center}.bx .x{font:700 9pt/3mm 'cousine';color:#15151d;position:absolute;left:.4mm;top:.1mm}.tk{position:absolute;left:-.2mm;top:-.3mm;overflow:visible}
.tks{display:inline-flex;gap:3.2mm;flex-wrap:wrap}.mark{display:inline-block;mix-blend-mode:multiply}.place{position:relative}.ab{position:absolute}
.pl{flex:1;height:var(--pl);border:.2mm solid;padding:.6mm 1mm}.free .pl{border:none}.r{text-align:right}.ce{text-align:center}.b{font-weight:700}.sm{font-size:.82em}.xs{font-size:.72em;line-height:1.15}.ar{direction:rtl;unicode-bidi:isolate;font-family:var(--ar)}
.s{display:flex;min-height:var(--rh);align-items:flex-end}.s label{flex:none;white-space:nowrap;padding-right:1.4mm}.s .d{flex:1;min-height:4.6mm;padding-left:1mm;overflow:visible}
.s-dots .d{border-bottom:.28mm dotted #555}.s-rule .d{border-bottom:.25mm solid}.s-colon label:after{content:" :"}
.s-box{flex-direction:column;align-items:stretch;margin-bottom:.8mm}.s-box label{font-size:.82em}.s-box .d{border:.25mm solid;min-height:6mm;padding:.6mm 1.2mm;flex:none}
.s-grid{flex-direction:column;align-items:stretch;border:.22mm solid;margin:-.11mm;padding:.4mm 1mm;min-height:9mm}.s-grid label{font-size:.68em}.row:has(.s-grid){gap:0}
.s-cell{align-items:stretch;border:.22mm solid;margin:-.11mm}.s-cell label{background:#ececec;padding:1mm 1.5mm;border-right:.2mm solid;min-width:26mm}.s-cell .d{padding:1mm 1.5mm}.row:has(.s-cell){gap:0;align-items:stretch}
.s-fill{margin-bottom:1mm}.s-fill .d{background:#e6e9e4;min-height:5.8mm;padding:.5mm 1.5mm}.s-under{flex-direction:column-reverse;align-items:stretch;min-height:9.5mm}.s-under label{font-size:.7em;font-style:italic}.s-under .d{border-bottom:.25mm solid;flex:none;min-height:5mm}
.s-bracket .d:before{content:"["}.s-bracket .d:after{content:"]";float:right}
.sec{margin:1.6mm 0}.sec-bar .st{background:var(--c);color:#fff;font-weight:700;padding:.6mm 2mm}.sec-bar .sb{border:.3mm solid;padding:1mm 2mm}.sec-caps .st{text-transform:uppercase;font-weight:700;border-bottom:.2mm solid}.sec-legend{border:.3mm solid;border-radius:1.5mm;padding:2mm;position:relative;margin-top:3.2mm}.sec-legend .st{position:absolute;top:-2mm;left:4mm;background:#fff;padding:0 1.5mm;font-weight:700}
.sec-number .st{font-weight:700;margin-bottom:.8mm}.no{border:.4mm solid;border-radius:50%;padding:0 1.4mm;margin-right:2mm}.sec-pill .st{display:inline-block;background:#ddd;border-radius:3mm;padding:.5mm 4mm;font-style:italic;margin-bottom:1mm}
.sec-tab .st{display:inline-block;border:.3mm solid;border-bottom:none;padding:.5mm 3mm;font-weight:700}.sec-tab .sb{border:.3mm solid;padding:1.2mm 2mm}.sec-line .st{border-left:2mm solid;padding-left:2mm;font-size:1.1em}.sec-block{display:flex}.sec-block .st{writing-mode:vertical-rl;transform:rotate(180deg);border-left:.3mm solid;text-align:center;font-size:.8em;max-height:58mm;padding:0 .5mm;overflow:hidden}.sec-block .sb{flex:1;border:.3mm solid;padding:1mm 2mm}
.t{border-collapse:collapse;width:100%;margin:1.2mm 0}.t td,.t th{padding:.3mm 1.1mm;height:var(--td);text-align:left;font-weight:inherit}.t th{font-weight:700;text-align:center;font-size:.9em}
.t .c-montant,.t .c-prix_unitaire,.t .c-ppv{text-align:right}.t .c-quantite,.t .c-code,.t .c-coefficient,.t .c-date{text-align:center}.t-full td,.t-full th{border:.22mm solid}.t-lines td,.t-lines th{border-bottom:.2mm solid}.t-zebra tr:nth-child(odd) td{background:#eef0f2}.t-zebra th{border-bottom:.5mm solid}
.t-head th{background:#d9d9d9}.t-head td{border-bottom:.15mm dotted}.t-columns td,.t-columns th{border-left:.22mm solid;border-right:.22mm solid}.t-columns{border-top:.3mm solid;border-bottom:.3mm solid}.t-columns th{border-bottom:.3mm solid}
.t-shade th{background:var(--c);color:#fff}.t-shade td{border-bottom:.2mm solid #999}.t-bare th{border-bottom:.3mm dashed}.t-double td,.t-double th{border:.7mm double}
.p{margin-bottom:3.5mm}.vig{width:44mm;height:28mm;border:.2mm solid #bbb;background:#fffef4;padding:1mm 1.5mm;overflow:hidden;color:#111;position:relative}.vg{display:grid;grid-template-columns:repeat(4,44mm);gap:5mm 2.5mm;margin-top:5mm}.a5 .vg{grid-template-columns:repeat(3,44mm);gap:3mm 1mm}
.card{border:.3mm solid #777;border-radius:3mm;position:absolute;overflow:hidden;background:linear-gradient(115deg,#eef1e6,#f6ede8 50%,#e6eeec)}.foot{position:absolute;bottom:6mm;left:11mm;right:11mm;font-size:.7em;text-align:center;border-top:.2mm solid;padding-top:.8mm}
"""

ARABIC = {"train": "amiri", "dev": "noto-naskh-arabic", "test": "noto-naskh-arabic", "neuf": "scheherazade-new"}  # fmt: skip


def document(family: Family, bodies: list[str], hand: str, size_pt: float) -> str:
    """A whole HTML page: the fonts it needs, its styles, one section a side."""
    script = next((s for own in SCRIPTS.values() for k, s in own.items() if k == hand), None)
    fonts = {
        family.font,
        "cousine",
        "arimo",
        ARABIC[family.split],
    }
    if script:
        fonts.add(script.font)
    faces = "".join(face(f) for f in sorted(fonts))
    fixed = random.Random(f"{family.name}:air")
    airy = fixed.uniform(0.78, 1.0) if family.size else fixed.uniform(0.8, 1.3)
    cell, edge = fixed.uniform(4.1, 6.2), fixed.uniform(6, 13)
    if family.size:
        edge *= 0.7
    arabic = f"'{ARABIC[family.split]}'"
    rng = random.Random(f"{family.name}:filigrane")
    mark = ""
    if (
        family.type in ("feuille_de_soins", "bulletin_adhesion", "demande_prise_en_charge")
        and rng.random() < 0.35
    ):
        mark = f'<div class="wm" style="opacity:{rng.uniform(0.06, 0.2):.2f}">{rng.choice(["BS", "SANTÉ", "AMO", "FS"])}</div>'
    pages = "".join(
        f'<section class="page {family.size}">{mark}<div class="in">{b}</div></section>'
        for b in bodies
    )
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><style>{faces}{BASE}{HEADS}{MOULDS if family.mould else ""}'
        f":root{{--c:{family.color};--ar:{arabic};--rh:{6.4 * airy:.1f}mm;--pl:{fixed.uniform(22, 34) * airy:.0f}mm;--td:{cell:.1f}mm;--edge:{edge:.0f}mm}}body{{font:{size_pt}pt/1.22 '{family.font}';color:{family.color}}}</style></head>"
        f"<body>{pages}</body></html>"
    )
