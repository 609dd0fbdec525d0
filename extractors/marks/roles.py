"""From marks seen to the marks that a document type expects: which stamp is the doctor's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.marks.anchors import Anchor, find_anchors
from extractors.marks.stampwords import HANDS, hands_of, is_mail_stamp, is_mention, words_in
from models.documents.schema import MarkSpec
from models.geometry import Box
from models.reading import Mark, MarkKind, PageReading, SeenMark

KINDS: Final = {
    "cachet": MarkKind.CACHET,
    "signature": MarkKind.SIGNATURE,
    "photo": MarkKind.PHOTO,
    "vignette": MarkKind.VIGNETTE,
}
DRUG_SYMBOLOGIES: Final = frozenset({"EAN13", "EAN8"})
MM_PER_INCH: Final = 25.4
FARTHEST_MM: Final = 62.0
"""Beyond this cost a mark does not belong to a phrase."""
ABOVE: Final = 2.0
"""A millimetre above the phrase counts as this many below it."""
ABOVE_MM: Final = 8.0
CENTRE: Final = 0.12
VAGUE_MM: Final = 18.0
"""What a phrase that says little costs more than one that leaves no doubt."""
OTHER_HAND_MM: Final = 25.0
"""What a stamp costs whose words name another kind of hand than the role."""
CLEARLY: Final = 0.03
ZONE_MM: Final = (48.0, 34.0)
"""How far right of its start and below a phrase its mark is looked for."""
LOW_HALF: Final = 0.42
LETTERHEAD: Final = 0.2
UNDER: Final = 0.3
"""A signature is on a stamp when they share this much of the smaller."""
STAMPED: Final = "cachet"
"""The hand of a signature on a stamp whose words say nothing."""
UNSTAMPED: Final = frozenset({"assure", "souscripteur", "adherent"})
"""Hands that sign without a stamp."""
SCRIBBLE: Final = 0.62
"""A word read with less, where a mark should be, may be the mark."""
EMPTY_ZONE, NOTHING_SEEN, GIVEN_ELSEWHERE, UNSURE = 0.88, 0.75, 0.66, 0.5
LONE: Final = 0.62
"""How much of its confidence a mark keeps that no phrase points to."""
NAMED: Final = 0.95
"""The same for a stamp whose words name the hand, or a signature on the stamp of that hand. (On the
courier of training and choice, 60 of 60 such stamps of doctors were theirs.)"""


@dataclass(frozen=True, slots=True)
class _Sight:
    """A mark seen, with the page that it is on."""

    number: int
    page: PageReading
    mark: SeenMark
    hands: frozenset[str]


def role_marks(
    specs: Mapping[str, MarkSpec], pages: Sequence[tuple[int, PageReading]]
) -> dict[str, Mark]:
    """A `Mark` for each role of `specs`, from what was seen on the document's pages.

    `pages` are (number in the envoi, reading). A seen mark serves one role of its genre at most.
    `present` is `None` where ink or a page left unread allows no answer.
    """
    anchors = {
        role: [(number, page, a) for number, page in pages for a in _anchors(page, spec)]
        for role, spec in specs.items()
    }
    anchors = {role: _own(role, specs, anchors) for role in specs}
    unread = any(page.unread for _, page in pages)
    marks: dict[str, Mark] = {}
    for genre in dict.fromkeys(spec.genre for spec in specs.values()):
        roles = [role for role, spec in specs.items() if spec.genre == genre]
        if genre in ("vignette", "codes_barres"):
            marks |= {role: _glued(genre, pages, unread) for role in roles}
            continue
        sights = _sights(KINDS[genre], pages)
        given = _given(roles, anchors, sights)
        _give_lone(roles, anchors, sights, given, marks)
        for role in roles:
            if role in given:
                sight, confidence = given[role]
                marks[role] = Mark(True, confidence, sight.number, sight.mark.box)
            else:
                free = [s for s in sights if all(s is not other for other, _ in given.values())]
                marks[role] = _absent(role, genre, anchors[role], sights, free, marks, unread)
    return {role: marks[role] for role in specs}


def _anchors(page: PageReading, spec: MarkSpec) -> tuple[Anchor, ...]:
    """Printed phrases, not words of a stamp or a letterhead."""
    stamps = [m.box for m in page.marks if m.kind is MarkKind.CACHET]
    return tuple(
        anchor
        for anchor in find_anchors(page, spec.ancres)
        if anchor.names_a_mark
        or not any(anchor.box.intersection(stamp) > 0.6 * anchor.box.area for stamp in stamps)
    )


def _own(
    role: str,
    specs: Mapping[str, MarkSpec],
    anchors: Mapping[str, Sequence[tuple[int, PageReading, Anchor]]],
) -> list[tuple[int, PageReading, Anchor]]:
    """The role's phrases, less those that are part of another role's more telling one: the
    «cachet» of «cachet de la pharmacie» is not the doctor's."""
    rivals = [
        (number, anchor)
        for other, found in anchors.items()
        if other != role and specs[other].genre == specs[role].genre
        for number, _, anchor in found
    ]
    return [
        (number, page, anchor)
        for number, page, anchor in anchors[role]
        if not any(
            n == number
            and rival.worth > anchor.worth + CLEARLY
            and rival.box.intersection(anchor.box) > 0.6 * anchor.box.area
            for n, rival in rivals
        )
    ]


