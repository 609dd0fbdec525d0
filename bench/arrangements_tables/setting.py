"""A sample table set on pages as one arrangement has it: words in their places, no OCR."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from bench.arrangements_tables.plans import Arrangement
from bench.arrangements_tables.samples import MONEY, WORDY, Column, Sample
from bench.typeset import SHAPE, Typeset
from models.reading import PageReading

LETTER, WIDE = 0.0105, 0.46
"""Height of print, as a share of the page; width of a letter, in letter heights."""
STEP = WIDE * LETTER / SHAPE
"""Width of a letter, as a share of the page's."""
LEFT, RIGHT, TOP = 0.06, 0.94, 0.30
SECTIONS = ("Honoraires", "Pharmacie")


class Sheet(Typeset):
    """One page; `y`: where its next row is."""

    def __init__(self, plan: Arrangement, rng: random.Random, title: str) -> None:
        super().__init__(LETTER, WIDE)
        self._plan, self._rng = plan, rng
        self.y = TOP
        self.text(LEFT, 0.12, title)

    def cell(self, span: tuple[float, float], y: float, text: str, side: str) -> None:
        x0, x1 = span
        wide = STEP * len(text)
        x = {"g": x0, "d": x1 - wide, "c": (x0 + x1 - wide) / 2}[side]
        self.text(x, y + self._rng.uniform(-1, 1) * self._plan.uneven * LETTER, text)

    def down(self, rows: float = 1.0) -> None:
        self.y += rows * self._plan.pitch * LETTER


def pages_of(sample: Sample, plan: Arrangement) -> list[PageReading]:
    """The pages on which the sample stands so arranged."""
    told = plan.lean if plan.known else 0.0
    return [sheet.reading(plan.lean, told) for sheet in _sheets(sample, plan)]


