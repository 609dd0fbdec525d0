"""Which composition serves which type of paper."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from .bill import invoice, labels_sheet
from .cards import bank, card, envelope, identity, photograph
from .care import care_sheet, prescription
from .forms import form, results
from .letters import letter
from .member import bulletin
from .sheet import Sheet
from .smallprint import finish
from .wordings import ISSUERS


def glued(s: Sheet) -> list[str]:
    return [
        str(
            s.pen.arrival()
            + Markup(f'<div class="b">{s.family.titre}</div>')
            + labels_sheet(s, False)
        )
    ]


def blank(s: Sheet) -> list[str]:
    return [""]


def separator(s: Sheet) -> list[str]:
    x = s.x
    return [str(Markup(
        f'<div style="border:1.5mm solid #111;height:276mm;padding:12mm;text-align:center;color:#111"><div style="font-size:36pt;font-weight:700">FEUILLE<br>SÉPARATRICE</div><div style="font-size:24pt;margin:8mm 0 14mm">— NOUVEAU DOSSIER —</div>'
        f'{s.pen.barcode(x["code"], "QRCode", 1.7)}<div style="font:11pt cousine;margin-top:5mm">{x["code"]}</div><div style="font-size:16pt;margin-top:12mm"><b>{x["organisme"].upper()}</b><br>{x["libelle"]}</div></div>'
    ))]  # fmt: skip


Composer = Callable[[Sheet], list[str]]
LETTERS: dict[str, Composer] = dict.fromkeys(ISSUERS, letter)
SHEETS: dict[str, Composer] = LETTERS | {
    "feuille_de_soins": care_sheet, "facture": invoice, "bulletin_adhesion": bulletin, "ordonnance": prescription, "cnie": identity,
    "carte_immatriculation": card, "rib": bank, "photo_identite": photograph, "pli_confidentiel": envelope, "vignettes": glued,
    "resultats_examens": results, "page_blanche": blank, "feuille_separatrice": separator,
}  # fmt: skip


def compose(s: Sheet) -> list[str]:
    """The bodies of the sides of a paper; a type without a sheet of its own is a form."""
    return finish(s, SHEETS.get(s.family.type, form)(s))
