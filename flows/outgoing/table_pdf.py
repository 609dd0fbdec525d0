"""Tables as PDF: A4 across, drawn row by row, so that a long register takes no more memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from reportlab.graphics import renderPDF
from reportlab.graphics.charts.barcharts import HorizontalBarChart
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from flows.outgoing import french
from flows.outgoing.page import DISCRETION
from flows.outgoing.style import BOLD, INK, PLAIN, RULE, SHADE, SOFT, Fit, printable, text, width
from flows.outgoing.tables import Bars, Column, Report, Row, Table, Value, shown

WIDE, HIGH = landscape(A4)
SIDE, TOP, BOTTOM = 13 * mm, 11 * mm, 15 * mm
ROW, HEAD_ROW, SIZE = 4.6 * mm, 5.4 * mm, 7.0
PAD = 1 * mm
NAMES, BARS, BAR = 78 * mm, 150 * mm, 4.6
"""Of a drawing: room for names, for bars, and the height of one in millimetres."""
BLUE = HexColor("#2f6f95")
FEWEST_ROWS = 4
"""Rows that a heading wants under it, else it goes to the next page."""
PAGES, COUNT = "pages", 5 * mm
"""The number of pages, drawn once it is known, and the room that it has."""


def to_pdf(report: Report, file: BinaryIO) -> None:
    """Write the report; the same bytes for the same report."""
    _Drawer(report, file).draw()


class _Drawer:
    """A pen on the page: what is drawn goes under what was."""

    def __init__(self, report: Report, file: BinaryIO) -> None:
        self.report = report
        self.canvas = Canvas(file, pagesize=(WIDE, HIGH), invariant=1, pageCompression=1)
        self.canvas.setTitle(f"{report.title} {report.number}")
        self.canvas.setAuthor(report.sender.stationery.emetteur)
        self.canvas.setSubject(report.about)
        self.canvas.setCreator("liasse")
        self.page = 0
        self.y = 0.0

    def draw(self) -> None:
        self._open()
        for table in self.report.tables:
            self._table(table)
        self._close()
        canvas = self.canvas
        canvas.beginForm(PAGES, 0, 0, 20 * mm, 5 * mm)
        canvas.setFillColor(SOFT)
        canvas.setFont(PLAIN, 6.6)
        canvas.drawString(0, 1 * mm, str(self.page))
        canvas.endForm()
        canvas.save()

    # --- pages -------------------------------------------------------------------------------

    def _open(self) -> None:
        self.page += 1
        self.y = HIGH - TOP
        (self._letterhead if self.page == 1 else self._running_head)()

    def _close(self) -> None:
        canvas, base = self.canvas, 7 * mm
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.4)
        canvas.line(SIDE, base + 3.4 * mm, WIDE - SIDE, base + 3.4 * mm)
        canvas.setFillColor(SOFT)
        canvas.setFont(PLAIN, 6.6)
        canvas.drawString(SIDE, base, printable(f"{self.report.number} · {DISCRETION}"))
        said = f"Page {self.page} sur "
        canvas.drawRightString(WIDE - SIDE - COUNT, base, said)
        canvas.saveState()
        canvas.translate(WIDE - SIDE - COUNT, base - 1 * mm)
        canvas.doForm(PAGES)  # written at the end, when it is known
        canvas.restoreState()
        canvas.showPage()

    def _letterhead(self) -> None:
        own, report = self.report.sender.stationery, self.report
        lines = [line for line in (own.service, own.contrat, *own.adresse, *own.contact) if line]
        self._line(own.emetteur, BOLD, 14, 6 * mm)
        for line in lines:
            self._line(line, PLAIN, 8, 3.8 * mm, soft=True)
        self.canvas.setStrokeColor(INK)
        self.canvas.setLineWidth(0.9)
        self.canvas.line(SIDE, self.y - 1 * mm, WIDE - SIDE, self.y - 1 * mm)
        self.y -= 3 * mm
        self._flow(text(report.title, "title"))
        self._flow(text(french.capital(report.about), "subtitle"))
        said = f"Pour : {report.to} · établi le {french.day(report.day)}"
        self._flow(text(said, "subtitle"))

    def _running_head(self) -> None:
        said = f"{self.report.title} · {self.report.about} (suite)"
        self._line(said, BOLD, 8.4, 5 * mm)
        self.canvas.setStrokeColor(RULE)
        self.canvas.line(SIDE, self.y - 0.4 * mm, WIDE - SIDE, self.y - 0.4 * mm)
        self.y -= 2 * mm

    def _line(self, said: str, font: str, size: float, high: float, *, soft: bool = False) -> None:
        said = printable(said)  # it registers the fonts as well
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(SOFT if soft else INK)
        self.canvas.drawString(SIDE, self.y - high * 0.75, said)
        self.y -= high

    def _flow(self, part: Flowable) -> None:
        """A paragraph, as wide as the page."""
        wide = WIDE - 2 * SIDE
        _, high = part.wrap(wide, HIGH)
        self._room(high)
        part.drawOn(self.canvas, SIDE, self.y - high)
        self.y -= high + part.getSpaceAfter()

    def _room(self, high: float) -> bool:
        """Whether a new page had to begin for something so high."""
        if self.y - high >= BOTTOM:
            return False
        self._close()
        self._open()
        return True

    # --- a table -----------------------------------------------------------------------------

    def _table(self, table: Table) -> None:
        least = (
            12 * mm + HEAD_ROW + FEWEST_ROWS * ROW + (_bars_high(table.bars) if table.bars else 0)
        )
        self._room(least)
        self.y -= 2 * mm
        self._flow(text(table.title, "heading"))
        if table.source:
            self._flow(text(table.source, "quote"))
        for note in table.notes:
            self._flow(text(note, "small"))
        if table.bars and table.bars.points:
            self._bars(table.bars)
        self.y -= 1 * mm
        widths = _widths(table.columns)
        self._heads(table.columns, widths)
        empty = True
        for row in table.rows:
            empty = False
            if self._room(ROW):
                self._heads(table.columns, widths)
            self._row(row, table.columns, widths, PLAIN)
        if empty:
            self._room(ROW)
            self._row(("Rien sur cette période.",), table.columns[:1], [sum(widths)], PLAIN)
        if table.total is not None:
            self._room(ROW)
            self._shade(ROW)
            self._row(*_spread(table.total, table.columns, widths), BOLD)
        self.y -= 2 * mm

    def _heads(self, columns: Sequence[Column], widths: Sequence[float]) -> None:
        self._shade(HEAD_ROW)
        x = SIDE
        for column, wide in zip(columns, widths, strict=True):
            self._cell(column.title, x, wide, HEAD_ROW, BOLD, right=column.right)
            x += wide
        self.y -= HEAD_ROW

    def _row(self, row: Row, columns: Sequence[Column], widths: Sequence[float], font: str) -> None:
        x = SIDE
        currency = self.report.currency
        for value, column, wide in zip(row, columns, widths, strict=True):
            if font is PLAIN or value is not None or column.right:
                self._cell(shown(value, column, currency), x, wide, ROW, font, right=column.right)
            x += wide
        self.canvas.setStrokeColor(RULE)
        self.canvas.setLineWidth(0.25)
        self.canvas.line(SIDE, self.y - ROW, WIDE - SIDE, self.y - ROW)
        self.y -= ROW

    def _shade(self, high: float) -> None:
        self.canvas.setFillColor(SHADE)
        self.canvas.rect(SIDE, self.y - high, WIDE - 2 * SIDE, high, stroke=0, fill=1)

    def _cell(
        self, said: str, x: float, wide: float, high: float, font: str, *, right: bool
    ) -> None:
        fit = Fit(said, SIZE, font=font, align="right" if right else "left")
        _, tall = fit.wrap(wide - 2 * PAD, high)
        fit.drawOn(self.canvas, x + PAD, self.y - high + (high - tall) / 2)

    # --- a drawing ---------------------------------------------------------------------------

    def _bars(self, bars: Bars) -> None:
        """Bars from the left, their names before them and their numbers after."""
        high = _bars_high(bars)
        drawing = Drawing(WIDE - 2 * SIDE, high)
        chart = HorizontalBarChart()
        chart.x, chart.y, chart.width, chart.height = NAMES, 2 * mm, BARS, high - 4 * mm
        chart.data = [[number for _, number in reversed(bars.points)]]
        chart.categoryAxis.categoryNames = [_cut(n, NAMES) for n, _ in reversed(bars.points)]
        chart.categoryAxis.visibleTicks = chart.valueAxis.visible = False
        chart.categoryAxis.labels.fontName = chart.barLabels.fontName = PLAIN
        chart.categoryAxis.labels.fontSize = chart.barLabels.fontSize = 6.6
        chart.categoryAxis.strokeColor = RULE
        chart.valueAxis.valueMin = 0
        chart.barLabels.nudge, chart.barLabels.boxAnchor = 3, "w"
        chart.barLabelFormat = "%d"
        chart.bars[0].fillColor, chart.bars[0].strokeColor = BLUE, None
        drawing.add(chart)
        self._room(high + 5 * mm)
        self._flow(text(bars.title, "label"))
        renderPDF.draw(drawing, self.canvas, SIDE, self.y - high)
        self.y -= high


def _bars_high(bars: Bars) -> float:
    return (4 + BAR * len(bars.points)) * mm


def _widths(columns: Sequence[Column]) -> list[float]:
    whole = sum(column.wide for column in columns)
    return [(WIDE - 2 * SIDE) * column.wide / whole for column in columns]


def _spread(
    total: Row, columns: Sequence[Column], widths: Sequence[float]
) -> tuple[Row, list[Column], list[float]]:
    """A total whose words go on over the empty cells beside them."""
    cells: list[tuple[Value, Column, float]] = []
    for value, column, wide in zip(total, columns, widths, strict=True):
        if value is None and cells and not (column.right or cells[-1][1].right):
            words, own, room = cells.pop()
            cells.append((words, own, room + wide))
        else:
            cells.append((value, column, wide))
    return (
        tuple(value for value, _, _ in cells),
        [column for _, column, _ in cells],
        [room for _, _, room in cells],
    )


def _cut(name: str, room: float) -> str:
    name = printable(name)
    while len(name) > 1 and width(name, PLAIN, 6.4) > room - 2 * mm:
        name = name.removesuffix("…")[:-1].rstrip() + "…"
    return name
