"""Marks seen on a document's pages, with whose hand their words name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractors.marks.stampwords import hands_of, is_mail_stamp, is_mention
from models.geometry import Box
from models.reading import MarkKind, PageReading, SeenMark

UNDER: Final = 0.3
"""A signature is on a stamp when they share this much of the smaller."""
STAMPED: Final = "cachet"
"""The hand of a signature on a stamp whose words say nothing."""
LOW: Final = 0.33
LETTERHEAD: Final = 0.2
MOST_ABOVE: Final = 0.6
"""Of the words of a page, above a mark at its end."""
BESIDE: Final = (0.04, 0.02)
"""Shares of the page between marks that touch: a pen goes past the edge of its stamp."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A mark seen, with the page that it is on."""

    number: int
    page: PageReading
    mark: SeenMark
    hands: frozenset[str]


def all_sights(kind: MarkKind, pages: Sequence[tuple[int, PageReading]]) -> list[Sight]:
    sights: list[Sight] = []
    for number, page in pages:
        for mark in page.marks:
            if mark.kind is not kind:
                continue
            if kind is MarkKind.CACHET and (
                is_mail_stamp(page.words, mark.box) or is_mention(page.words, mark.box)
            ):
                continue
            sights.append(Sight(number, page, mark, _hands(page, mark)))
    return sights


def _hands(page: PageReading, mark: SeenMark) -> frozenset[str]:
    """Whose hand the words of a stamp name; of a signature, those of the stamp that it is on."""
    if mark.kind is MarkKind.CACHET:
        return hands_of(page.words, mark.box)
    if mark.kind is not MarkKind.SIGNATURE:
        return frozenset()
    under = [
        stamp
        for stamp in page.marks
        if stamp.kind is MarkKind.CACHET
        and stamp.box.intersection(mark.box) > UNDER * min(mark.box.area, stamp.box.area)
        and not is_mail_stamp(page.words, stamp.box)
    ]
    if not under:
        return frozenset()
    stamp = max(under, key=lambda s: s.box.intersection(mark.box))
    return hands_of(page.words, stamp.box) or frozenset({STAMPED})


def touch(one: Box, other: Box) -> bool:
    """Whether two marks are on or right beside each other."""
    return one.grown(*BESIDE).intersection(other) > 0


def where_signed(role: str, sight: Sight) -> bool:
    """Papers are stamped and signed at their end, which short ones have higher up; photos stand
    anywhere."""
    if sight.mark.kind is MarkKind.PHOTO or sight.mark.box.cy >= LOW:
        return True
    named = role.rpartition("_")[2] in sight.hands
    return sight.mark.box.cy >= LETTERHEAD and (named or _ends_page(sight))


def _ends_page(sight: Sight) -> bool:
    """Whether most of what the page says stands above the mark."""
    others = [w for w in sight.page.words if not sight.mark.box.holds(w.box.cx, w.box.cy)]
    above = sum(w.box.cy < sight.mark.box.cy for w in others)
    return bool(others) and above >= MOST_ABOVE * len(others)
