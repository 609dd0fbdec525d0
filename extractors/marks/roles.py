"""From marks seen to the marks that a document type expects: which stamp is the doctor's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from extractors.marks.absence import NOTHING_SEEN, UNSURE, absent, stamp_in_doubt
from extractors.marks.anchors import Anchor, at_the_foot, distinct, find_anchors, worth_of
from extractors.marks.requests import Request, find_requests
from extractors.marks.sights import STAMPED, Sight, all_sights, touch, where_signed
from extractors.marks.stampwords import HANDS, plain
from extractors.marks.trust import (
    DOUBTED,
    FAR_MM,
    FARTHEST_MM,
    UNSTAMPED,
    Evidence,
    Found,
    cost,
    trusted,
)
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
OTHER_HAND_MM: Final = 25.0
"""What a stamp costs whose words name another kind of hand than the role."""
UNSURE_MM: Final = 45.0
"""What it costs that a mark may be none: the clear signature beside a stamp wins over what is in it."""
CLEARLY: Final = 0.03
OTHER: Final = {"cachet": MarkKind.SIGNATURE, "signature": MarkKind.CACHET}
"""What is often beside a mark of a genre, and tells of it."""


def role_marks(
    specs: Mapping[str, MarkSpec], pages: Sequence[tuple[int, PageReading]]
) -> dict[str, Mark]:
    """A `Mark` for each role of `specs`, from what was seen on the document's pages.

    `pages` are (number in the envoi, reading). A seen mark serves one role of its genre at most.
    `present` is `None` where ink or a page left unread allows no answer.
    """
    anchors = phrases(specs, pages)
    unread = any(page.unread for _, page in pages)
    marks: dict[str, Mark] = {}
    for genre in dict.fromkeys(spec.genre for spec in specs.values()):
        roles = [role for role, spec in specs.items() if spec.genre == genre]
        if genre in ("vignette", "codes_barres"):
            marks |= {role: _glued(genre, pages, unread) for role in roles}
            continue
        seen = evidence(genre, roles, anchors, pages)
        sights = seen.sights
        given = _given(roles, anchors, sights)
        _give_lone(roles, anchors, sights, given, marks)
        for role in roles:
            if role in given:
                sight = given[role]
                stamp = marks.get(f"cachet_{role.rpartition('_')[2]}")
                sure = trusted(role, seen, sight, stamp)
                marks[role] = Mark(True, sure, sight.number, sight.mark.box)
            else:
                free = [s for s in sights if all(s is not other for other in given.values())]
                marks[role] = absent(role, genre, anchors[role], sights, free, marks, unread)
    return {role: _unless_doubted(stamp_in_doubt(role, marks)) for role in specs}


def _unless_doubted(mark: Mark) -> Mark:
    """The mark, unsure where more speaks against its being the role's than for it."""
    if mark.present and mark.confidence < DOUBTED:
        return replace(mark, present=None, confidence=UNSURE)
    return mark


def phrases(
    specs: Mapping[str, MarkSpec], pages: Sequence[tuple[int, PageReading]]
) -> dict[str, list[Found]]:
    """Where each role's phrases are printed."""
    anchors: dict[str, list[Found]] = {role: [] for role in specs}
    for number, page in pages:
        requests = find_requests(page)
        for role, spec in specs.items():
            anchors[role] += [(number, page, a) for a in _anchors(page, spec, requests)]
    return {role: _own(role, specs, anchors) for role in specs}


def evidence(
    genre: str,
    roles: Sequence[str],
    anchors: Mapping[str, Sequence[Found]],
    pages: Sequence[tuple[int, PageReading]],
) -> Evidence:
    """What the document shows of the roles of one genre."""
    others = all_sights(OTHER[genre], pages) if genre in OTHER else []
    return Evidence(
        {role: anchors[role] for role in roles},
        all_sights(KINDS[genre], pages),
        others,
        max((number for number, _ in pages), default=0),
    )


def _anchors(page: PageReading, spec: MarkSpec, requests: Sequence[Request]) -> tuple[Anchor, ...]:
    """Phrases that ask for the mark: the type's own, and those that name its hand; not words of
    a stamp or a letterhead, nor what is asked of another hand."""
    hands = frozenset(spec.mains)
    others = [r.box for r in requests if hands and r.hands and not r.hands & hands]
    own = [a for a in find_anchors(page, spec.ancres) if not _on_one(a.box, others)]
    anybody = any(plain(phrase) == spec.genre for phrase in spec.ancres)
    for request in requests:
        if spec.genre in request.genres and (
            request.hands & hands or (anybody and not request.hands)
        ):
            own.append(Anchor(request.box, worth_of(request.letters), True))
    if not any(a.names_a_mark for a in own):
        alone = [r for r in requests if not r.genres and r.hands & hands]
        own += [Anchor(request.box, worth_of(request.letters)) for request in alone]
    stamps = [m.box for m in page.marks if m.kind is MarkKind.CACHET]
    return distinct(a for a in own if a.names_a_mark or not _within(a.box, stamps))


def _on_one(box: Box, others: Sequence[Box]) -> bool:
    return any(box.intersection(other) > 0.6 * min(box.area, other.area) for other in others)


def _within(box: Box, others: Sequence[Box]) -> bool:
    return any(box.intersection(other) > 0.6 * box.area for other in others)


def _own(
    role: str,
    specs: Mapping[str, MarkSpec],
    anchors: Mapping[str, Sequence[Found]],
) -> list[Found]:
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
    anchors: Mapping[str, Sequence[Found]],
    sights: Sequence[Sight],
) -> dict[str, Sight]:
    """The nearest mark to each role's phrases, the cheapest pairs first."""
    pairs = []
    for role in roles:
        for number, page, anchor in anchors[role]:
            farthest = FARTHEST_MM if anchor.names_a_mark or at_the_foot(page, anchor) else FAR_MM
            for index, sight in enumerate(sights):
                if sight.number == number:
                    far = cost(page, anchor, sight.mark.box) + _strange(role, sight)
                    if far <= farthest:
                        unsure = UNSURE_MM * (1 - sight.mark.confidence)
                        pairs.append((far + unsure, role, index))
    pairs.sort(key=lambda pair: pair[0])
    given: dict[str, Sight] = {}
    taken: set[int] = set()
    for _, role, index in pairs:
        if role not in given and index not in taken:
            given[role] = sights[index]
            taken.add(index)
    return given


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
    anchors: Mapping[str, Sequence[Found]],
    sights: Sequence[Sight],
    given: dict[str, Sight],
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
            if all(s is not other for other in given.values())
            and where_signed(role, s)
            and (_strange(role, s) < OTHER_HAND_MM or _issuers(role, roles, s))
        ]
        hand = role.rpartition("_")[2]
        if anchors[role] and not (len(roles) == len(free) == 1):
            free = [s for s in free if hand in s.hands]
        if not free:
            continue
        stamp = others.get(f"cachet_{hand}")
        beside = [s for s in free if stamp is not None and _touches(stamp, s)]
        own = beside or [s for s in free if hand in s.hands] or free
        given[role] = max(own, key=lambda s: s.mark.confidence)


def _issuers(role: str, roles: Sequence[str], sight: Sight) -> bool:
    """Whether a paper that only its issuer stamps bears the stamp of a doctor: he issued it."""
    return roles == [role] and role.endswith("_etablissement") and sight.hands == {"medecin"}


def _touches(stamp: Mark, sight: Sight) -> bool:
    if not stamp.present or stamp.box is None or stamp.page != sight.number:
        return False
    return touch(stamp.box, sight.mark.box)


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
