"""Blocks that several papers share: facts in two columns, places for stamps, an addressee."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from flows.outgoing.page import USABLE
from flows.outgoing.style import BOLD, INK, RULE, SHADE, SOFT, Fit, marked, safe, text

TO_WRITE = "." * 48
"""A line to write on by hand, where nobody knows who it is."""
ADDRESSEE = 82 * mm
"""Width of the addressee's block: it shows in the window of an envelope."""


def facts_table(
    facts: Sequence[tuple[str, str]], wide: float, headline: tuple[str, str] | None = None
) -> Table:
    """`Label : value` twice a row, each on one line; what has no value is left out.

    `headline` has a row of its own above.
    """
    rows: list[list[Flowable | str]] = []
    if headline:
        rows.append([*_fact(*headline), "", ""])
    cells = [_fact(label, value) for label, value in facts if value]
    for n in range(0, len(cells), 2):
        rows.append([*cells[n], *(cells[n + 1] if n + 1 < len(cells) else ("", ""))])
    labels = (27 * mm, 28 * mm)
    left = wide - sum(labels)
    return Table(
        rows,
        [labels[0], left * 0.65, labels[1], left * 0.35],
        [5 * mm] * len(rows),
        style=TableStyle(
            [
                *([("SPAN", (1, 0), (-1, 0))] if headline else []),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0.5 * mm),
                ("LEFTPADDING", (0, 0), (-1, -1), 2 * mm),
                ("RIGHTPADDING", (0, 0), (-1, -1), 1 * mm),
                ("BOX", (0, 0), (-1, -1), 0.5, RULE),
            ]
        ),
    )


def _fact(label: str, value: str) -> tuple[Flowable, Flowable]:
    return Fit(f"{label} :", 7.4, colour=SOFT), Fit(value, 9.2, font=BOLD)


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


def listed(rows: Sequence[Sequence[Flowable]], widths: Sequence[float]) -> Table:
    """Rows under a shaded head, which comes again on the next page."""
    return Table(
        rows, widths, repeatRows=1,
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("BACKGROUND", (0, 0), (-1, 0), SHADE),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
                ("LINEABOVE", (0, 0), (-1, 0), 0.4, RULE),
                ("TOPPADDING", (0, 0), (-1, -1), 1 * mm),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1.2 * mm),
                ("LEFTPADDING", (0, 0), (-1, -1), 1.5 * mm),
                ("RIGHTPADDING", (0, 0), (-1, -1), 1.5 * mm),
            ]
        ),
    )  # fmt: skip


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