def _sights(kind: MarkKind, pages: Sequence[tuple[int, PageReading]]) -> list[_Sight]:
    sights = []
    for number, page in pages:
        for mark in page.marks:
            if mark.kind is not kind:
                continue
            if kind is MarkKind.CACHET and (
                is_mail_stamp(page.words, mark.box) or is_mention(page.words, mark.box)
            ):
                continue
            sights.append(_Sight(number, page, mark, _hands(page, mark)))
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


def _given(
    roles: Sequence[str],
    anchors: Mapping[str, Sequence[tuple[int, PageReading, Anchor]]],
    sights: Sequence[_Sight],
) -> dict[str, tuple[_Sight, float]]:
    """The nearest mark to each role's phrases, the cheapest pairs first."""
    pairs = []
    for role in roles:
        for number, page, anchor in anchors[role]:
            for index, sight in enumerate(sights):
                if sight.number == number:
                    cost = _cost(page, anchor, sight.mark.box) + _strange(role, sight)
                    if cost <= FARTHEST_MM:
                        pairs.append((cost, role, index, anchor))
    pairs.sort(key=lambda pair: pair[0])
    given: dict[str, tuple[_Sight, float]] = {}
    taken: set[int] = set()
    for cost, role, index, anchor in pairs:
        if role not in given and index not in taken:
            trust = (1 - 0.35 * cost / FARTHEST_MM) * (0.75 + 0.25 * anchor.worth)
            given[role] = (
                sights[index],
                round(min(0.98, sights[index].mark.confidence * trust + 0.08), 3),
            )
            taken.add(index)
    return given


def _cost(page: PageReading, anchor: Anchor, box: Box) -> float:
    """Millimetres, weighed, from a phrase to a mark: below, over or beside it is near."""
    width, height = page.width / page.dpi * MM_PER_INCH, page.height / page.dpi * MM_PER_INCH
    aside = max(box.x0 - anchor.box.x1, anchor.box.x0 - box.x1, 0.0) * width
    below = max(box.y0 - anchor.box.y1, 0.0) * height
    above = max(anchor.box.y0 - box.y1, 0.0) * height
    centre = abs(box.cx - anchor.box.cx) * width + abs(box.cy - anchor.box.cy) * height
    cost = aside + below + CENTRE * centre + (1 - anchor.worth) * VAGUE_MM
    if box.cy < anchor.box.y0:
        cost += ABOVE * above + ABOVE_MM
    return cost


def _strange(role: str, sight: _Sight) -> float:
    """What it costs that the mark's words name another hand than the role does."""
    hand = role.rpartition("_")[2]
    if not sight.hands or hand in sight.hands:
        return 0.0
    if hand in UNSTAMPED:
        return OTHER_HAND_MM if STAMPED in sight.hands else FARTHEST_MM
    if hand not in HANDS or STAMPED in sight.hands:
        return 0.0
    if hand == "medecin" and "pharmacien" not in sight.hands:
        return OTHER_HAND_MM / 2  # doctors have the stamps of their clinics
    return OTHER_HAND_MM


