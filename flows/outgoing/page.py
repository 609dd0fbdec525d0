"""The A4 sheet around every paper: letterhead, code, number and page count."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageTemplate,
)

from flows.outgoing.codes import Code
from flows.outgoing.style import BOLD, INK, PLAIN, RULE, SOFT, printable, width
from models.organismes.stationery import Stationery

WIDE, HIGH = A4
SIDE, TOP, BOTTOM = 17 * mm, 12 * mm, 15 * mm
USABLE = WIDE - 2 * SIDE
CODE, SMALL_CODE = 25 * mm, 18 * mm
"""Side of the code with its quiet zone, on the first page and on the following ones."""
NEXT_HEAD = 21 * mm
DISCRETION = "Données personnelles : à ne remettre qu'à son destinataire."


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around the text. `foot` names the paper at the bottom of each page."""

    stationery: Stationery
    code: Code
    title: str
    side: float = SIDE
    sender: str = ""
    """Who writes, when it is not the office itself."""

    @property
    def name(self) -> str:
        """The large line of the letterhead."""
        return self.sender or self.stationery.emetteur

    @property
    def lines(self) -> list[str]:
        """The lines under the name; those of somebody else are his own affair."""
        own = self.stationery
        lines = [own.service, own.contrat, *own.adresse, *own.contact]
        return [] if self.sender else [line for line in lines if line]

    @property
    def head(self) -> float:
        """Height of the letterhead."""
        return max(CODE + 4 * mm, (9 + 4 * len(self.lines)) * mm)

    @property
    def foot(self) -> str:
        return f"{self.title} {self.code.numero}"


def room(sheet: Sheet) -> float:
    """The height that the text has on the first page."""
    return float(HIGH - TOP - BOTTOM - sheet.head)


def to_pdf(sheet: Sheet, story: Sequence[Flowable]) -> bytes:
    """The paper as PDF; the same bytes for the same story."""
    out = io.BytesIO()
    document = BaseDocTemplate(
        out, pagesize=A4, title=f"{sheet.title} {sheet.code.numero}",
        author=sheet.name, subject=sheet.code.text, creator="liasse",
        lang="fr-FR", invariant=1, pageCompression=1,
    )  # fmt: skip
    wide = WIDE - 2 * sheet.side
    first = Frame(sheet.side, BOTTOM, wide, room(sheet), 0, 0, 0, 0, id="premiere")
    after = Frame(sheet.side, BOTTOM, wide, HIGH - TOP - BOTTOM - NEXT_HEAD, 0, 0, 0, 0, id="suite")
    document.addPageTemplates(
        [
            PageTemplate("premiere", [first], onPage=lambda canvas, _: _first(canvas, sheet)),
            PageTemplate("suite", [after], onPage=lambda canvas, _: _next(canvas, sheet)),
        ]
    )
    document.build(
        [NextPageTemplate("suite"), *story],
        canvasmaker=lambda *args, **kwargs: _Numbered(sheet, *args, **kwargs),
    )
    return out.getvalue()


class _Numbered(Canvas):
    """Writes «page 1 sur 3», which is known at the end only."""

    def __init__(self, sheet: Sheet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sheet = sheet
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 -- reportlab's name
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for state in self._pages:
            self.__dict__.update(state)
            self._foot(len(self._pages))
            super().showPage()
        super().save()

    def _foot(self, count: int) -> None:
        sheet, base = self._sheet, 8 * mm
        self.setStrokeColor(RULE)
        self.setLineWidth(0.4)
        self.line(sheet.side, base + 3.4 * mm, WIDE - sheet.side, base + 3.4 * mm)
        self.setFillColor(SOFT)
        self.setFont(PLAIN, 6.6)
        self.drawString(sheet.side, base, printable(f"{sheet.foot} · {DISCRETION}"))
        self.drawRightString(WIDE - sheet.side, base, f"Page {self._pageNumber} sur {count}")


def _first(canvas: Canvas, sheet: Sheet) -> None:
    top = HIGH - TOP
    room_left = WIDE - 2 * sheet.side - CODE - 6 * mm
    canvas.setFillColor(INK)
    name = printable(sheet.name)
    size = min(17.0, 17.0 * room_left / width(name, BOLD, 17.0))
    canvas.setFont(BOLD, size)
    canvas.drawString(sheet.side, top - 6.2 * mm, name)
    y = top - 11.2 * mm
    for line in sheet.lines:
        canvas.setFont(PLAIN, 8.2)
        canvas.setFillColor(SOFT)
        canvas.drawString(sheet.side, y, printable(line))
        y -= 4 * mm
    _code(canvas, sheet, WIDE - sheet.side - CODE + 2 * mm, top - CODE + 3 * mm, CODE)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.9)
    base = top - sheet.head + 2.4 * mm
    canvas.line(sheet.side, base, WIDE - sheet.side - CODE - 2 * mm, base)


def _next(canvas: Canvas, sheet: Sheet) -> None:
    top = HIGH - TOP
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 10)
    canvas.drawString(sheet.side, top - 5 * mm, printable(sheet.name))
    canvas.setFont(PLAIN, 8.2)
    canvas.drawString(sheet.side, top - 10 * mm, printable(f"{sheet.foot} (suite)"))
    x = WIDE - sheet.side - SMALL_CODE + 1.4 * mm
    _code(canvas, sheet, x, top - SMALL_CODE + 2 * mm, SMALL_CODE, label=False)
    canvas.setStrokeColor(RULE)
    canvas.line(sheet.side, top - 14 * mm, WIDE - sheet.side - SMALL_CODE - 2 * mm, top - 14 * mm)


def _code(
    canvas: Canvas, sheet: Sheet, x: float, y: float, side: float, *, label: bool = True
) -> None:
    """The QR code, its number in clear under it for whoever has no reader at hand."""
    widget = QrCodeWidget(sheet.code.text, barLevel="M", barWidth=side, barHeight=side, barBorder=4)
    drawing = Drawing(side, side)
    drawing.add(widget)
    renderPDF.draw(drawing, canvas, x, y)
    if label:
        canvas.setFont(PLAIN, 6.8)
        canvas.setFillColor(INK)
        canvas.drawCentredString(x + side / 2, y - 0.2 * mm, sheet.code.numero)
