"""Under which heading of a form a label stands, and whose values are asked for there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.fields.labels import LabelHit
from extractors.fields.meant import role_of
from models.documents import FieldSpec
from models.reference.wording import wording

SELF_TELLING = 0.7
"""Worth of a label that can mean one person only, under another's heading."""
SECTION_UNSEEN = 0.65
"""Worth of a label that belongs under a heading which the page does not show above it."""

SAME_COLUMN, RIGHT_ABOVE = 0.03, 2.5
"""Share of the page width within which labels begin one column; letter heights between two
labels of which the upper says of whom the lower speaks."""
CENTRED = 0.08
"""Share of the page width by which a title over the whole form may stand off its middle."""
NOBODY = frozenset({"employeur", "organisme"})
"""Roles of houses to which whole parts of forms are left that ask for persons."""
COUPLE = frozenset({"conjoint", "epoux", "epouse"})
"""Roles of the one whom the insured married."""
PERSONAL = ("date_naissance", "lieu_naissance", "_cin", "_prenom", "_sexe")
"""Endings of the fields that only a person has."""
OUT_OF_TURN = 0.8
"""Worth of a label of several persons, asked in another order than forms ask for them."""


def section_over(hit: LabelHit, headings: Sequence[LabelHit]) -> LabelHit | None:
    """The heading under which a label stands: the nearest above it that begins left of it."""
    above = [
        h
        for h in headings
        if (h.row.number < hit.row.number or (h.row is hit.row and h.last < hit.first))
        and (h.box.x0 <= hit.box.x1 + 0.05 or _over_all(h))
        and not (h.row is hit.row and h.first == hit.first)
    ]
    if not above:
        return None
    # Two columns of a form side by side: a heading over the label beats one far to its left.
    return max(above, key=lambda h: (h.box.cy - _far(h, hit), h.first))


def _over_all(heading: LabelHit) -> bool:
    """Whether a title stands alone in the middle of its row, over the columns below it."""
    around = (*heading.row.tokens[: heading.first], *heading.row.tokens[heading.last + 1 :])
    plain = not any(c.isalnum() for t in around for c in t.text)
    return plain and abs(heading.box.cx - 0.5) < CENTRED


def _far(heading: LabelHit, hit: LabelHit) -> float:
    return 0.0 if _over_all(heading) else 0.25 * abs(heading.box.x0 - hit.box.x0)


def in_turn(
    name: str,
    names: Sequence[str],
    hit: LabelHit,
    hits: Sequence[LabelHit],
    specs: Mapping[str, FieldSpec],
) -> float:
    """How well the order fits in which a form asks the same of several persons («Nom» twice, no
    title read above): of the insured first, then of the others as the type's file has them."""
    alike = [
        h
        for h in hits
        if h.role is None and len({role_of(n) for n in names if h.means(n, specs[n])}) > 1
    ]
    persons = list(dict.fromkeys(role_of(n) for n in names))
    if len(persons) < 2 or len(alike) < len(persons) or hit not in alike:
        return 1.0
    turn = sorted(alike, key=lambda h: (h.row.number, h.first)).index(hit)
    return 1.0 if turn < len(persons) and role_of(name) == persons[turn] else OUT_OF_TURN


def section_fit(
    name: str, specs: Mapping[str, FieldSpec], names: Sequence[str], section: LabelHit | None
) -> float:
    """How well the heading above a label suits the field `name` of those (`names`) it may mean."""
    suits = section is not None and suits_section(name, specs[name], section)
    if len({other.split("_")[0] for other in names}) == 1:
        # «Nom de l'assuré» tells whose name it is under any heading.
        unsaid = section is None or not (specs[name].section or section.role)
        return 1.0 if suits or unsaid or role_of(name) is None else SELF_TELLING
    if section is None:
        if not specs[name].section:
            return 1.0
        return SECTION_UNSEEN if all(specs[n].section for n in names) else 0.3
    if suits:
        return 1.0
    if not specs[name].section:
        return 0.35 if any(suits_section(n, specs[n], section) for n in names) else 1.0
    # An employer fills in a part of the form, and is not born: it speaks of the insured there.
    filled_in = section.role in NOBODY and name.endswith(PERSONAL)
    return SECTION_UNSEEN if filled_in else 0.0


def suits_section(name: str, spec: FieldSpec, section: LabelHit) -> bool:
    """Whether a heading opens the part of the paper where the field is asked for."""
    if section.role is not None and (section.role == role_of(name) or _of_a_couple(name, section)):
        return True
    return section.label in spec.section


def _of_a_couple(name: str, section: LabelHit) -> bool:
    """«L'épouse» opens the part of the one whom the form calls the spouse."""
    prefix = name.split("_", 1)[0]
    return section.role in COUPLE and prefix in wording().roles[section.role].prefixes


def of_the_same(
    hit: LabelHit,
    names: Sequence[str],
    hits: Sequence[LabelHit],
    specs: Mapping[str, FieldSpec],
    section: LabelHit | None,
) -> list[str]:
    """Of fields of several persons, those of whom the label before it speaks, on its row
    («Nom de l'adhérent … Prénom(s) …») or right above it («Nom du malade … / Né(e) le …»)."""
    if hit.role is not None or len({role_of(n) for n in names}) < 2:
        return list(names)
    said = _said_beside(hit, hits, specs) or _said_above(hit, hits, specs, section)
    return [n for n in names if role_of(n) == said] or list(names)


def _said_beside(
    hit: LabelHit, hits: Sequence[LabelHit], specs: Mapping[str, FieldSpec]
) -> str | None:
    """The person that the labels before it on its row name, the nearest first."""
    before = sorted(
        (h for h in hits if h.row is hit.row and h.last < hit.first), key=lambda h: -h.first
    )
    return next((role for h in before if (role := _role_said(h, specs)) is not None), None)


def _said_above(
    hit: LabelHit,
    hits: Sequence[LabelHit],
    specs: Mapping[str, FieldSpec],
    section: LabelHit | None,
) -> str | None:
    """The person of whom the labels right above in the same column speak, under the same heading."""
    above = [
        h
        for h in hits
        if h.box.y1 <= hit.box.cy
        and abs(h.box.x0 - hit.box.x0) < SAME_COLUMN
        and hit.box.y0 - h.box.y1 < RIGHT_ABOVE * hit.box.height
    ]
    if not above:
        return None
    nearest = max(above, key=lambda h: h.box.cy)
    if section is not None and section.box.cy > nearest.box.cy:
        return None
    return (
        _role_said(nearest, specs)
        or _said_beside(nearest, hits, specs)
        or _said_above(nearest, hits, specs, section)
    )


def _role_said(hit: LabelHit, specs: Mapping[str, FieldSpec]) -> str | None:
    """The person that a label names, or that alone has the fields that it asks for."""
    if hit.role is not None:
        return hit.role
    roles = {role_of(n) for n, spec in specs.items() if hit.means(n, spec)}
    return roles.pop() if len(roles) == 1 else None