def _sheets(sample: Sample, plan: Arrangement) -> list[Sheet]:
    rng = random.Random(f"{sample.type} {sample.columns}")
    title = sample.type.replace("_", " ").upper()
    sheets = [Sheet(plan, rng, title)]
    if plan.blocks:
        _blocks(sample, sheets[0])
        return sheets
    spans = _spans(sample, plan)
    if plan.head_rows:
        _heads(sample, plan, spans, sheets[0])
    count = len(sample.columns[0].cells)
    for number in range(count):
        sheet = sheets[-1]
        if number == count // 2:
            if plan.pages:
                sheet = _next_page(sample, plan, spans, sheets, Sheet(plan, rng, title))
            elif plan.between == "repeated":
                _heads(sample, plan, spans, sheet)
            elif plan.between == "table":
                sheet.down(2)
                sheet.text(LEFT, sheet.y, "2) " + SECTIONS[1])
                sheet.down(1.5)
                _heads(sample, plan, spans, sheet)
            elif plan.between == "totals":
                sheet.text(LEFT + 0.1, sheet.y, "Sous-total")
                sheet.cell(spans[-1], sheet.y, "7050,00", "d")
                sheet.down()
        if plan.between == "sections" and number % 2 == 0:
            sheet.text(LEFT, sheet.y, SECTIONS[number // 2])
            sheet.down()
        _line(sample, plan, spans, sheet, number)
        if plan.gaps and number % 2:
            sheet.down()
    last = sheets[-1]
    if plan.total == "bare":
        last.cell(spans[-1], last.y, "99999,00", "d")
    elif any(c.name in MONEY for c in sample.columns):
        last.text(LEFT + 0.3, last.y, "Total général")
        last.cell(spans[-1], last.y, "99999,00", "d")
    last.text(LEFT, last.y + 0.08, "Fait à Rabat")
    last.text(0.6, last.y + 0.08, "Cachet et signature")
    return sheets


def _next_page(
    sample: Sample,
    plan: Arrangement,
    spans: Sequence[tuple[float, float]],
    sheets: list[Sheet],
    new: Sheet,
) -> Sheet:
    carried = plan.pages == "carried"
    if carried:
        sheets[-1].text(LEFT + 0.3, sheets[-1].y, "À reporter")
        sheets[-1].cell(spans[-1], sheets[-1].y, "7050,00", "d")
    sheets.append(new)
    if plan.pages != "bare":
        _heads(sample, plan, spans, new)
    if carried:
        new.text(LEFT + 0.3, new.y, "Report")
        new.cell(spans[-1], new.y, "7050,00", "d")
        new.down()
    return new


def _spans(sample: Sample, plan: Arrangement) -> list[tuple[float, float]]:
    """Where each column stands: as wide as its words, and what is left shared out."""
    widths = []
    for column in sample.columns:
        head = max((len(line) for line in _head_lines(column, plan)), default=0)
        body = max(max(map(len, _cell_lines(sample, column, plan, n))) for n in range(4))
        widths.append(STEP * max(head, body))
    left = LEFT + (STEP * 5 if plan.number in ("bare", "headed") else 0)
    spare = (RIGHT - left - sum(widths)) / len(widths)
    gap = 1.6 * STEP if plan.tight else max(1.6 * STEP, spare)
    spans: list[tuple[float, float]] = []
    for width in widths:
        spans.append((left, left + width))
        left += width + gap
    return spans


def _head_lines(column: Column, plan: Arrangement) -> list[str]:
    if plan.head_rows == 0:
        return []
    text = column.short if plan.short else column.head
    money = column.name in MONEY
    words = text.split()
    rows = min(plan.head_rows, len(words))
    size = math.ceil(len(words) / rows)
    lines = [" ".join(words[i : i + size]) for i in range(0, len(words), size)]
    if money and plan.currency.startswith("\n"):
        return [*lines, plan.currency.strip()]
    return [*lines[:-1], lines[-1] + plan.currency] if money else lines


def _heads(
    sample: Sample, plan: Arrangement, spans: Sequence[tuple[float, float]], sheet: Sheet
) -> None:
    written = [_head_lines(c, plan) for c in sample.columns]
    tallest = max(map(len, written))
    for column, span, lines in zip(sample.columns, spans, written, strict=True):
        side = "c" if "heads" in plan.centred else _side(column, plan)
        for number, text in enumerate(lines):
            row = number + plan.head_at * (tallest - len(lines))
            sheet.cell(span, sheet.y + row * 1.3 * LETTER, text, side)
    if plan.number == "headed":
        sheet.text(LEFT, sheet.y + plan.head_at * (tallest - 1) * 1.3 * LETTER, "N°")
    sheet.y += (tallest - 1) * 1.3 * LETTER
    sheet.down()


def _side(column: Column, plan: Arrangement) -> str:
    return "d" if column.right and not plan.lefts else "g"


def _line(
    sample: Sample,
    plan: Arrangement,
    spans: Sequence[tuple[float, float]],
    sheet: Sheet,
    number: int,
) -> None:
    written = [_cell_lines(sample, c, plan, number) for c in sample.columns]
    tallest = max(map(len, written))
    if plan.number in ("bare", "headed"):
        sheet.text(LEFT, sheet.y + plan.beside * (tallest - 1) * 1.3 * LETTER, str(number + 1))
    for column, span, lines in zip(sample.columns, spans, written, strict=True):
        side = "c" if "cells" in plan.centred else _side(column, plan)
        for part, text in enumerate(lines):
            row = part + (plan.beside * (tallest - 1) if len(lines) == 1 else 0)
            sheet.cell(span, sheet.y + row * 1.3 * LETTER, text, side)
        if plan.rules:
            sheet.text(span[1] + 0.3 * STEP, sheet.y, "|")
        if plan.dotted and column.name in WORDY:
            end = max(0, int((span[1] - span[0]) / STEP) - len(lines[-1]) - 2)
            sheet.text(span[0] + STEP * (len(lines[-1]) + 1), sheet.y, "." * end)
    sheet.y += (tallest - 1) * 1.3 * LETTER
    sheet.down()


def _cell_lines(sample: Sample, column: Column, plan: Arrangement, number: int) -> list[str]:
    text = column.cells[number]
    if plan.once and column.name == "date" and number and column.cells[number - 1] == text:
        text = ""
    if column.name in MONEY and plan.money:
        whole, cents = text.split(",")
        grouped = f"{int(whole):,}".replace(",", plan.money[0])
        text = grouped + plan.money[1:].replace("00", cents)
    if plan.times and column.name == "quantite":
        price = next((c for c in sample.columns if c.name in ("prix_unitaire", "ppv")), None)
        text = f"{text} x {price.cells[number]}" if price else text
    if plan.times and column.name in ("prix_unitaire", "ppv"):
        text = ""
    if plan.number == "inside" and column is sample.columns[0]:
        text = f"{number + 1}) {text}"
    if plan.wraps == 1 or column.name not in WORDY:
        return [text]
    words = text.split()
    rows = min(plan.wraps, len(words))
    size = math.ceil(len(words) / rows)
    return [" ".join(words[i : i + size]) for i in range(0, len(words), size)]


def _blocks(sample: Sample, sheet: Sheet) -> None:
    """Three rows of labels a line."""
    for number in range(len(sample.columns[0].cells)):
        for start in range(0, len(sample.columns), 2):
            for place, column in enumerate(sample.columns[start : start + 2]):
                sheet.text(LEFT + 0.45 * place, sheet.y, f"{column.head} : {column.cells[number]}")
            sheet.down()
        sheet.down(0.5)
