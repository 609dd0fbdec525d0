"""Sheets to print and slip into a pile: they say what begins, to the machine and to people.

Two codes at opposite corners, so that a staple or a fold over one leaves the other; the words, in
large type, are read where both are lost.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from flows.outgoing.style import BOLD, INK, PLAIN, SOFT, printable, width
from flows.scanner.cover import DOCUMENT, DOSSIER, RESERVED, SECRET, Cover
from models.checklists import checklists
from models.errors import BadInput
from models.organismes import organisme, organismes

WIDE, HIGH = A4
SIDE = 20 * mm
CODE = 52 * mm


@dataclass(frozen=True, slots=True)
class Sheet:
    """`code`: what its QR codes say. `lines`: the words under the title, largest first."""

    code: str
    title: str
    lines: tuple[str, ...]


def new_document() -> Sheet:
    """Parts two documents of the same dossier."""
    return Sheet(
        DOCUMENT, "NOUVEAU DOCUMENT", ("Feuille séparatrice", "Même dossier, document suivant.")
    )


def new_dossier(owner: str | None = None, type_: str | None = None) -> Sheet:
    """Begins a dossier, of an organisme and of a type when they are known."""
    said: list[str] = []
    code = DOSSIER
    if owner is not None:
        code += f":{owner}"
        said.append(organisme(owner).libelle)
    if type_ is not None:
        found = checklists().get((owner or "", type_))
        if found is None:
            known = sorted(name for own, name in checklists() if own == owner)
            raise BadInput(
                f"« {type_} » n'est pas un type de dossier"
                + (
                    f" de {owner}. Types possibles : {', '.join(known)}."
                    if owner
                    else " : dites aussi l'organisme."
                ),
                code="type_inconnu",
            )
        code += f":{type_}"
        said.append(found.dossier_type.libelle)
    return Sheet(code, "NOUVEAU DOSSIER", ("Feuille séparatrice", *said))


def cover(said: Cover) -> Sheet:
    """Goes on top of a pile: whose it is, who scans it, and how much to expect."""
    lines = []
    if said.organisme:
        lines.append(organismes()[said.organisme].libelle)
    for label, value in (
        ("Site", said.site),
        ("Opérateur", said.operateur),
        ("Pages attendues", said.pages),
        ("Dossiers attendus", said.dossiers),
    ):
        if value is not None:
            lines.append(f"{label} : {value}")
    return Sheet(said.code, "NOUVEL ENVOI", ("Feuille séparatrice, à poser sur la pile", *lines))


def secret() -> Sheet:
    """What follows, up to the next sheet, is for the médecin conseil alone."""
    return Sheet(
        SECRET,
        "FEUILLE SÉPARATRICE",
        (
            RESERVED,
            "Les pages qui suivent, jusqu'à la prochaine feuille, ne sont montrées qu'à lui.",
        ),
    )


def to_pdf(sheets: Sequence[Sheet]) -> bytes:
    """One A4 page a sheet; the same bytes for the same sheets."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle("Feuilles séparatrices")
    canvas.setCreator("liasse")
    for sheet in sheets:
        _draw(canvas, sheet)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Canvas, sheet: Sheet) -> None:
    for x, y in ((SIDE, HIGH - SIDE - CODE), (WIDE - SIDE - CODE, SIDE)):
        widget = QrCodeWidget(sheet.code, barLevel="H", barWidth=CODE, barHeight=CODE, barBorder=4)
        drawing = Drawing(CODE, CODE)
        drawing.add(widget)
        renderPDF.draw(drawing, canvas, x, y)
    y = HIGH / 2 + 28 * mm
    canvas.setFillColor(INK)
    y = _line(canvas, sheet.title, y, BOLD, 40)
    for number, line in enumerate(sheet.lines):
        for part in _wrapped(line, 20 if number else 24):
            y = _line(canvas, part, y, PLAIN, 20 if number else 24)
    canvas.setFillColor(SOFT)
    canvas.setFont(PLAIN, 8)
    canvas.drawString(SIDE, SIDE, printable(sheet.code))


def _line(canvas: Canvas, said: str, y: float, font: str, size: float) -> float:
    said = printable(said)
    size = min(size, size * (WIDE - 2 * SIDE) / width(said, font, size))
    canvas.setFont(font, size)
    canvas.drawCentredString(WIDE / 2, y, said)
    return y - 1.5 * size


def _wrapped(said: str, size: float) -> list[str]:
    lines = [""]
    for word in said.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(printable(longer), PLAIN, size) <= WIDE - 2 * SIDE:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]
