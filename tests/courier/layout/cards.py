"""Cards, photographs, cheques and envelopes, laid on a sheet."""

from __future__ import annotations

import html
import random

from markupsafe import Markup

from .. import writing
from .forms import form
from .letters import house
from .portraits import guilloche, portrait
from .sheet import Sheet


def identity(s: Sheet) -> list[str]:
    """Both faces of an identity card photocopied on a sheet."""
    pen, x, rng = s.pen, s.x, s.pen.rng
    land = {"pmas": ("RÉPUBLIQUE DU SÉNÉGAL", ""), "ci": ("RÉPUBLIQUE DE CÔTE D'IVOIRE", "")}.get(
        x["pays"], ("ROYAUME DU MAROC", "المملكة المغربية")
    )
    w = s.fixed.choice([86, 94, 108]) * rng.uniform(0.97, 1.03)
    h = w * 0.63
    where = [
        ((50, 30), (52, 30 + h + 14)),
        ((12, 40), (28, 40 + h + 30)),
        ((58, 60), (56, 66 + h)),
        ((30, 22), (30, 26 + h)),
    ][int(s.family.order)]

    def a(left: float, top: float, what: str, more: str = "") -> str:
        return f'<span class="ab" style="left:{left}%;top:{top}%;white-space:nowrap;{more}">{what}</span>'

    woman = pen.paper.fields.get("sexe") == "F"
    born = "Née le" if woman else "Né le"
    old = s.fixed.random() < 0.45  # the card of before: photograph on the right, no chip
    left, text = (70, 5) if old else (4, 36)
    chip = "" if old else f'<div class="ab" style="left:{s.fixed.choice([82, 78])}%;top:{s.fixed.choice([20, 26])}%;width:12%;height:15%;border-radius:1mm;background:linear-gradient(120deg,#d9c27a,#f3e7b5 45%,#b99d4e);border:.2mm solid #8d7838"></div>'  # fmt: skip
    ghost = f'<div class="ab" style="left:{50 if old else 80}%;top:52%;width:12%;height:26%;opacity:.35">{portrait(random.Random(pen.paper.id), woman)}</div>' if s.fixed.random() < 0.5 else ""  # fmt: skip
    small = lambda fr, x, y: a(x, y, fr, "font-size:.62em;color:#555")  # noqa: E731
    face = (
        guilloche(s.fixed) + a(3, 3, f'<b>{land[0]}</b>') + a(3, 10, "CARTE NATIONALE D'IDENTITÉ" + ("" if old else " ÉLECTRONIQUE"), "font-size:.8em") + a(66, 2, f'<span class="ar b">{land[1]}</span>')
        + f'<div class="ab" style="left:{left}%;top:22%;width:27%;height:56%">{portrait(random.Random(pen.paper.id), woman)}</div>' + chip + ghost
        + (small("Nom", text, 20) + small("Prénom", text, 33) if s.fixed.random() < 0.5 else "") + a(text, 24, f"<b>{pen.f('nom', upper=True)}</b>") + a(text, 36, f"<b>{pen.f('prenom', upper=True)}</b>")
        + a(text, 48, f"{born} {pen.f('date_naissance', form=s.fixed.choice('./'))}") + a(text, 58, f"à {x['lieu']}") + a(4, 86, f"N° <b>{pen.f('cin')}</b>") + a(50, 86, f"Valable jusqu'au <b>{pen.f('date_validite', form=s.fixed.choice('./'))}</b>")
    )  # fmt: skip
    job = f"Profession : {pen.f('profession')}" if pen.has("profession") else ""
    mrz = html.escape("\n".join(x["mrz"]))  # its «<» are no tags
    back = (
        guilloche(s.fixed) + a(4, 5, f"N° {pen.echo(pen.paper.fields['cin'])}") + a(72, 5, f"Sexe <b>{pen.f('sexe')}</b>") + a(4, 16, f"Fils / Fille de {x['parents']}") + a(4, 27, f"Adresse {pen.f('adresse', upper=True)}", "font-size:.85em")
        + a(4, 38, job) + a(4, 47, f"N° d'état civil {rng.randrange(100, 4000)}/{rng.randrange(1950, 2006)}", "font-size:.8em")
        + f'<div class="ab" style="left:0;right:0;bottom:0;height:36%;background:rgba(255,255,255,.55)"></div><div class="ab" style="left:3%;bottom:4%;font:{w * 0.107:.2f}pt/1.3 cousine;white-space:pre;color:#111">{mrz}</div>'
    )  # fmt: skip
    cards = "".join(
        f'<div class="card" style="left:{x0}mm;top:{y0}mm;width:{w:.1f}mm;height:{h:.1f}mm;font:{w * 0.085:.1f}pt arimo;color:#222;{pen.tilt(1.6)}">{body}</div>'
        for (x0, y0), body in zip(where, (face, back), strict=True)
    )
    return [str(pen.arrival() + Markup(cards))]


