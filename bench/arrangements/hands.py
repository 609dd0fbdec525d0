"""Arrangements of forms: how labels and values are written, and how the page was read."""

from __future__ import annotations

from bench.arrangements.paper import LEADING, LEFT, LETTER, TOP, Paper, Pen
from bench.arrangements.places import COLON, Arrangement, printed, rows
from models.reading import How

HINTS = {
    "date": "(jj/mm/aaaa)",
    "montant": "(en DH)",
    "part": "(en DH)",
    "assure": "(en majuscules)",
}
"""What forms print behind a label, by the first word of the field."""


def capitals(pen: Pen, paper: Paper) -> None:
    for y, entry in rows(paper):
        pen.text(LEFT, y, f"{entry.label.upper()} {pen.answer(entry)}")


def letter_spaced(pen: Pen, paper: Paper) -> None:
    for y, entry in rows(paper):
        end = LEFT
        for word in entry.label.upper().split():
            end = pen.text(end, y, " ".join(word), 0.9 * LETTER) + 0.008
        pen.text(end, y, f": {pen.answer(entry)}")


def hinted(pen: Pen, paper: Paper) -> None:
    for y, entry in rows(paper):
        hint = HINTS.get(next((w for w in entry.field.split("_") if w in HINTS), ""), "(1)")
        pen.text(LEFT, y, f"{entry.label} {hint} : {pen.answer(entry)}")


def combs(pen: Pen, paper: Paper) -> None:
    for y, entry in rows(paper):
        end = pen.text(LEFT, y, f"{entry.label} :")
        short = len(entry.value) <= 15
        pen.text(end, y, " ".join(pen.answer(entry)) if short else pen.answer(entry))


def combs_with_rules(pen: Pen, paper: Paper) -> None:
    for y, entry in rows(paper):
        end = pen.text(LEFT, y, f"{entry.label} :")
        short = len(entry.value) <= 15 and " " not in entry.value
        pen.text(end, y, "|" + "|".join(pen.answer(entry)) + "|" if short else pen.answer(entry))


def hand_low(pen: Pen, paper: Paper) -> None:
    _by_hand(pen, paper, 0.45)


def hand_high(pen: Pen, paper: Paper) -> None:
    _by_hand(pen, paper, -0.45)


def hand_rising(pen: Pen, paper: Paper) -> None:
    """Each word of the answer a little higher than the one before it."""
    for y, entry in rows(paper, 1.3 * LEADING):
        x = pen.text(LEFT, y, f"{entry.label} :") + 0.01
        for number, word in enumerate(pen.answer(entry).split()):
            x = pen.text(x, y - (0.1 + 0.3 * number) * LETTER, word, 1.4 * LETTER, How.MANUSCRIT)


def hand_over_the_end(pen: Pen, paper: Paper) -> None:
    """Two columns; the answer of the first comes near the label of the second."""
    for number in range(0, len(paper.entries), 2):
        y = TOP + 1.3 * LEADING * (number // 2)
        for column, entry in enumerate(paper.entries[number : number + 2]):
            end = pen.text(LEFT + 0.46 * column, y, f"{entry.label} :", 0.8 * LETTER)
            pen.text(end, y + 0.2 * LETTER, pen.answer(entry), 1.1 * LETTER, How.MANUSCRIT)


def hand_below(pen: Pen, paper: Paper) -> None:
    """Boxes of which the answer, large, begins left of the label."""
    for y, entry in rows(paper, 2 * LEADING):
        pen.text(LEFT + 0.02, y, entry.label, 0.8 * LETTER)
        pen.text(LEFT, y + 1.1 * LETTER, pen.answer(entry), 1.5 * LETTER, How.MANUSCRIT)


def _by_hand(pen: Pen, paper: Paper, lower: float) -> None:
    for y, entry in rows(paper, 1.3 * LEADING):
        x = pen.text(LEFT, y, f"{entry.label} :") + 0.01
        pen.text(x, y + (lower - 0.2) * LETTER, pen.answer(entry), 1.4 * LETTER, How.MANUSCRIT)


HANDS: dict[str, Arrangement] = {
    "capitales": capitals,
    "lettres espacées": letter_spaced,
    "indication entre parenthèses": hinted,
    "collées au deux-points": printed((LEFT, "{label}:{answer}")),
    "collées sans rien": printed((LEFT, "{label}{answer}")),
    "filets lus « | » et « _ »": printed((LEFT, "|{label}"), (0.40, "|{answer}_|")),
    "peignes": combs,
    "peignes à filets": combs_with_rules,
    "main plus basse": hand_low,
    "main plus haute": hand_high,
    "main qui monte": hand_rising,
    "main qui déborde": hand_over_the_end,
    "main sous l'étiquette": hand_below,
    "page penchée": COLON,
}
"""Name -> how it sets a paper."""
LEANING = {"page penchée": (1.1, 0.8)}
"""Arrangement -> how many degrees the page leans, and how many the reader measured."""
