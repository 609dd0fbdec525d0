"""Which composition serves which type of paper."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from .bill import invoice, labels_sheet
from .cards import bank, card, envelope, identity, photograph
from .care import care_sheet, prescription
from .dividers import separator
from .forms import form, results
from .letters import letter
from .member import bulletin
from .moulds import sides as moulded
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


Composer = Callable[[Sheet], list[str]]
LETTERS: dict[str, Composer] = dict.fromkeys(ISSUERS, letter)
SHEETS: dict[str, Composer] = LETTERS | {
    "feuille_de_soins": care_sheet, "facture": invoice, "bulletin_adhesion": bulletin, "ordonnance": prescription, "cnie": identity,
    "carte_immatriculation": card, "rib": bank, "photo_identite": photograph, "pli_confidentiel": envelope, "vignettes": glued,
    "resultats_examens": results, "page_blanche": blank, "feuille_separatrice": separator,
}  # fmt: skip


def compose(s: Sheet) -> list[str]:
    """The bodies of the sides of a paper; a type without a sheet of its own is a form."""
    if s.family.mould:
        return moulded(s)
    return finish(s, SHEETS.get(s.family.type, form)(s))