def card(s: Sheet) -> list[str]:
    """A plastic or paper card on a sheet."""
    pen, sl = s.pen, s.slots
    name = house(s)[0]
    w, left, top = s.fixed.choice([(92, 58, 40), (110, 20, 70), (128, 40, 24), (100, 55, 95)])
    rows = "".join(
        f"<div>{sl.label(n)} : <b>{pen.f(n, upper=n == 'nom')}</b></div>"
        for n in [
            *s.fixed.sample(["nom", "prenom", "numero_immatriculation", "date_naissance"], 4),
            "date_effet",
            "numero_police",
        ]
        if pen.has(n)
    )
    style = f"left:{left}mm;top:{top}mm;width:{w}mm;height:{w * 0.62:.0f}mm;padding:3mm;font-size:{w / 11:.1f}pt;{pen.tilt(1.5)}"
    ground = guilloche(s.fixed) if s.fixed.random() < 0.6 else ""
    face = f'<div class="ab" style="right:3mm;bottom:3mm;width:22%;height:48%">{portrait(random.Random(pen.paper.id))}</div>' if s.fixed.random() < 0.4 else ""  # fmt: skip
    return [
        str(
            pen.arrival()
            + Markup(
                f'<div class="card" style="{style}">{ground}{face}<div style="position:relative"><div class="b" style="color:{s.family.color}">{name} – {s.family.titre}</div>{rows}</div></div>'
            )
        )
    ]


def bank(s: Sheet) -> list[str]:
    if int(s.family.order) % 2 == 0:
        return form(s)
    pen = s.pen  # a specimen cheque
    rib = pen.f("rib", show=writing.groups(pen.paper.fields["rib"], 3, 3, 16))
    cheque = (
        f'<div class="card" style="left:12mm;top:35mm;width:180mm;height:82mm;padding:4mm;{pen.tilt(1)}"><div class="row"><b class="g1">{pen.f("banque")}</b><b>CHÈQUE N° {pen.rng.randrange(10**6, 10**7)}</b></div>'
        f'<div style="margin-top:6mm">Payez contre ce chèque ...............................................................</div><div style="margin-top:12mm" class="row"><div class="g1">R.I.B. {rib}<br>Titulaire : {pen.f("titulaire")}</div></div>'
        f'<div class="ab b" style="left:50mm;top:30mm;font-size:30pt;opacity:.35;transform:rotate(-14deg)">SPÉCIMEN</div></div>'
    )
    return [str(pen.arrival() + Markup(cheque))]


def photograph(s: Sheet) -> list[str]:
    n = s.fixed.choice([1, 2, 4])
    boxes = "".join(
        f'<div style="width:36mm;height:46mm;{s.pen.tilt(3)}">{portrait(random.Random(s.pen.paper.id))}</div>'
        for _ in range(n)
    )
    left, top = s.fixed.randrange(20, 90), s.fixed.randrange(20, 150)
    return [
        str(
            Markup(
                f'<div class="ab row" style="left:{left}mm;top:{top}mm;width:{40 * min(n, 2)}mm;flex-wrap:wrap">{boxes}</div><div class="ab" style="left:{left}mm;top:{top + 105}mm">{s.pen.echo(s.x["legende"])}</div>'
            )
        )
    ]


def envelope(s: Sheet) -> list[str]:
    pen, f = s.pen, s.family
    turn = s.fixed.choice([0, 0, -4, 3])
    who = pen.f("nom_enveloppe")
    seal = "".join(str(pen.stamp(n)) for n in pen.paper.stamps)
    return [str(pen.arrival() + Markup(
        f'<div style="border:.4mm solid #888;height:118mm;width:176mm;margin:{s.fixed.randrange(20, 80)}mm 4mm;padding:8mm;transform:rotate({turn}deg);background:#f6f1e4;position:relative">'
        f'<div class="b" style="font-size:18pt;border:.8mm solid;display:inline-block;padding:2mm 5mm">{f.titre}</div><div style="margin:14mm 0 0 45mm;font-size:1.3em">À l\'attention du médecin conseil<br>Patient : {who}</div><div class="ab" style="left:10mm;bottom:8mm">{seal}</div></div>'
    ))]  # fmt: skip
