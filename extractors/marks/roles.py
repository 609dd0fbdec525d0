"""From marks seen to the marks that a document type expects: which stamp is the doctor's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from extractors.marks.absence import NOTHING_SEEN, UNSURE, absent, stamp_in_doubt
from extractors.marks.anchors import Anchor, find_anchors
from extractors.marks.sights import STAMPED, Sight, all_sights, where_signed
from extractors.marks.stampwords import HANDS
from models.documents.schema import MarkSpec
from models.geometry import Box
from models.reading import Mark, MarkKind, PageReading

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
UNSTAMPED: Final = frozenset({"assure", "souscripteur", "adherent"})
"""Hands that sign without a stamp."""
NEAR_MM: Final = 25.0
"""Up to this cost a mark stands where a phrase asks for it."""
PLAIN: Final = {"signature": 0.7, "cachet": 0.78}
"""Sights this sure and near a phrase that names them were right 64 of 65 and 65 of 65 times on the
courier of training and choice (signatures on a stamp as sure as stamps), …"""
OWN: Final = 0.7
"""… stamps this sure that name their hand 53 of 53 times, …"""
SURE: Final = 0.82
"""… so that they are believed this much at least, and more the surer the sight."""
STRAY: Final = 0.85
"""What is left of the trust in a mark farther from its phrase, which names another hand or none."""
LONE: Final = 0.62
"""How much of its confidence a mark keeps that no phrase points to."""
NAMED: Final = 0.95
"""The same for a stamp whose words name the hand, or a signature on the stamp of that hand. (On the
courier of training and choice, 60 of 60 such stamps of doctors were theirs.)"""


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
        sights = all_sights(KINDS[genre], pages)
        given = _given(roles, anchors, sights)
        _give_lone(roles, anchors, sights, given, marks)
        for role in roles:
            if role in given:
                sight, confidence = given[role]
                marks[role] = Mark(True, confidence, sight.number, sight.mark.box)
            else:
                free = [s for s in sights if all(s is not other for other, _ in given.values())]
                marks[role] = absent(role, genre, anchors[role], sights, free, marks, unread)
    return {role: stamp_in_doubt(role, marks) for role in specs}


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


def _given(
    roles: Sequence[str],
    anchors: Mapping[str, Sequence[tuple[int, PageReading, Anchor]]],
    sights: Sequence[Sight],
) -> dict[str, tuple[Sight, float]]:
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
    given: dict[str, tuple[Sight, float]] = {}
    taken: set[int] = set()
    for cost, role, index, anchor in pairs:
        if role not in given and index not in taken:
            given[role] = sights[index], _trusted(role, sights[index], anchor, cost)
            taken.add(index)
    return given


def _trusted(role: str, sight: Sight, anchor: Anchor, cost: float) -> float:
    """How sure it is that the sight is the mark that the phrase asks for."""
    genre, _, hand = role.rpartition("_")
    seen, near = sight.mark.confidence, cost <= NEAR_MM
    trust = (1 - 0.35 * cost / FARTHEST_MM) * (0.75 + 0.25 * anchor.worth)
    if not near and hand not in sight.hands:
        trust *= STRAY
    sure = seen * trust + 0.08
    least = PLAIN["cachet" if sight.hands else genre] if genre in PLAIN else 1.0
    if near and anchor.names_a_mark and seen >= least:
        sure = max(sure, _plainly(seen))
    return round(min(0.98, max(sure, _named(role, sight))), 3)


def _named(role: str, sight: Sight) -> float:
    """What the name of its hand on a stamp makes sure of."""
    genre, _, hand = role.rpartition("_")
    named = genre == "cachet" and hand in sight.hands and sight.mark.confidence >= OWN
    return _plainly(sight.mark.confidence) if named else 0.0


def _plainly(seen: float) -> float:
    return SURE + 0.4 * max(0.0, seen - OWN)


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


def _strange(role: str, sight: Sight) -> float:
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
    sights: Sequence[Sight],
    given: dict[str, tuple[Sight, float]],
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
            and where_signed(role, s)
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
        sure = max(best.mark.confidence * trust, _named(role, best))
        given[role] = (best, round(min(0.98, sure), 3))


def _touches(stamp: Mark, sight: Sight) -> bool:
    if not stamp.present or stamp.box is None or stamp.page != sight.number:
        return False
    return stamp.box.grown(0.04, 0.02).intersection(sight.mark.box) > 0


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