def _give_lone(
    roles: Sequence[str],
    anchors: Mapping[str, Sequence[tuple[int, PageReading, Anchor]]],
    sights: Sequence[_Sight],
    given: dict[str, tuple[_Sight, float]],
    others: Mapping[str, Mark],
) -> None:
    """Marks that no phrase points to, to the roles that no phrase was found for or whose hand
    they name, and the only mark to the only role."""
    for role in roles:
        if role in given:
            continue
        free = [
            s
            for s in sights
            if all(s is not other for other, _ in given.values())
            and _where_signed(role, s)
            and _strange(role, s) < OTHER_HAND_MM
        ]
        hand = role.rpartition("_")[2]
        if anchors[role] and not (len(roles) == len(free) == 1):
            free = [s for s in free if hand in s.hands]
        if not free:
            continue
        stamp = others.get(f"cachet_{hand}")
        beside = [s for s in free if stamp is not None and _touches(stamp, s)]
        own = beside or [s for s in free if hand in s.hands] or free
        best = max(own, key=lambda s: s.mark.confidence)
        trust = NAMED if beside or hand in best.hands else LONE
        given[role] = (best, round(best.mark.confidence * trust, 3))


def _where_signed(role: str, sight: _Sight) -> bool:
    """Papers are stamped and signed at their end, which short ones have higher up; photos stand
    anywhere."""
    named = role.rpartition("_")[2] in sight.hands
    return sight.mark.kind is MarkKind.PHOTO or sight.mark.box.cy >= (
        LETTERHEAD if named else LOW_HALF
    )


def _touches(stamp: Mark, sight: _Sight) -> bool:
    if not stamp.present or stamp.box is None or stamp.page != sight.number:
        return False
    return stamp.box.grown(0.04, 0.02).intersection(sight.mark.box) > 0


def _absent(
    role: str,
    genre: str,
    anchors: Sequence[tuple[int, PageReading, Anchor]],
    sights: Sequence[_Sight],
    free: Sequence[_Sight],
    others: Mapping[str, Mark],
    unread: bool,
) -> Mark:
    """No mark was given to the role: is it absent, or can that not be said?"""
    if unread:
        return Mark(None, UNSURE)
    stamp = others.get(f"cachet_{role.rpartition('_')[2]}")
    if genre == "signature" and stamp is not None and stamp.present:
        return Mark(None, UNSURE)  # a pen of the stamp's own ink may be hidden in it
    if anchors:
        number, page, anchor = max(anchors, key=lambda found: found[2].worth)
        zone = _zone(page, anchor)
        if _disturbed(page, anchor, zone):
            return Mark(None, UNSURE, number, zone)
        return Mark(False, EMPTY_ZONE, number, zone)
    if any(_where_signed(role, sight) for sight in free):
        return Mark(None, UNSURE)
    return Mark(False, GIVEN_ELSEWHERE if sights else NOTHING_SEEN)


def _zone(page: PageReading, anchor: Anchor) -> Box:
    """Where the mark of a phrase would be: over it and below."""
    right = ZONE_MM[0] / (page.width / page.dpi * MM_PER_INCH)
    down = ZONE_MM[1] / (page.height / page.dpi * MM_PER_INCH)
    box = anchor.box
    return Box(
        max(0.0, box.x0 - 0.01),
        max(0.0, box.y0 - 0.005),
        min(1.0, max(box.x1, box.x0 + right)),
        min(1.0, box.y1 + down),
    )


def _disturbed(page: PageReading, anchor: Anchor, zone: Box) -> bool:
    """Whether something in the zone may be the mark: other marks, or words hardly legible."""
    if any(
        mark.kind in (MarkKind.CACHET, MarkKind.SIGNATURE)
        and mark.box.intersection(zone) > 0.5 * mark.box.area
        and not is_mail_stamp(page.words, mark.box)
        for mark in page.marks
    ):
        return True
    return any(
        word.confidence < SCRIBBLE and len(word.text) >= 2
        for word in words_in(page.words, zone)
        if word.box.intersection(anchor.box) < 0.3 * word.box.area
    )


def _glued(genre: str, pages: Sequence[tuple[int, PageReading]], unread: bool) -> Mark:
    """Labels or drug codes glued anywhere on the document; the box holds those of one page."""
    best = None
    for number, page in pages:
        if genre == "vignette":
            found = [(m.box, m.confidence) for m in page.marks if m.kind is MarkKind.VIGNETTE]
        else:
            found = [(c.box, 0.95) for c in page.barcodes if c.symbology in DRUG_SYMBOLOGIES]
        confidence = max((sure for _, sure in found), default=0.0)
        if found and (best is None or confidence > best.confidence):
            best = Mark(True, confidence, number, Box.around(box for box, _ in found))
    if best is not None:
        return best
    return Mark(None, UNSURE) if unread else Mark(False, NOTHING_SEEN)
