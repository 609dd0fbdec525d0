"""Labels inside rubber stamps: a stamp speaks of the doctor or the house whose it is."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.labels import LabelHit
from extractors.fields.people import DOCTOR
from extractors.layout import Layout, Segment, Token
from models.geometry import Box
from models.reading import MarkKind
from models.values.text import folded

MANY_LABELS = 3
"""Labels, of those that no stamp bears, that show a frame to be a part of the form."""
ON_STAMPS = frozenset({
    "dr", "docteur", "pr", "professeur", "tel", "telephone", "fax", "gsm", "inpe", "ice", "if",
    "i", "f", "rc", "patente", "le", "date", "cin", "specialite", "cachet", "signature",
    "adresse", "ville", "n", "no", "arrive",
})  # fmt: skip
FOOT, BLOCK = 0.45, 7.0
"""Share of the page height below which stamps stand; height of one in letters."""
LIKELY = 0.5
"""Confidence of a stamp seen, which is its chance of being one (`extractors.marks.stamps`)."""
SELF_NAMED = frozenset({
    "banque", "pharmacie", "officine", "clinique", "polyclinique", "laboratoire", "labo",
    "centre", "cabinet", "hopital", "ecole", "lycee", "faculte", "institut", "universite",
    "commune", "mutuelle", "caisse", "compagnie", "ministere",
})  # fmt: skip
"""Labels that names begin with when no colon follows."""
ARRIVALS, ARRIVAL_BLOCK = frozenset({"arrive", "arrivee", "arrivees"}), 6.0
"""Words of arrival stamps, and how far below them in letters their numbers stand."""
OFFICES = frozenset({"", "bureau d ordre", "bureau dordre", "courrier"})
"""What such stamps bear beside them, folded."""


def likely_stamps(page: Layout) -> list[Box]:
    """Where more likely than not a stamp is: what it may bear is taken from nobody on less."""
    return [
        mark.box
        for mark in page.reading.marks
        if mark.kind is MarkKind.CACHET and mark.confidence >= LIKELY
    ]


def stamps_of(page: Layout, stops: Sequence[LabelHit]) -> list[Box]:
    """Where rubber stamps are; a frame that holds many labels is a part of the form."""
    return [
        box
        for box in likely_stamps(page)
        if sum(_within(box, h) and folded(h.label) not in ON_STAMPS for h in stops) < MANY_LABELS
    ]


def stamped(stamps: Sequence[Box], hit: LabelHit) -> bool:
    """Whether a label is part of a rubber stamp."""
    return any(_within(box, hit) for box in stamps)


def under_a_doctor(page: Layout, hit: LabelHit) -> bool:
    """Whether a label closes the block of a doctor's stamp at the foot of the page: his name
    above it, and no house's."""
    if hit.box.cy < FOOT:
        return False
    above = [
        folded(t.text)
        for row in page.rows
        if 0 <= hit.box.y0 - row.box.y0 < BLOCK * page.letter
        for t in row.tokens
        if t.box.x0 < hit.box.x1 + 0.15 and t.box.x1 > hit.box.x0 - 0.15
    ]
    return any(w in DOCTOR for w in above) and not any(w in SELF_NAMED for w in above)


def under_an_arrival(page: Layout, hit: LabelHit) -> bool:
    """Whether a short label is that of an arrival stamp («COURRIER ARRIVÉ … N° 6941»)."""
    return len(hit.tokens) <= 2 and in_an_arrival(page, hit.tokens[0])


def in_an_arrival(page: Layout, token: Token) -> bool:
    """Whether a word stands under that of an arrival stamp."""
    return any(
        folded(t.text) in ARRIVALS
        and abs(t.box.cx - token.box.cx) < 0.15
        and -page.letter < token.box.y0 - t.box.y0 < ARRIVAL_BLOCK * page.letter
        and _lone(page, t)
        for t in page.tokens
    )


def without_arrival(segment: Segment) -> Segment:
    """A line without the words of an arrival stamp before it: «BUREAU D'ORDRE Compagnie Atlas»."""
    end = 0
    for place in range(1, len(segment.tokens)):
        said = folded(" ".join(t.text for t in segment.tokens[:place])).split()
        if " ".join(w for w in said if w not in ARRIVALS) in OFFICES:
            end = place
    return Segment(segment.tokens[end:])


def _lone(page: Layout, token: Token) -> bool:
    """Whether a word stands in a short run: no sentence, no title of a form."""
    run = next(s for s in page.segments if token in s.tokens)
    return len(run.tokens) <= 2


def _within(box: Box, hit: LabelHit) -> bool:
    middle = hit.tokens[0].word.box
    return box.holds(middle.cx, middle.cy)
