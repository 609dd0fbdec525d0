"""How likely a mark seen is the one that a role asks for: learned from where it stands and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from extractors.marks.anchors import Anchor
from extractors.marks.asking import away
from extractors.marks.sights import STAMPED, Sight, touch, where_signed
from extractors.marks.stampwords import HANDS
from extractors.marks.trees import trees_in
from models.geometry import Box
from models.reading import Mark, PageReading

CENTRE: Final = 0.12
VAGUE_MM: Final = 18.0
"""What a phrase that says little costs more than one that leaves no doubt."""
NOWHERE_MM: Final = 90.0
FARTHEST_MM: Final = 62.0
"""Beyond this cost a mark does not belong to a phrase."""
FAR_MM: Final = 34.0
"""The same of a phrase that names a hand but no mark: it may be a word of the form."""
NEAR_MM: Final = 25.0
"""Up to this cost a mark stands where a phrase asks for it."""
PLAIN, PLAIN_STAMP, SURE = 0.5, 0.78, 0.82
"""Signatures, and stamps, seen this surely where a phrase that names them is, or what is their own
beside them, are believed `SURE` at least. Of 157 roles of train whose signature was taken away in
thought, 3 were then said signed at 0.8 or more by another mark (2 at `PLAIN` 0.7)."""
LIKELY, CLEAR = 0.8, 0.6
"""A stamp as likely as this is believed `SURE` where it is clearly seen: of the 25 that were just so
likely on layouts held out, two were not the role's, and those were hardly seen."""
DOUBTED: Final = 0.35
"""A stamp less likely than this may be another hand's, however plainly a phrase stands by it: nor
does it say whose the pen on it is."""
STAMPED_SURELY: Final = 0.5
"""How surely a stamp is seen that makes a signature on it its hand's."""
STRAY: Final = 0.85
"""What is left of the trust in a signature farther from its phrase, which names another hand or none."""
LONE, NAMED = 0.62, 0.95
"""How much of its confidence a signature keeps that no phrase points to, and one with the stamp of its hand."""
UNASKED: Final = 0.68
"""The most that a stamp is believed where no phrase asks for one and its words name no hand of the role
(but for one that is signed and alone): the trees have seen few forms that ask for none."""
MOST_SURE: Final = 0.98
SOBER: Final = ((0.0, 0.5, 0.9, 1.0), (0.0, 0.5, 0.8, 0.98))
"""Chances, and what is said of them: our own courier shows fewer doubts than others' will."""
LEARNED: Final = Path(__file__).parent / "data" / "stamp_roles.json.gz"
"""Made by `python -m bench.marks`."""
UNSTAMPED: Final = frozenset({"assure", "adherent"})
"""Hands that sign without a stamp; who subscribes for a group is a company and has one."""

LOOKS: Final = (
    "seen", "cost", "worth", "names", "own_hand", "other_hand", "on_stamp", "asked", "rival",
    "unstamped", "beside", "low", "last", "roles", "sights", "rank",
)  # fmt: skip

Found = tuple[int, PageReading, Anchor]
"""A phrase that asks for a role's mark, with the page that it is on and its number."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document shows of the roles of one genre: their phrases, the marks of the genre, and
    those of the other (stamps beside signatures, signatures beside stamps)."""

    anchors: Mapping[str, Sequence[Found]]
    sights: Sequence[Sight]
    others: Sequence[Sight]
    last: int

    def of(self, role: str, sight: Sight) -> list[float]:
        """One row of `LOOKS`."""
        genre, _, hand = role.rpartition("_")
        cost, anchor = nearest(self.anchors[role], sight)
        rivals = [
            nearest(found, sight)[0] for other, found in self.anchors.items() if other != role
        ]
        named = sight.hands - {STAMPED}
        beside = _beside(self.others, sight)
        better = [s for s in self.sights if s.mark.confidence > sight.mark.confidence]
        return [
            sight.mark.confidence, cost,
            anchor.worth if anchor else 0.0, float(anchor is not None and anchor.names_a_mark),
            float(hand in named), float(bool(named) and hand in HANDS and hand not in named),
            float(genre == "signature" and bool(sight.hands)), float(bool(self.anchors[role])),
            min(rivals, default=NOWHERE_MM), float(hand in UNSTAMPED), beside,
            float(where_signed(role, sight)), float(sight.number == self.last),
            float(len(self.anchors)), float(min(4, len(self.sights))), float(min(3, len(better))),
        ]  # fmt: skip


