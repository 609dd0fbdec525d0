"""Blocks that several papers share: facts in two columns, places for stamps, an addressee."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from flows.outgoing.page import USABLE
from flows.outgoing.style import INK, RULE, SHADE, marked, safe, text

ADDRESSEE = 82 * mm
"""Width of the addressee's block: it shows in the window of an envelope."""


def facts_table(
    facts: Sequence[tuple[str, str]], wide: float, headline: tuple[str, str] | None = None
) -> Table:
    """`Label : value` on two columns, row by row; what has no value is left out.

    `headline` has a row of its own above.
    """
    rows: list[list[Flowable | str]] = [[_fact(*headline), ""]] if headline else []
    cells: list[Flowable | str] = [_fact(label, value) for label, value in facts if value]
    cells += [""] * (len(cells) % 2)
    rows += [cells[n : n + 2] for n in range(0, len(cells), 2)]
    return Table(
        rows, [wide * 0.58, wide * 0.42],
        style=TableStyle(
            [
                *([("SPAN", (0, 0), (-1, 0))] if headline else []),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 0.6),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0.8),
                ("LEFTPADDING", (0, 0), (-1, -1), 2 * mm),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2 * mm),
                ("BOX", (0, 0), (-1, -1), 0.5, RULE),
                ("TOPPADDING", (0, 0), (-1, 0), 1.2 * mm),
                ("BOTTOMPADDING", (0, -1), (-1, -1), 1.2 * mm),
            ]
        ),
    )  # fmt: skip


def _fact(label: str, value: str) -> Flowable:
    return marked(f"{safe(label)} : <b>{safe(value)}</b>", "left")


def stamps(places: Sequence[tuple[str, str]], wide: float, high: float) -> Table:
    """Boxes to stamp and sign in: who, and what goes there."""
    cells = [
        [marked(f"<b>{safe(who)}</b>", "left"), *(text(line, "label") for line in what.split("\n"))]
        for who, what in places
    ]
    return Table(
        [cells], [wide / len(places)] * len(places), [high],
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BOX", (0, 0), (-1, -1), 0.6, INK),
                ("INNERGRID", (0, 0), (-1, -1), 0.4, RULE),
                ("LEFTPADDING", (0, 0), (-1, -1), 2 * mm),
                ("TOPPADDING", (0, 0), (-1, -1), 1.2 * mm),
            ]
        ),
    )  # fmt: skip


def addressee(lines: Sequence[str]) -> list[Flowable]:
    """The block on the right, its first line in bold."""
    first, *rest = lines
    said = [marked(f"<b>{safe(first)}</b>", "left"), *(text(line, "left") for line in rest)]
    table = Table(
        [["", said]], [USABLE - ADDRESSEE, ADDRESSEE],
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ]
        ),
    )  # fmt: skip
    return [Spacer(1, 5 * mm), table, Spacer(1, 8 * mm)]


def framed(parts: Sequence[Flowable], wide: float = USABLE) -> Table:
    """What must be seen first, in a shaded frame."""
    return Table(
        [[list(parts)]], [wide],
        style=TableStyle(
            [
                ("BOX", (0, 0), (-1, -1), 1, INK),
                ("BACKGROUND", (0, 0), (-1, -1), SHADE),
                ("TOPPADDING", (0, 0), (-1, -1), 3 * mm),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3 * mm),
                ("LEFTPADDING", (0, 0), (-1, -1), 4 * mm),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4 * mm),
            ]
        ),
    )  # fmt: skip
