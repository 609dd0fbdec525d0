"""Page heads: who issues the paper and its title, in nine arrangements."""

from __future__ import annotations

from markupsafe import Markup

from .emblems import logo

ARABIC = {
    "feuille_de_soins": "ورقة العلاج", "facture": "فاتورة", "bulletin_adhesion": "بطاقة الانخراط", "ordonnance": "وصفة طبية",
    "attestation_prise_en_charge": "شهادة التكفل", "acte_naissance": "نسخة من رسم الولادة", "acte_mariage": "عقد الزواج",
    "certificat_scolarite": "شهادة مدرسية", "demande_prise_en_charge": "طلب التكفل", "rib": "كشف التعريف البنكي",
}  # fmt: skip


def head(
    style: str, name: Markup, lines: list[str], titre: str, right: Markup, arabic: str, key: str
) -> Markup:
    """The top of a first page."""
    sub = "".join(f'<div class="sm">{line}</div>' for line in lines)
    ar = f'<div class="ar b" style="font-size:13pt">{arabic}</div>' if arabic else ""
    org = f'<div class="org b">{name}</div>{sub}'
    t = f'<div class="ti b">{titre}</div>'
    match style:
        case "band":
            return Markup(
                f'<div class="row mid">{logo(key, 12)}<div class="g1">{org}</div>{ar}<div class="r">{right}</div></div><div class="band">{titre}</div>'
            )
        case "logo":
            return Markup(
                f'<div class="row mid hr">{logo(key)}<div class="g1">{org}</div><div class="ce g15">{t}{ar}</div><div class="r sm">{right}</div></div>'
            )
        case "centre":
            return Markup(
                f'<div class="ce">{ar}{org}<div style="margin-top:4mm">{t}</div></div><div class="r">{right}</div>'
            )
        case "ruled":
            return Markup(
                f'<div class="row top"><div class="g1">{org}</div>{ar}<div class="r g1">{right}</div></div><div class="two ce">{t}</div>'
            )
        case "split":
            return Markup(
                f'<div class="row top"><div class="g1">{org}{ar}</div><div class="vr g1">{t}<div>{right}</div></div></div>'
            )
        case "corner":
            return Markup(
                f'<div class="row top"><div class="g15" style="font-size:1.25em">{t}<div>{right}</div></div><div class="g1 r">{org}{ar}</div></div><div class="thick"></div>'
            )
        case "side":
            return Markup(
                f'<div class="sidebar"><span>{titre or name}</span></div><div class="row top"><div class="g1">{org}</div><div class="r">{ar}{right}</div></div><div class="small b">{titre}</div>'
            )
        case "boxed":
            return Markup(
                f'<div class="hb"><div class="g1">{org}</div><div class="g15 ce">{t}{ar}</div><div class="g1 sm">{right}</div></div>'
            )
        case _:
            return Markup(
                f'<div class="r">{logo(key, 11)}{org}{ar}</div><div class="row mid"><div class="g1 l2">{t}</div><div>{right}</div></div>'
            )


CSS = """
.row{display:flex;gap:3mm;align-items:flex-end}.row.top{align-items:flex-start}.row.mid{align-items:center}
.g1{flex:1}.g15{flex:1.5}.hr{border-bottom:.5mm solid;padding-bottom:1.5mm;margin-bottom:2mm}
.org{font-size:1.25em}.ti{font-size:1.55em;line-height:1.15}.band{background:var(--c);color:#fff;font-weight:700;font-size:1.4em;text-align:center;padding:1.2mm;margin:1.5mm 0 2mm}
.two{border-top:.5mm solid;border-bottom:.2mm solid;padding:1mm;margin:2mm 0}.vr{border-left:.8mm solid;padding-left:4mm}.thick{border-top:1.2mm solid;margin:2mm 0 3mm}
.sidebar{position:absolute;left:0;top:0;bottom:0;width:8mm;background:var(--c);color:#fff}.sidebar span{position:absolute;left:1.4mm;top:60%;transform-origin:0 0;transform:rotate(-90deg);white-space:nowrap;font-weight:700;font-size:10pt}
.small{font-size:1.3em;border-bottom:.3mm solid;margin:3mm 0 2mm}.hb{display:flex;border:.4mm solid;margin-bottom:3mm}.hb>div{padding:1.5mm 2mm;border-right:.2mm solid}.l2{border-bottom:.6mm double}
"""