def trusted(role: str, shown: Evidence, sight: Sight, stamp: Mark | None = None) -> float:
    """How sure it is that the sight is the role's mark. `stamp`: the mark of the same hand's stamp."""
    plain = _plainly(role, shown, sight)
    if role.startswith("cachet"):
        chance = float(trees_in(LEARNED).chances(np.array([shown.of(role, sight)]))[0])
        sober = float(np.interp(chance, *SOBER))
        sure = max(plain, sober) if chance >= DOUBTED else sober
        if chance >= LIKELY and sight.mark.confidence >= CLEAR:
            sure = max(sure, SURE)
        asked = shown.anchors[role] or role.rpartition("_")[2] in sight.hands
        if not asked and not _signed_alone(shown, sight):
            sure = min(sure, UNASKED)
    else:
        sure = plain or _by_place(role, shown, sight, stamp)
    return round(min(MOST_SURE, sure), 3)


def _signed_alone(shown: Evidence, sight: Sight) -> bool:
    """Whether it is the only stamp of a paper that one hand stamps, that hand's pen is on it, and
    its words name no other: then nobody else's is there to be taken for it."""
    return (
        len(shown.anchors) == len(shown.sights) == 1
        and not sight.hands
        and sight.mark.confidence >= CLEAR
        and _beside(shown.others, sight) >= STAMPED_SURELY
    )


def _plainly(role: str, shown: Evidence, sight: Sight) -> float:
    """What a mark is believed that is clearly seen where a phrase asks for one; 0 where none does."""
    far, anchor = nearest(shown.anchors[role], sight)
    least = PLAIN_STAMP if role.startswith("cachet") else PLAIN
    seen = sight.mark.confidence
    if anchor is None or far > NEAR_MM or not anchor.names_a_mark or seen < least:
        return 0.0
    return _plain(seen)


def _plain(seen: float) -> float:
    """How sure a mark is that is plainly seen and plainly its role's."""
    return SURE + 0.4 * (seen - PLAIN)


def _by_place(role: str, shown: Evidence, sight: Sight, stamp: Mark | None) -> float:
    """The same of a signature less plainly asked for. Trees learned for it told fewer surely."""
    hand, seen = role.rpartition("_")[2], sight.mark.confidence
    far, anchor = nearest(shown.anchors[role], sight)
    own = stamp.box if stamp is not None and stamp.present else None
    stamps = [o for o in shown.others if hand in o.hands or o.mark.box == own]
    stamped = hand not in UNSTAMPED and _beside(stamps, sight) >= STAMPED_SURELY
    its_own = hand in sight.hands or stamped
    if seen >= PLAIN and its_own and own and stamp and stamp.confidence >= PLAIN_STAMP:
        return _plain(seen)
    if anchor is None or far > FARTHEST_MM:
        if stamp is None and seen >= PLAIN_STAMP and _only_one(role, shown, sight):
            return _plain(seen)
        doubted = own is not None and stamp is not None and stamp.confidence < DOUBTED
        return seen * (NAMED if its_own and not doubted else LONE)
    sure = seen * (1 - 0.35 * far / FARTHEST_MM) * (0.75 + 0.25 * anchor.worth) + 0.08
    return STRAY * sure if far > NEAR_MM and hand not in sight.hands else sure


def _only_one(role: str, shown: Evidence, sight: Sight) -> bool:
    """Whether it is the only signature of a paper that asks for one, on a stamp that names no hand."""
    return (
        role.rpartition("_")[2] not in UNSTAMPED
        and len(shown.anchors) == len(shown.sights) == 1
        and sight.hands == {STAMPED}
        and _beside(shown.others, sight) >= STAMPED_SURELY
    )


def nearest(found: Sequence[Found], sight: Sight) -> tuple[float, Anchor | None]:
    """The phrase on the mark's page that it is nearest to, with its cost in millimetres."""
    here = [
        (cost(page, anchor, sight.mark.box), anchor)
        for number, page, anchor in found
        if number == sight.number
    ]
    far, anchor = min(here, key=lambda one: one[0], default=(NOWHERE_MM, None))
    return min(NOWHERE_MM, far), anchor


def cost(page: PageReading, anchor: Anchor, box: Box) -> float:
    """Millimetres, weighed, from a phrase to a mark: below, over or beside it is near."""
    width, height = page.paper_mm
    centre = abs(box.cx - anchor.box.cx) * width + abs(box.cy - anchor.box.cy) * height
    vague = (1 - anchor.worth) * VAGUE_MM
    return away(anchor.box, box, page.paper_mm) + CENTRE * centre + vague


def _beside(others: Sequence[Sight], sight: Sight) -> float:
    """How surely a mark of the other genre touches this one."""
    touching = [
        other.mark.confidence
        for other in others
        if other.number == sight.number and touch(other.mark.box, sight.mark.box)
    ]
    return max(touching, default=0.0)
