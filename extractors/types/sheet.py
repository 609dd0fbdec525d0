"""An identity card photocopied with another paper on one sheet, above or below it.

Two papers on one sheet are one document, of the type of the first (DOMAIN §1); the second is noted.
The zone that machines read shows where a card ends.
"""

from __future__ import annotations

from dataclasses import replace

from extractors.types.evidence import Evidence
from extractors.types.knowledge import knowledge
from models.geometry import Box
from models.reading import PageReading, Word

CARD = "cnie"
"""What other papers are photocopied with."""
BESIDE_CARD = "carte_immatriculation"
"""What a card that stands first is photocopied with."""
OWN_TITLE = 0.4
"""Worth of a title from which a page is taken to begin a paper."""
APART = 0.06
"""Share of the page between the title of the first paper and that of the second."""
MACHINE_READ = "<<"


def second_begins(reading: PageReading, found: Evidence) -> float | None:
    """Where on the sheet its second paper begins; `None` when it bears one paper."""
    zone = [word.box for word in reading.words if MACHINE_READ in word.text]
    if not zone:
        return None
    names = knowledge().names
    card, ends = found.tops[names.index(CARD)], max(box.y1 for box in zone)
    others = (found.heads >= OWN_TITLE) & (found.tops < card - APART)
    others[names.index(CARD)] = False
    if others.any() and any(box.cy > card for box in zone):
        return float(card)
    below = found.tops[names.index(BESIDE_CARD)]
    return ends if card < ends < below < 1.0 else None


def above(reading: PageReading, place: float) -> PageReading:
    """The sheet as far as that height."""
    return replace(reading, words=tuple(w for w in reading.words if w.box.y1 < place))


def below(reading: PageReading, place: float) -> PageReading:
    """What stands under that height, where it would stand on a sheet of its own."""
    words = tuple(_raised(word, place) for word in reading.words if word.box.cy >= place)
    return replace(reading, words=words, barcodes=(), marks=())


def _raised(word: Word, by: float) -> Word:
    box = word.box
    return replace(word, box=Box(box.x0, max(0.0, box.y0 - by), box.x1, box.y1 - by))
