"""A mark that was given to no role: is it absent, or can that not be said?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from extractors.marks.anchors import Anchor
from extractors.marks.sights import Sight, where_signed
from extractors.marks.stampwords import HANDS, TELLING, is_mail_stamp, plain, words_in
from models.geometry import Box
from models.reading import Mark, MarkKind, PageReading, Word

ZONE_MM: Final = (48.0, 34.0)
"""How far right of its start and below a phrase its mark is looked for."""
SCRIBBLE: Final = 0.62
"""A word read with less, where a mark should be, may be the mark."""
LEAST_DIGITS: Final = 9
"""So many in one word are a telephone or a register number, as stamps bear."""
LEAST_TOLD: Final = 2
"""Different words of stamps in a zone that make one likely: one alone is often a form's."""
SAID: Final = TELLING.union(*HANDS.values())
TITLE: Final = frozenset({"dr", "docteur"})
NEARLY: Final = 0.3
"""Phrases worth this much less than the best are looked at too."""
EMPTY_ZONE, NOTHING_SEEN, GIVEN_ELSEWHERE, UNSURE = 0.85, 0.7, 0.66, 0.5

Found = tuple[int, PageReading, Anchor]
"""A phrase, with the page that it is on and its number."""


def absent(
    role: str,
    genre: str,
    anchors: Sequence[Found],
    sights: Sequence[Sight],
    free: Sequence[Sight],
    others: Mapping[str, Mark],
    unread: bool,
) -> Mark:
    """What is said of a role that got no mark: absent, or unsure where ink may be it.

    `sights` are all marks of its `genre`, `free` those that no role got, `others` the marks of
    roles already settled.
    """
    if unread:
        return Mark(None, UNSURE)
    stamp = others.get(f"cachet_{role.rpartition('_')[2]}")
    if genre == "signature" and stamp is not None and stamp.present:
        return Mark(None, UNSURE)  # a pen of the stamp's own ink may be hidden in it
    if anchors:
        best = max(anchors, key=lambda found: (found[2].names_a_mark, found[2].worth))
        for number, page, anchor in anchors:
            near = anchor.worth >= best[2].worth - NEARLY and (
                anchor.names_a_mark or not best[2].names_a_mark
            )
            zone = _zone(page, anchor)
            if near and _disturbed(page, anchor, zone):
                return Mark(None, UNSURE, number, zone)
        if any(where_signed(role, sight) and sight.number != best[0] for sight in free):
            return Mark(None, UNSURE)  # it may be put where its other page asks for it
        sure = EMPTY_ZONE if best[2].names_a_mark else NOTHING_SEEN
        return Mark(False, sure, best[0], _zone(best[1], best[2]))
    if any(where_signed(role, sight) for sight in free):
        return Mark(None, UNSURE)
    return Mark(False, GIVEN_ELSEWHERE if sights else NOTHING_SEEN)


def stamp_in_doubt(role: str, marks: Mapping[str, Mark]) -> Mark:
    """The role's mark, unsure for a stamp not seen where its hand has signed: of 22 such on the
    courier of training and choice 20 were there, pale or under the pen."""
    mark = marks[role]
    genre, _, hand = role.rpartition("_")
    pen = marks.get(f"signature_{hand}")
    if genre == "cachet" and mark.present is False and pen is not None and pen.present:
        return Mark(None, UNSURE, pen.page, pen.box)
    return mark


def _zone(page: PageReading, anchor: Anchor) -> Box:
    """Where the mark of a phrase would be: over it and below."""
    width, height = page.paper_mm
    right, down, box = ZONE_MM[0] / width, ZONE_MM[1] / height, anchor.box
    return Box(
        max(0.0, box.x0 - 0.01),
        max(0.0, box.y0 - 0.005),
        min(1.0, max(box.x1, box.x0 + right)),
        min(1.0, box.y1 + down),
    )


def _disturbed(page: PageReading, anchor: Anchor, zone: Box) -> bool:
    """Whether something in the zone may be the mark: other marks, words hardly legible, or words
    that stamps say."""
    if any(
        mark.kind in (MarkKind.CACHET, MarkKind.SIGNATURE)
        and mark.box.intersection(zone) > 0.5 * mark.box.area
        and not is_mail_stamp(page.words, mark.box)
        for mark in page.marks
    ):
        return True
    words = [
        word
        for word in words_in(page.words, zone)
        if word.box.intersection(anchor.box) < 0.3 * word.box.area
    ]
    return any(w.confidence < SCRIBBLE and len(w.text) >= 2 for w in words) or (
        anchor.names_a_mark and _reads_as_stamp(words)
    )


def _reads_as_stamp(words: Sequence[Word]) -> bool:
    said = {part for word in words for part in plain(word.text).split()}
    return (
        bool(said & TITLE)
        or len(said & SAID) >= LEAST_TOLD
        or any(part.isdigit() and len(part) >= LEAST_DIGITS for part in said)
    )
